import { basename, dirname, isAbsolute, join } from 'node:path';
import { wordsIn } from '../byte-text.ts';
import type { ConfigTexts } from '../config-account.ts';
import { joinedLines, type Letters, type Word } from './letters.ts';
import { assigned, count, newScope, type Scope, type Scopes } from './scope.ts';
import { Line } from './words.ts';

const deepest = 8;
const mostBranches = 100;
const mostMailboxes = 500;
/** Files that are read, the same one again each time it is named. */
const mostSources = 200;
/** All that is read, however often it is named. */
const mostBytes = 500_000;
const longestMacro = 10_000;

/** Reads the orders of a muttrc that say where, as whom and with what mutt signs in. Nothing is run. */
export function readOrders(file: string, home: string, texts: ConfigTexts): Scopes {
  const base = newScope(basename(file), null);
  const scopes: Scopes = { base, branches: [], used: new Map(), usedWhole: new Map(), wants: [], tooMuch: false };
  new Orders(home, texts, scopes).source(file, base, 0);
  return scopes;
}

/** Hooks whose orders are the last word of the line. */
const hooks = /^(account|folder|startup|timeout|send2?|reply|message|open|close|append|shutdown)-hook$/;

class Orders {
  readonly #home: string;
  readonly #texts: ConfigTexts;
  readonly #scopes: Scopes;
  readonly #open = new Set<string>();
  #left = mostSources;
  #bytes = mostBytes;

  constructor(home: string, texts: ConfigTexts, scopes: Scopes) {
    this.#home = home;
    this.#texts = texts;
    this.#scopes = scopes;
  }

  source(file: string, scope: Scope, depth: number): void {
    const text = this.#texts.get(file);
    if (text === undefined) this.#scopes.wants.push(file);
    if (text === undefined || text === null || depth > deepest || this.#open.has(file)) return;
    this.#left -= 1;
    this.#bytes -= text.length;
    if (this.#left < 0 || this.#bytes < 0) {
      this.#scopes.tooMuch = true;
      return;
    }
    this.#open.add(file);
    for (const letters of joinedLines(file, text)) this.#run(letters, scope, depth);
    this.#open.delete(file);
  }

  #run(letters: Letters, scope: Scope, depth: number): void {
    if (depth > deepest) return;
    const line = new Line(letters, (name) => this.#valueOf(scope, name));
    while (line.nextOrder()) {
      this.#order(line.word()?.means.text ?? '', line, scope, depth);
      restOf(line);
    }
  }

  #order(order: string, line: Line, scope: Scope, depth: number): void {
    switch (hooks.test(order) ? 'hook' : order) {
      case 'hook':
        this.#hook(line, order, scope, depth);
        break;
      case 'set':
        this.#set(line, scope);
        break;
      case 'source':
        this.#sourceWord(line.word(), scope, depth);
        break;
      case 'macro':
        this.#macro(restOf(line), scope, depth);
        break;
      case 'ifdef':
      case 'ifndef':
        this.#runWord(restOf(line)[1], scope, depth);
        break;
      case 'mailboxes':
      case 'named-mailboxes':
        scope.mailboxes.push(...restOf(line).slice(0, mostMailboxes - scope.mailboxes.length));
        break;
    }
  }

  #valueOf(scope: Scope, name: string): string | undefined {
    count(this.#scopes.used, name);
    return assigned(scope, name)?.word.means.text ?? (name === 'HOME' ? this.#home : undefined);
  }

  #set(line: Line, scope: Scope): void {
    while (line.hasMore()) {
      const name = line.word({ equals: true });
      if (!name) return;
      if (!(line.takes('=') || line.takes('+=')) || !line.hasMore()) continue;
      const word = line.word();
      if (!word) return;
      const { variable } = word;
      if (variable !== null) count(this.#scopes.usedWhole, variable);
      scope.set.set(name.means.text, { word, same: (variable !== null && assigned(scope, variable)) || null });
    }
  }

  #sourceWord(word: Word | null, scope: Scope, depth: number): void {
    const said = wordsIn(word?.means.text ?? '')?.trim() ?? '';
    if (word?.command != null || said.endsWith('|')) {
      scope.program = word?.command ?? said.slice(0, -1);
      return;
    }
    const file = this.#path(said, word?.means.file ?? '');
    if (file !== null) this.source(file, scope, depth + 1);
  }

  #path(said: string, from: string): string | null {
    if (said === '' || said.includes('$')) return null;
    if (said.startsWith('~/')) return join(this.#home, said.slice(2));
    return isAbsolute(said) ? said : join(dirname(from), said);
  }

  #branch(name: string, parent: Scope, address: Word | null): Scope | null {
    if (this.#scopes.branches.length >= mostBranches) return null;
    const scope = newScope(name, parent, address);
    this.#scopes.branches.push(scope);
    return scope;
  }

  #hook(line: Line, order: string, scope: Scope, depth: number): void {
    if (/^(startup|timeout|shutdown)-hook$/.test(order)) {
      this.#runWord(line.word({ spaces: true }), scope, depth);
      return;
    }
    let pattern = line.word();
    if (pattern?.means.text === '-noregex') pattern = line.word();
    if (!pattern || !line.hasMore()) return;
    const branch = this.#branch(wordsIn(pattern.means.text) ?? '', scope, pattern);
    if (branch) this.#runWord(line.word({ spaces: true }), branch, depth);
  }

  #runWord(word: Word | null | undefined, scope: Scope, depth: number): void {
    if (word) this.#run(word.means, scope, depth + 1);
  }

  /** A key that reads another file: the usual way to change between accounts. */
  #macro([, , keys]: readonly Word[], scope: Scope, depth: number): void {
    const said = (keys?.means.text ?? '').slice(0, longestMacro);
    for (const [, path = ''] of said.matchAll(
      /(?:<enter-command>|:)\s*source\s+([^<;'"]+?)\s*(?:<enter>|<return>|\n|;)/gi,
    )) {
      const file = this.#path(wordsIn(path) ?? '', keys?.means.file ?? '');
      const branch = file === null ? null : this.#branch(basename(file), scope, null);
      if (file !== null && branch) this.source(file, branch, depth + 1);
    }
  }
}

function restOf(line: Line): Word[] {
  const words: Word[] = [];
  while (line.hasMore()) {
    const word = line.word();
    if (!word) break;
    words.push(word);
  }
  return words;
}
