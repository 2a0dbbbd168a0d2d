import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { AttemptAsk, AttemptLedger, Reservation } from '../../core/ports.ts';
import { Ages } from '../../core/rotation/ages.ts';
import { decideAttempt, refusalsAt, serverKey } from '../../core/rotation/budget.ts';
import {
  type AttemptFile,
  type AttemptLine,
  attemptText,
  type Claim,
  historyFor,
  madeSince,
  parseAttemptLines,
  settledName,
} from './attempt-lines.ts';
import type { FileLayer } from './file-layer.ts';
import { type IntegrityKey, sign } from './integrity-key.ts';

export interface LedgerOptions {
  /** One folder for all spaces: a server counts this computer's sign-ins, whichever space they come from. */
  readonly folder: string;
  readonly files: FileLayer;
  readonly key: IntegrityKey;
  /** Wall-clock milliseconds. */
  readonly now: () => number;
  /** Milliseconds of a clock that nobody can set: moving the wall clock then frees nothing while the app runs. */
  readonly elapsed?: (() => number) | undefined;
}

/** Where the ledger cannot be written or the keychain does not answer, nothing is tried; ask again after this, in ms. */
const whenUnwritable = 60_000;
const day = 86_400_000;
/** Longer than the longest window of the budget. */
const kept = 8 * day;

const newId = () => randomBytes(8).toString('hex');
type Grant = Awaited<ReturnType<AttemptLedger['reserve']>>;

/**
 * Attempts in one file per day, `attempts-<date>.jsonl`: append-only, synced, host names only as keyed hashes. There is
 * no lock that a crash could leave behind. Each right is first written as a claim; then the files are read again and the
 * claim is decided by what stands before it, which is the same for everyone. Two processes that ask at once therefore
 * never both get the last right. Old files are removed as a whole, none is ever rewritten.
 */
export function createAttemptLedger(options: LedgerOptions): AttemptLedger {
  const { folder, files, now } = options;
  const run = newId();
  const ages = new Ages(options.elapsed ? { now, elapsed: options.elapsed } : { now });
  const read = createReader(files, folder);
  const append = createAppender(files, (at) => join(folder, fileName(at)), folder);
  void removeOld(files, folder, now()).catch(() => undefined);

  /** The server's name as it stands in the file, and how older lines compare with it; null without the keychain. */
  const hash = async (server: string) => {
    const key = await options.key();
    if (!key.ok) return null;
    const hashed = sign(key.value, 'server', serverKey(server));
    const keyName = sign(key.value, 'name of the key').slice(0, 8);
    // What was written under a lost key may be about any server, so it is about this one.
    return { hashed, keyName, serverOf: (one: Claim) => (one.key === keyName ? one.server : hashed) };
  };

  const settle = async (claim: Claim, outcome: Extract<AttemptLine, { of: string }>['outcome']): Promise<void> => {
    const at = now();
    ages.of(settledName(claim), at);
    try {
      await append({ v: 1, of: claim.claim, at, outcome }, claim.at);
    } catch {
      // Then it stays counted as refused, which is the safe side.
      return;
    }
  };

  const reserve = async (ask: AttemptAsk): Promise<Grant> => {
    const names = await hash(ask.server);
    if (!names) return { granted: false, freeAt: now() + whenUnwritable };
    const { hashed: server, keyName: key, serverOf } = names;
    const { mailbox, version, standing } = ask;
    const claim: Claim = { v: 1, claim: newId(), at: now(), run, key, server, mailbox, version, standing };
    const atOf = (name: string, at: number): number => claim.at - ages.of(name, at);
    // Seen now, while it is new: seen only after the clock was put forward, it would pass for old.
    atOf(claim.claim, claim.at);
    const decide = async (mine: Claim | null) =>
      decideAttempt(historyFor(await read(), run, mine, serverOf, atOf), { ...ask, server }, claim.at);
    const first = await decide(null);
    if (!first.granted) return first;
    await append(claim, claim.at);
    const second = await decide(claim);
    if (second.granted) return { granted: true, reservation: reservationOf((outcome) => settle(claim, outcome)) };
    await settle(claim, 'withdrawn');
    return second;
  };

  const standing = async (server: string) => {
    const names = await hash(server);
    if (!names) return null;
    const moment = now();
    const atOf = (name: string, at: number): number => moment - ages.of(name, at);
    return refusalsAt(historyFor(await read(), run, null, names.serverOf, atOf), names.hashed, moment);
  };

  return {
    async reserve(ask) {
      try {
        return await reserve(ask);
      } catch {
        return { granted: false, freeAt: now() + whenUnwritable };
      }
    },
    async made(mailbox, since) {
      try {
        return madeSince(await read(), mailbox, since);
      } catch {
        return null;
      }
    },
    async standing(server) {
      try {
        return await standing(server);
      } catch {
        return null;
      }
    },
  };
}

