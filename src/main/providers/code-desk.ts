import type { SecondFactor } from '../../core/ports.ts';
import type { Secret } from '../../core/secret.ts';

/** A code is good for half a minute or so. One that has waited longer than this is not worth a try. In milliseconds. */
const codeWaits = 90_000;
/** A session that nobody has used for so long is ended. */
const sessionWaits = 60 * 60_000;
/** As many refusals as Keyround allows itself at a mail server: servers keep out whoever goes on guessing. */
const mostRefused = { codes: 3, within: 10 * 60_000 };

/**
 * One-time codes and the sessions that came of them, for one provider and in memory only. A code is taken once. Its session
 * is kept from the check to the change, so that nobody is asked for a second code in between.
 */
export interface CodeDesk<S> extends SecondFactor {
  /** The code that was given for this address, once; null where there is none or it has waited too long. */
  takeCode(address: string): Secret | null;
  /** The session of this address, if exactly this asker has begun it. */
  find(address: string, asker: Secret): S | null;
  /** Keeps a session, in place of the one before. `asker` is everything that it was begun with; `end` signs out. */
  keep(address: string, asker: Secret, session: S, end: () => Promise<void>): void;
  /** Forgets a session that has ended. */
  drop(address: string): void;
  /** False where this server has refused so many codes lately that another one would do harm. */
  mayTry(server: string): boolean;
  noteRefused(server: string): void;
}

/** Codes that servers have refused, by server: it counts this computer, whatever space or mailbox they were typed for. */
const refusedAt = new Map<string, readonly number[]>();
const lately = (server: string): readonly number[] =>
  (refusedAt.get(server) ?? []).filter((at) => performance.now() - at < mostRefused.within);

interface Kept<S> {
  readonly asker: Secret;
  readonly session: S;
  readonly end: () => Promise<void>;
  readonly timer: NodeJS.Timeout;
}

export function createCodeDesk<S>(): CodeDesk<S> {
  const codes = new Map<string, { readonly code: Secret; readonly timer: NodeJS.Timeout }>();
  const sessions = new Map<string, Kept<S>>();

  const takeCode = (address: string): Secret | null => {
    const given = codes.get(keyOf(address));
    clearTimeout(given?.timer);
    codes.delete(keyOf(address));
    return given?.code ?? null;
  };
  const drop = (address: string): Kept<S> | undefined => {
    const kept = sessions.get(keyOf(address));
    clearTimeout(kept?.timer);
    sessions.delete(keyOf(address));
    return kept;
  };
  const end = async (address: string): Promise<void> => {
    takeCode(address);
    await drop(address)
      ?.end()
      .catch(() => undefined);
  };
  /** Neither keeps the app from quitting. */
  const after = (ms: number, act: () => void): NodeJS.Timeout => setTimeout(act, ms).unref();

  return {
    give(address, code) {
      takeCode(address);
      codes.set(keyOf(address), { code, timer: after(codeWaits, () => void takeCode(address)) });
    },
    takeCode,
    find(address, asker) {
      const kept = sessions.get(keyOf(address));
      if (kept === undefined || !kept.asker.equals(asker)) return null;
      kept.timer.refresh();
      return kept.session;
    },
    keep(address, asker, session, endIt) {
      void drop(address)
        ?.end()
        .catch(() => undefined);
      const timer = after(sessionWaits, () => void end(address));
      sessions.set(keyOf(address), { asker, session, end: endIt, timer });
    },
    drop: (address) => void drop(address),
    mayTry: (server) => lately(server).length < mostRefused.codes,
    noteRefused: (server) => void refusedAt.set(server, [...lately(server), performance.now()]),
    end,
    async endAll() {
      await Promise.all([...codes.keys(), ...sessions.keys()].map(end));
    },
  };
}

const keyOf = (address: string): string => address.toLowerCase();
