import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type Failure, failure } from '../../shared/failures.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import { writeAtomically } from './atomic-file.ts';
import { fileFailure } from './file-failure.ts';
import type { FileLayer } from './file-layer.ts';
import { type Presence, type Presences, systemPresences } from './presence.ts';
import { claimsBefore, readWriterFile, type WriterClaim, type WriterFile, writerText } from './writer-lines.ts';

/** The right to write into the app's folder: at most one process has it at a time. */
export interface Writer {
  /**
   * Claims the right, once, and answers with the epoch it was given. `app.another-instance` if another process has it:
   * then this one only reads.
   */
  claim(): Promise<Result<number>>;
  /** Asked right before each line of a journal: still the writer? Whoever has lost it never gets it back. */
  mayWrite(): Promise<Result<void>>;
  /** Why this process may not write; null if it may, or has not asked yet. */
  problem(): Failure | null;
  /** Gives the right back, for good. A process that ends gives it back by ending. */
  release(): Promise<void>;
}

export interface WriterOptions {
  /** The app's own folder; the claims lie in `writer` in it. */
  readonly folder: string;
  readonly files: FileLayer;
  readonly presences?: Presences;
  /**
   * Waits so many ms between two looks at somebody who has the right, because an instance that is closing may have it for
   * a moment more. Without it the first look decides.
   */
  readonly wait?: (ms: number) => Promise<void>;
  /** Called when the right was lost or never given. */
  readonly onProblem?: () => void;
}

/** Beyond this the file is begun anew by whoever holds the right. */
const largestFile = 65_536;
/** A claim that fell into a file that was just begun anew is made again. */
const mostTries = 5;
/** An instance that is closing may take about three seconds; in ms. */
const betweenLooks = 100;
const mostWaits = 30;

/**
 * One writer, without a lock that a crash could leave behind. A process first listens (see `presence.ts`), then appends
 * its claim to one file. Its claim is granted if everyone who may hold the right before it is dead. Order in the file is
 * the same for all, and dead processes stay dead, so of two live ones never both are granted; whoever is granted writes
 * down the next epoch. As a second guard, for folders that two computers share, every journal line is preceded by a look
 * whether a higher epoch has been granted.
 */
export function createWriter({ folder, files, presences = systemPresences, wait, onProblem }: WriterOptions): Writer {
  const place = join(folder, 'writer');
  const path = join(place, 'claims.jsonl');
  let claim = '';
  let claiming: Promise<Result<number>> | null = null;
  let presence: Presence | null = null;
  let epoch: number | null = null;
  let problem: Failure | null = null;
  let released = false;
  let waits = 0;

  const look = async (): Promise<WriterFile> => readWriterFile((await files.read(path)) ?? new Uint8Array());
  const write = (line: Parameters<typeof writerText>[0]) => files.append(path, Buffer.from(writerText(line), 'utf8'));

  const lose = async <T>(why: Failure): Promise<Result<T>> => {
    problem = why;
    epoch = null;
    await presence?.close();
    onProblem?.();
    return failed(why);
  };

  /** True if it stays there, however long this process may wait in all. */
  const stays = async (door: string): Promise<boolean> => {
    while (await presences.isThere(door, place)) {
      if (!wait || waits >= mostWaits || released) return true;
      waits += 1;
      await wait(betweenLooks);
    }
    return false;
  };

  const anyStays = async (others: readonly WriterClaim[]): Promise<boolean> => {
    for (const other of others) if (await stays(other.door)) return true;
    return false;
  };

  /** Null: the file was begun anew meanwhile, and the claim was not taken over. */
  const tryOnce = async (door: string): Promise<Result<number> | null> => {
    // Never twice under one name: what died with the first try must stay dead.
    claim = randomBytes(8).toString('hex');
    await write({ v: 1, claim, door });
    const before = claimsBefore(await look(), claim);
    if (!before) return null;
    if (await anyStays(before)) return await lose(failure('app.another-instance'));
    // Read again, because one of them may have been granted before it died. From here on nobody else can be.
    const file = await look();
    if (!claimsBefore(file, claim)) return null;
    if (released) return await lose(givenBack());
    const next = (file.granted?.epoch ?? 0) + 1;
    const granted = { v: 1, granted: claim, epoch: next } as const;
    if (file.bytes > largestFile) {
      await writeAtomically(files, path, [{ v: 1, claim, door } as const, granted].map(writerText).join(''));
    } else {
      await write(granted);
    }
    for (const other of before) await presences.tidy(other.door, place).catch(() => undefined);
    epoch = next;
    return success(next);
  };

  const claimOnce = async (): Promise<Result<number>> => {
    if (released) return failed(givenBack());
    problem = null;
    waits = 0;
    await files.makeFolder(place);
    presence = await presences.open(place);
    for (let tries = 0; tries < mostTries; tries += 1) {
      const done = await tryOnce(presence.door);
      if (done) return done;
    }
    return await lose(failure('app.another-instance', 'no claim was taken'));
  };

  const claimNow = (): Promise<Result<number>> => {
    claiming ??= claimOnce().catch((error: unknown) => {
      // A full disk may have room again later; a second instance stays one.
      claiming = null;
      return lose<number>(fileFailure(error));
    });
    return claiming;
  };

  return {
    claim: claimNow,
    async mayWrite() {
      const right = await claimNow();
      if (!right.ok) return right;
      if (problem) return failed(problem);
      const { granted } = await look();
      if (granted?.claim === claim && granted.epoch === epoch) return success(undefined);
      return await lose(failure('app.another-instance', 'a higher epoch'));
    },
    problem: () => problem,
    async release() {
      epoch = null;
      released = true;
      problem ??= givenBack();
      await presence?.close();
    },
  };
}

const givenBack = (): Failure => failure('app.another-instance', 'given back');