function reservationOf(settle: (outcome: 'signed-in' | 'refused' | 'inconclusive') => Promise<void>): Reservation {
  let settled = false;
  return {
    async settle(outcome) {
      if (settled) return;
      settled = true;
      await settle(outcome);
    },
  };
}

const filePattern = /^attempts-(\d{4}-\d{2}-\d{2})\.jsonl$/;
const fileName = (at: number): string => `attempts-${new Date(at).toISOString().slice(0, 10)}.jsonl`;

async function attemptFiles(files: FileLayer, folder: string): Promise<string[]> {
  return (await files.names(folder)).filter((name) => filePattern.test(name)).sort();
}

async function removeOld(files: FileLayer, folder: string, now: number): Promise<void> {
  for (const name of await attemptFiles(files, folder)) {
    const from = Date.parse(filePattern.exec(name)?.[1] ?? '');
    if (from + day + kept < now) await files.remove(join(folder, name));
  }
}

/** Reads all days; a file whose length is as before is not read again. */
function createReader(files: FileLayer, folder: string): () => Promise<readonly AttemptFile[]> {
  const known = new Map<string, { size: number; lines: readonly AttemptLine[] }>();
  return async () => {
    const result: AttemptFile[] = [];
    for (const name of await attemptFiles(files, folder)) {
      const size = (await files.size(join(folder, name))) ?? 0;
      const before = known.get(name);
      if (before?.size === size) {
        result.push({ name, lines: before.lines });
        continue;
      }
      const content = (await files.read(join(folder, name))) ?? Buffer.alloc(0);
      const lines = parseAttemptLines(content.toString('utf8'));
      known.set(name, { size: content.length, lines });
      result.push({ name, lines });
    }
    return result;
  };
}

interface Waiting {
  readonly text: string;
  readonly path: string;
  readonly done: () => void;
  readonly fail: (error: unknown) => void;
}

/** Appends lines that are asked for at the same time with one write and one sync per file. */
function createAppender(files: FileLayer, pathAt: (at: number) => string, folder: string) {
  let waiting: Waiting[] = [];
  let busy = false;
  const writeTogether = async (path: string, batch: readonly Waiting[]): Promise<void> => {
    try {
      await files.makeFolder(folder);
      await files.append(path, Buffer.from(batch.map((one) => one.text).join(''), 'utf8'));
      for (const one of batch) one.done();
    } catch (error) {
      for (const one of batch) one.fail(error);
    }
  };
  const flush = async (): Promise<void> => {
    busy = true;
    for (let first = waiting[0]; first; first = waiting[0]) {
      const { path } = first;
      const batch = waiting.filter((one) => one.path === path);
      waiting = waiting.filter((one) => one.path !== path);
      await writeTogether(path, batch);
    }
    busy = false;
  };
  return (line: AttemptLine, at: number): Promise<void> =>
    new Promise((done, fail) => {
      waiting.push({ text: attemptText(line), path: pathAt(at), done, fail });
      if (!busy) void flush();
    });
}
