import type { AppSecurity } from '../../../shared/apps.ts';
import { inBytes, linesOf, type Span, spanText, wordsIn } from '../byte-text.ts';
import {
  type ConfigAccount,
  type ConfigTexts,
  type Held,
  nothingKept,
  nothingThere,
  odd,
  type PasswordPlace,
  portIn,
  type Reading,
  signsInByToken,
} from '../config-account.ts';
import { builtInPassphrase, checkIn, type Keys, type Passphrase } from './cipher.ts';

/** The three files of Claws Mail that belong together. */
export interface ClawsFiles {
  readonly accounts: string;
  readonly settings: string;
  readonly passwords: string;
}

type Block = ReadonlyMap<string, string>;

/** What Claws Mail keeps: accounts in `accountrc`, their passwords in `passwordstorerc`, the salt in `clawsrc`. */
export function readClaws(files: ClawsFiles, texts: ConfigTexts, unlock: string | null, keys: Keys): Reading {
  const text = texts.get(files.accounts) ?? null;
  if (text === null) return nothingThere;
  const settings = settingsOf(files, texts);
  const store = storeOf(files.passwords, texts.get(files.passwords) ?? '');
  const key = keyOf(settings, unlock, keys);
  const accounts: ConfigAccount[] = [];
  for (const [header, block] of blocksOf(text)) {
    const [, number] = /^Account: (\d+)$/.exec(header) ?? [];
    if (number === undefined) continue;
    const held = (kind: 'recv' | 'send') => heldBy(store.get(`${number} ${kind}`), key, keys);
    accounts.push(...accountsOf(block, settings, held));
  }
  return { accounts, wants: [], trouble: null };
}

/** Makes the keys that `readClaws` will want of these files. */
export async function makeKeys(
  files: ClawsFiles,
  texts: ConfigTexts,
  unlock: string | null,
  keys: Keys,
): Promise<void> {
  const settings = settingsOf(files, texts);
  const passphrase = passphraseOf(settings, unlock);
  if (!passphrase) return;
  const store = storeOf(files.passwords, texts.get(files.passwords) ?? '');
  const check = isOwn(settings) ? checkIn(settings.get('master_passphrase') ?? '') : null;
  await keys.make(
    passphrase,
    [...store.values()].map(({ value }) => value),
    check,
  );
}

const settingsOf = (files: ClawsFiles, texts: ConfigTexts): Block =>
  blocksOf(texts.get(files.settings) ?? '').get('Common') ?? new Map();

/** `key=value` lines by block; the first block of a name counts, and within it the last line of a key. */
function blocksOf(text: string): Map<string, Map<string, string>> {
  const blocks = new Map<string, Map<string, string>>();
  let current: Map<string, string> | null = null;
  for (const line of linesOf(text)) {
    const said = spanText(text, line);
    const [, header] = /^\[(.+)\]/.exec(said) ?? [];
    if (header !== undefined) {
      current = blocks.has(header) ? null : new Map();
      if (current) blocks.set(header, current);
    } else if (!said.startsWith('#')) {
      const mark = said.indexOf('=');
      if (mark > 0) current?.set(said.slice(0, mark).toLowerCase(), said.slice(mark + 1));
    }
  }
  return blocks;
}

interface Kept extends Span {
  readonly file: string;
  readonly value: string;
}

/** Every password of an account by number and kind: two words on a line, as Claws' own reader has it. */
function storeOf(file: string, text: string): Map<string, Kept> {
  const kept = new Map<string, Kept>();
  let account: string | null = null;
  for (const line of linesOf(text)) {
    const said = spanText(text, line);
    if (said.startsWith('[')) account = /^\[account:(\d+)\]$/.exec(said)?.[1] ?? null;
    const [, kind = '', value = ''] = /^([^ ]+) ([^ ]+)$/.exec(said) ?? [];
    if (account === null || value === '') continue;
    kept.set(`${account} ${kind}`, { file, from: line.from + kind.length + 1, to: line.to, value });
  }
  return kept;
}

type Key = Passphrase | null | { readonly locked: 'needs-unlocking' | 'wrong-unlocking' };

const isOwn = (settings: Block): boolean => isOn(settings.get('use_master_passphrase'));

/** What opens the store, as far as that is known; null where Claws has made no salt yet, or nobody has told. */
function passphraseOf(settings: Block, unlock: string | null): Passphrase | null {
  const salt = Buffer.from(settings.get('master_passphrase_salt') ?? '', 'base64');
  const words = isOwn(settings) ? unlock : builtInPassphrase;
  return words === null || (salt.length === 0 && !isOwn(settings)) ? null : { words, salt };
}

