import type { AttemptLedger, SecretStore } from '../../../src/core/ports.ts';
import { type AttemptRecord, decideAttempt, refusalsAt } from '../../../src/core/rotation/budget.ts';
import { Secret } from '../../../src/core/secret.ts';
import { failure } from '../../../src/shared/failures.ts';
import { failed, success } from '../../../src/shared/result.ts';

/** Secrets by mailbox, in memory. */
export function memorySecrets(passwords: ReadonlyMap<string, string>): SecretStore {
  const done = () => Promise.resolve(success(undefined));
  return {
    get: (mailbox) => {
      const password = passwords.get(mailbox);
      return Promise.resolve(
        password === undefined ? failed(failure('keychain.entry-missing')) : success(new Secret(password)),
      );
    },
    put: done,
    remove: done,
    tryOut: done,
  };
}

/** The real budget over a history in memory: the rules of the app without its files. */
export function memoryLedger(): AttemptLedger {
  let history: readonly AttemptRecord[] = [];
  return {
    reserve: (ask) => {
      const now = Date.now();
      const decision = decideAttempt(history, ask, now);
      if (!decision.granted) return Promise.resolve(decision);
      const { server, mailbox, version, standing } = ask;
      const open: AttemptRecord = { at: now, server, mailbox, version, standing, state: 'in-flight' };
      history = [...history, open];
      const settle = (outcome: 'signed-in' | 'refused' | 'inconclusive'): Promise<void> => {
        history = history.flatMap((one) => {
          if (one !== open) return [one];
          return outcome === 'inconclusive' ? [] : [{ ...one, state: outcome }];
        });
        return Promise.resolve();
      };
      return Promise.resolve({ granted: true, reservation: { settle } });
    },
    standing: (server) => Promise.resolve(refusalsAt(history, server, Date.now())),
  };
}
