import type { AppTrouble, UpdateAct } from '../../shared/apps.ts';
import { clientIdSchema } from '../../shared/ids.ts';
import type { Protocol } from '../../shared/model.ts';
import { Secret } from '../secret.ts';
import { createClientUpdate } from './client-update.ts';
import { compared } from './compare.ts';
import type { AppAccount, AppWritten, MailApp } from './mail-app.ts';
import { type AppUpdate, createAppUpdate, type ProofOutcome } from './run-update.ts';

export const client = clientIdSchema.parse('client0000000001');
const manifest = {
  id: 'an-app',
  name: 'An app',
  clientKind: 'other',
  store: 'plain',
  whileOpen: 'close-first',
} as const;
const passwords = { right: new Secret('new'), earlier: [new Secret('old')] };

export interface Plan {
  /** The entry of each sign-in's password, by protocol: several may share one. */
  readonly entries: Partial<Record<Protocol, string>>;
  readonly texts: Record<string, string>;
  /** Sign-ins that cannot be written, and why. */
  readonly stuck?: Partial<Record<Protocol, AppTrouble>>;
  readonly proofs?: Partial<Record<Protocol, ProofOutcome[]>>;
  readonly open?: boolean[];
  /** Undoing finds it open so often. */
  readonly undoes?: number;
  readonly lockedBy?: string;
  /** The entry of this one is in a keyring that is locked. */
  readonly inKeyring?: Protocol;
}

/** An app with one sign-in for each protocol, whose entries all lie in one file. */
export function scene({ entries, texts, stuck = {}, lockedBy, inKeyring, ...plan }: Plan) {
  const { proofs, open } = structuredClone({ proofs: plan.proofs ?? {}, open: plan.open ?? [] });
  const store = { ...texts };
  const acts: string[] = [];
  const notes: string[] = [];
  const stop = new AbortController();
  let version = 0;
  let tooEarly = plan.undoes ?? 0;
  let unlock: Secret | null = null;
  let held: { readonly protocol: Protocol; readonly until: Promise<void> } | null = null;
  let time = 0;
  const accounts = (Object.keys(entries) as Protocol[]).map(
    (protocol): AppAccount => ({
      ...{ app: 'an-app', key: protocol, profile: 'p', protocol, host: 'mail.example.test', port: null },
      ...{ security: 'tls', user: 'anna@example.test', place: '/rc', fixed: null },
    }),
  );
  const entryOf = ({ protocol }: AppAccount): string => entries[protocol] ?? '';
  const put = (entry: string, text: string): AppWritten => {
    const before = store[entry] ?? '';
    version += 1;
    const now = version;
    store[entry] = text;
    return {
      done: true,
      settle: () => Promise.resolve(void acts.push(`settle ${entry}`)),
      undo: () => {
        tooEarly -= 1;
        if (tooEarly >= 0) return Promise.resolve({ done: false, why: 'still-open', effect: 'none' });
        if (now !== version) return Promise.resolve({ done: false, why: 'changed', effect: 'none' });
        return Promise.resolve(put(entry, before));
      },
    };
  };
  const app: MailApp = {
    manifest,
    find: () => Promise.resolve({ accounts, troubles: [] }),
    isOpen: () => Promise.resolve(open.shift() ?? false),
    async holds(account, known) {
      if (account.protocol === held?.protocol) await held.until;
      if (account.protocol === inKeyring) return { holds: 'locked', why: 'keyring-locked' };
      if (lockedBy && unlock?.reveal() !== lockedBy) {
        return { holds: 'locked', why: unlock ? 'wrong-unlocking' : 'needs-unlocking' };
      }
      return compared(store[entryOf(account)] ?? '', known);
    },
    plan(account) {
      const why = stuck[account.protocol];
      if (why) return Promise.resolve({ possible: false, why });
      return Promise.resolve({ possible: true, place: '/rc', part: { entry: entryOf(account) }, backup: false });
    },
    write(account, { from, to }) {
      acts.push(`write ${to.reveal()} to ${entryOf(account)}`);
      if (store[entryOf(account)] !== from.reveal()) {
        return Promise.resolve({ done: false, why: 'holds-another', effect: 'none' });
      }
      return Promise.resolve(put(entryOf(account), to.reveal()));
    },
  };
  const update = createClientUpdate({
    ...{ client, manifest, signal: stop.signal, onChange: () => undefined },
    now: () => (time += 1),
    note: (sights) => Promise.resolve(void notes.push(sights.map(({ side, as }) => `${side} ${as}`).join(', '))),
  });
  const fresh = (stored = false): AppUpdate[] =>
    accounts.map((account) =>
      createAppUpdate({
        ...{ app, account, passwords, stored, signal: stop.signal, onChange: () => undefined },
        unlock: () => unlock,
        now: () => (time += 1),
        prove({ protocol }) {
          acts.push(`prove ${protocol}`);
          return Promise.resolve(proofs[protocol]?.shift() ?? 'signed-in');
        },
      }),
    );
  return {
    ...{ update, store, acts, notes, stop },
    /** Reads of this sign-in wait until what is returned is called. */
    hold(protocol: Protocol): () => void {
      let goOn: () => void = () => undefined;
      held = { protocol, until: new Promise((resolve) => (goOn = resolve)) };
      return () => goOn();
    },
    look: (typed: string | null = null) => {
      unlock = typed === null ? null : new Secret(typed);
      return update.look(fresh());
    },
    async press(act: UpdateAct) {
      const work = update.work(act);
      await work?.();
      return work !== null;
    },
  };
}

export const two = { entries: { imap: 'a', smtp: 'b' }, texts: { a: 'old', b: 'old' } };
export const shared = { entries: { imap: 'a', smtp: 'a' }, texts: { a: 'old' } };

/** The sides of which more was noted, or something else is shown, than stands in their entries. */
export function untrue(
  { notes, store, update }: ReturnType<typeof scene>,
  entry: Record<'receiving' | 'sending', string>,
) {
  const { holds } = update.view();
  return (['receiving', 'sending'] as const).filter((side) => {
    const stands = store[entry[side]];
    return holds[side] !== stands || (stands !== 'new' && notes.at(-1)?.includes(`${side} stored`));
  });
}
