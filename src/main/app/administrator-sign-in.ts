import { type Failure, failure } from '../../shared/failures.ts';
import type { Handle } from '../../shared/ids.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import { type AdministratorWay, administratorWay } from '../providers/administrator-ways.ts';
import { type BrowserParts, signInWithBrowser } from '../providers/browser-sign-in.ts';
import type { Grants } from './grants.ts';
import type { Native } from './native.ts';
import type { Say } from './say.ts';

/** How long a person may take on the provider's pages, a second factor included: ten minutes. */
const longestSignIn = 600_000;

interface Parts {
  readonly native: Pick<Native, 'openPage' | 'chooseKeyFile'>;
  readonly say: Say;
  readonly grants: Grants;
  /** Which providers have such ways; tests put a fake in their place. */
  readonly wayOf?: (provider: string) => AdministratorWay | null;
  readonly browser?: Partial<BrowserParts>;
}

interface AdministratorSignIn {
  /** Opens the browser and waits for the person. One at a time: a new one ends the one before it. */
  begin(asked: {
    readonly provider: string;
    readonly settings: Readonly<Record<string, string>>;
    readonly clientSecret: string | null;
  }): Promise<Result<Handle>>;
  /** Ends the waiting, if there is any. */
  stop(): void;
  /** Null where no file was chosen. Fails with `request.not-a-key-file`. */
  chooseKeyFile(provider: string): Promise<Result<{ readonly credential: Handle; readonly account: string } | null>>;
}

/**
 * How an administrator gives Keyround a right that nobody types. What comes of it gets to no form: once it is kept, it can
 * be shown like every kept secret, on the emergency sheet and when a person asks for it.
 */
export function createAdministratorSignIn(parts: Parts): AdministratorSignIn {
  const { native, say, grants, wayOf = administratorWay, browser = {} } = parts;
  let current: AbortController | null = null;
  return {
    async begin({ provider, settings, clientSecret }) {
      const way = wayOf(provider);
      const secret = clientSecret ?? '';
      const client = way?.client(settings, secret) ?? null;
      if (way === null || client === null) return failed(incomplete());
      current?.abort();
      const mine = new AbortController();
      current = mine;
      const words = {
        done: say('cloudForm.page.done'),
        denied: say('cloudForm.page.denied'),
        other: say('cloudForm.page.other'),
      };
      const parts = { openPage: native.openPage, words, signal: mine.signal, limit: longestSignIn, ...browser };
      const token = await signInWithBrowser(client, parts);
      if (current === mine) current = null;
      // Stopped while the last answer was on its way: nothing of it is kept.
      if (mine.signal.aborted) return failed(failure('request.cancelled'));
      return token.ok ? success(grants.hold(provider, way.signedIn(token.value, secret))) : token;
    },
    stop: () => current?.abort(),
    async chooseKeyFile(provider) {
      const bytes = await native.chooseKeyFile();
      if (bytes === null) return success(null);
      const read = wayOf(provider)?.readKeyFile(bytes) ?? null;
      if (read === null) return failed(failure('request.not-a-key-file'));
      return success({ credential: grants.hold(provider, read.credential), account: read.email });
    },
  };
}

const incomplete = (): Failure => failure('provider.settings-incomplete');
