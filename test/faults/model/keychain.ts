import type { Keychain } from '../../../src/main/storage/keychain.ts';
import { type Failure, failure, type KeychainFailureCode } from '../../../src/shared/failures.ts';
import { failed, type Result, success } from '../../../src/shared/result.ts';

export type KeychainAct = keyof Keychain;
/** What a keychain does instead of its work: fails with this code, `loses` what it was given, or stores half of it. */
export type KeychainTrouble = KeychainFailureCode | 'loses' | 'tears' | null;

/**
 * A computer's keychain that outlives every process: the entries lie here, whoever asks for them. It is whole and open
 * unless `trouble` says otherwise, which is asked before each act.
 */
export class KeychainModel {
  /** Texts by service and account. */
  readonly services = new Map<string, Map<string, string>>();
  trouble: (act: KeychainAct, account: string, service: string) => KeychainTrouble = () => null;

  /** One service as the app uses it. */
  open(service: string): Keychain {
    const entries = this.entriesOf(service);
    const ask = <T>(act: KeychainAct, account: string, work: (trouble: KeychainTrouble) => T): Promise<Result<T>> => {
      const trouble = this.trouble(act, account, service);
      const refused = trouble !== null && trouble !== 'loses' && trouble !== 'tears';
      return Promise.resolve(refused ? failed(refusal(trouble)) : success(work(trouble)));
    };
    return {
      get: (account) => ask('get', account, () => entries.get(account) ?? null),
      set: (account, text) =>
        ask('set', account, (trouble) => {
          if (trouble === 'tears') entries.set(account, text.slice(0, Math.ceil(text.length / 2)));
          else if (trouble === null) entries.set(account, text);
        }),
      remove: (account) =>
        ask('remove', account, (trouble) => {
          if (trouble === null) entries.delete(account);
        }),
      list: () => ask('list', '', () => [...entries].map(([account, text]) => ({ account, text }))),
      accounts: () => ask('list', '', () => [...entries.keys()]),
      clear: (start) =>
        ask('clear', start, () => {
          for (const account of [...entries.keys()]) if (account.startsWith(start)) entries.delete(account);
        }),
    };
  }

  /** Every text kept under any name. */
  texts(): string[] {
    return [...this.services.values()].flatMap((entries) => [...entries.values()]);
  }

  entriesOf(service: string): Map<string, string> {
    const known = this.services.get(service) ?? new Map<string, string>();
    this.services.set(service, known);
    return known;
  }
}

const refusal = (code: KeychainFailureCode): Failure => failure(code);
