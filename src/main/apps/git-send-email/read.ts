import { dirname, isAbsolute, join } from 'node:path';
import { inBytes, wordsIn } from '../byte-text.ts';
import {
  type ConfigAccount,
  type ConfigTexts,
  type Held,
  nothingKept,
  notUnderstood,
  portIn,
  type Reading,
  signsInByToken,
} from '../config-account.ts';
import { storedIn, withStored } from './credentials.ts';
import { type GitValue, gitConfig } from './git-config.ts';

interface Variable extends GitValue {
  readonly file: string;
}

/** All variables in force, one list for always and one for each condition that a file is included under. */
interface Flat {
  readonly always: Variable[];
  readonly conditional: { readonly file: string; readonly variables: Variable[] }[];
  readonly wants: string[];
  broken: boolean;
  /** How many more times a file is taken in; one may name another again and again. */
  left: number;
  variables: number;
  readonly parsed: Map<string, readonly GitValue[] | null>;
}

/** As Git has it itself. */
const deepest = 10;
const most = 100;
const mostVariables = 20_000;
const mostIdentities = 200;
/** What is for always counts under each condition too; all of that together. */
const mostTogether = 100_000;

/**
 * What Git's own settings say of `git send-email`: the files in Git's order, with those that they include; and what its
 * `store` helper keeps.
 */
export function readGitConfig({ settings, stores, home }: GitFiles, texts: ConfigTexts): Reading {
  const flat: Flat = {
    always: [],
    conditional: [],
    wants: [],
    broken: false,
    left: most,
    variables: 0,
    parsed: new Map(),
  };
  for (const file of settings) flatten(file, { home, texts, flat, into: flat.always, depth: 0 });
  const isOurs = ({ name }: Variable) => name.startsWith('sendemail.');
  const always = flat.always.filter(isOurs);
  const conditional = flat.conditional
    .map(({ variables }) => variables.filter(isOurs))
    .filter(({ length }) => length > 0);
  if (always.length * conditional.length > mostTogether) flat.broken = true;
  const accounts = accountsOf(always);
  for (const variables of flat.broken ? [] : conditional) accounts.push(...accountsOf([...always, ...variables]));
  if (flat.broken) return { ...notUnderstood, wants: flat.wants };
  const stored = stores.flatMap((file) => storedIn(file, texts.get(file) ?? ''));
  return { accounts: withStored(accounts, stored, helpersIn(flat)), wants: flat.wants, trouble: null };
}

/** Git's credential helpers, as far as they may be in force somewhere; an empty one takes back those before it. */
function helpersIn({ always, conditional }: Flat): string[] {
  const all = [always, ...conditional.map(({ variables }) => variables)].flat();
  const said = all.flatMap(({ name, value }) => (/^credential\.(.*\.)?helper$/.test(name) ? [value] : []));
  return said.slice(said.lastIndexOf('') + 1);
}

/** Where Git keeps things for a person. */
export interface GitFiles {
  readonly settings: readonly string[];
  /** Those of its `store` helper, in its order. */
  readonly stores: readonly string[];
  readonly home: string;
}

interface Walk {
  readonly home: string;
  readonly texts: ConfigTexts;
  readonly flat: Flat;
  readonly into: Variable[];
  readonly depth: number;
}

function flatten(file: string, walk: Walk): void {
  const { texts, flat, into } = walk;
  const text = texts.get(file);
  if (text === undefined) flat.wants.push(file);
  if (text === undefined || text === null || flat.left === 0 || flat.broken) return;
  flat.left -= 1;
  const values = flat.parsed.get(file) ?? gitConfig(text);
  flat.parsed.set(file, values);
  flat.variables += values?.length ?? 0;
  if (!values || flat.variables > mostVariables) {
    flat.broken = true;
    return;
  }
  for (const value of values) {
    into.push({ ...value, file });
    const path = /^include(if\..*)?\.path$/.test(value.name) ? pathIn(value.value, file, walk.home) : null;
    if (path === null) continue;
    if (walk.depth >= deepest) {
      flat.broken = true;
      return;
    }
    follow(path, value.name === 'include.path', walk);
  }
}

/** An `includeIf` may count or not, which depends on where Git is called: what it leads to is kept apart. */
function follow(path: string, always: boolean, walk: Walk): void {
  const { flat, into } = walk;
  if (!always && flat.left === 0) return;
  const variables: Variable[] = [];
  if (!always) flat.conditional.push({ file: path, variables });
  flatten(path, { ...walk, into: always ? into : variables, depth: walk.depth + 1 });
}

function pathIn(bytes: string, file: string, home: string): string | null {
  const path = wordsIn(bytes);
  if (!path || path.startsWith('%')) return null;
  if (path.startsWith('~/')) return join(home, path.slice(2));
  return isAbsolute(path) ? path : join(dirname(file), path);
}

/** The settings for everything, and those of each identity, which fall back on them. */
function accountsOf(variables: readonly Variable[]): ConfigAccount[] {
  const last = new Map(variables.map((variable) => [variable.name, variable]));
  const identities = [...last.keys()].map((name) => /^sendemail\.(.+)\.smtp/.exec(name)?.[1]);
  const found = new Set([undefined, ...identities.filter((identity) => identity !== undefined)]);
  return [...found]
    .slice(0, mostIdentities)
    .map((identity) => accountOf(last, identity))
    .filter((account) => account !== null);
}

function accountOf(last: ReadonlyMap<string, Variable>, identity: string | undefined): ConfigAccount | null {
  const said = (key: string) =>
    (identity === undefined ? undefined : last.get(`sendemail.${identity}.${key}`)) ?? last.get(`sendemail.${key}`);
  const words = (key: string) => wordsIn(said(key)?.value ?? '') || null;
  const host = words('smtpserver');
  // A path is a program that sends, and that has settings of its own.
  if (host === null || host.includes('/')) return null;
  const encryption = words('smtpencryption');
  return {
    name: identity === undefined ? 'sendemail' : (wordsIn(identity) ?? ''),
    protocol: 'smtp',
    host,
    port: portIn(words('smtpserverport')),
    security: encryption === 'ssl' ? 'tls' : encryption === 'tls' ? 'starttls' : 'none',
    user: words('smtpuser'),
    held: /xoauth2|oauthbearer/i.test(words('smtpauth') ?? '') ? signsInByToken : heldBy(said('smtppass')),
  };
}

function heldBy(pass: Variable | undefined): Held {
  // Without one Git asks its credential helper, or the person.
  if (!pass || pass.value === '') return nothingKept;
  const { file, from, to, value, quoted } = pass;
  return { is: 'password', at: { file, from, to, reveal: () => wordsIn(value), put: (next) => written(next, quoted) } };
}

function written(next: string, quoted: boolean): string {
  const bytes = inBytes(next);
  const plain = !/["\\#;]|^\s|\s$/.test(bytes);
  return plain && !quoted ? bytes : `"${bytes.replace(/["\\]/g, '\\$&')}"`;
}