/** What the store is sealed with; null where that is not understood. */
function keyOf(settings: Block, unlock: string | null, keys: Keys): Key {
  const passphrase = passphraseOf(settings, unlock);
  if (!isOwn(settings)) return passphrase;
  const check = checkIn(settings.get('master_passphrase') ?? '');
  if (!check) return null;
  if (!passphrase) return { locked: 'needs-unlocking' };
  const isRight = keys.isRight(passphrase, check);
  if (isRight === null) return null;
  return isRight ? passphrase : { locked: 'wrong-unlocking' };
}

const isOn = (value: string | undefined): boolean => value !== undefined && value !== '' && !value.startsWith('0');

function heldBy(kept: Kept | undefined, key: Key, keys: Keys): Held {
  if (!kept) return nothingKept;
  const { value, file, from, to } = kept;
  const place = { file, from, to };
  // As Claws had it before it had a store.
  if (!value.startsWith('{') && !value.startsWith('!')) return { is: 'password', at: { ...place, ...plain(value) } };
  if (key && 'locked' in key) return { is: 'locked', why: key.locked };
  const seal = key && keys.sealFor(value, key);
  if (!seal) return odd;
  let once: { words: string | null } | undefined;
  const reveal = () => {
    once ??= { words: seal.opened() };
    return once.words;
  };
  return { is: 'password', at: { ...place, reveal, put: (next) => seal.sealed(next) } };
}

function plain(value: string): Pick<PasswordPlace, 'reveal' | 'put'> {
  return {
    reveal: () => wordsIn(value),
    put: (next) => (/^[!{]| /.test(next) ? null : inBytes(next)),
  };
}

type Holding = (kind: 'recv' | 'send') => Held;

const words = (block: Block, key: string): string | null => wordsIn(block.get(key) ?? '') || null;

const portOf = (block: Block, kind: keyof typeof tokenMethods): number | null =>
  isOn(block.get(`set_${kind}port`)) ? portIn(words(block, `${kind}_port`)) : null;

function accountsOf(block: Block, settings: Block, held: Holding): ConfigAccount[] {
  return [receiving(block, protocolOf(block, settings), held), sending(block, held)].filter(
    (account) => account !== null,
  );
}

function receiving(block: Block, protocol: 'imap' | 'pop3' | null, held: Holding): ConfigAccount | null {
  if (!protocol) return null;
  const kind = protocol === 'pop3' ? 'pop' : 'imap';
  return {
    name: words(block, 'account_name') ?? '',
    protocol,
    host: words(block, 'receive_server'),
    port: portOf(block, kind),
    security: securityOf(words(block, `ssl_${kind}`)),
    user: words(block, 'user_id'),
    held: usesToken(block, kind) ? signsInByToken : held('recv'),
  };
}

function sending(block: Block, held: Holding): ConfigAccount | null {
  const host = words(block, 'smtp_server');
  if (host === null || !isOn(block.get('use_smtp_auth'))) return null;
  const own = words(block, 'smtp_user_id');
  return {
    name: words(block, 'account_name') ?? '',
    protocol: 'smtp',
    host,
    port: portOf(block, 'smtp'),
    security: securityOf(words(block, 'ssl_smtp')),
    user: own ?? words(block, 'user_id'),
    // With a name of its own it has a password of its own.
    held: usesToken(block, 'smtp') ? signsInByToken : held(own === null ? 'recv' : 'send'),
  };
}

/** IMAP was 3 until Claws 3.14 dropped two ways of POP3; the account says which version wrote it, or `clawsrc` does. */
function protocolOf(block: Block, settings: Block): 'imap' | 'pop3' | null {
  const version = Number(block.get('config_version') ?? settings.get('config_version') ?? '0');
  const kinds = version >= 1 ? { 0: 'pop3', 1: 'imap' } : { 0: 'pop3', 1: 'pop3', 3: 'imap' };
  const kind = new Map(Object.entries(kinds)).get(block.get('protocol') ?? '0');
  return kind === 'pop3' || kind === 'imap' ? kind : null;
}

function securityOf(value: string | null): AppSecurity {
  return value === '1' ? 'tls' : value === '2' ? 'starttls' : value === '0' ? 'none' : 'unknown';
}

/** The numbers that stand for OAuth in `pop_auth_method` and its like. */
const tokenMethods = { imap: '256', pop: '2', smtp: '32' } as const;

const usesToken = (block: Block, kind: keyof typeof tokenMethods): boolean =>
  block.get(`${kind}_auth_method`) === tokenMethods[kind] && (kind !== 'pop' || isOn(block.get('use_pop_auth')));
