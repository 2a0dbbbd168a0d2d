import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { AppTrouble, UpdateAct } from '../../shared/apps.ts';
import { clientIdSchema } from '../../shared/ids.ts';
import type { Protocol } from '../../shared/model.ts';
import { Secret } from '../secret.ts';
import { createClientUpdate } from './client-update.ts';
import { compared } from './compare.ts';
import type { AppAccount, AppWritten, MailApp } from './mail-app.ts';
import { type AppUpdate, createAppUpdate, type ProofOutcome } from './run-update.ts';

const client = clientIdSchema.parse('client0000000001');
const manifest = {
  id: 'an-app',
  name: 'An app',
  clientKind: 'other',
  store: 'plain',
  whileOpen: 'close-first',
} as const;
const passwords = { right: new Secret('new'), earlier: [new Secret('old')] };

interface Plan {
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
function scene({ entries, texts, stuck = {}, lockedBy, inKeyring, ...plan }: Plan) {
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

const two = { entries: { imap: 'a', smtp: 'b' }, texts: { a: 'old', b: 'old' } };
const shared = { entries: { imap: 'a', smtp: 'a' }, texts: { a: 'old' } };

/** The sides of which more was noted, or something else is shown, than stands in their entries. */
function untrue({ notes, store, update }: ReturnType<typeof scene>, entry: Record<'receiving' | 'sending', string>) {
  const { holds } = update.view();
  return (['receiving', 'sending'] as const).filter((side) => {
    const stands = store[entry[side]];
    return holds[side] !== stands || (stands !== 'new' && notes.at(-1)?.includes(`${side} stored`));
  });
}

describe('the update of one device', () => {
  it('is at planning, with nothing known, before it is looked at', () => {
    expect(scene(two).update.view()).toMatchObject({
      ...{ client, app: 'an-app', stage: 'planning', why: null, writes: [], locked: false },
      holds: { receiving: null, sending: null },
    });
  });

  it('says that there is nothing where the app has no such sign-in any more', async () => {
    const { update, look } = scene({ entries: {}, texts: {} });
    await look();
    expect(update.view()).toMatchObject({ stage: 'not-possible', why: 'absent', left: [] });
  });

  it('is asked about once, and done one after the other', async () => {
    const { update, acts, notes, look, press } = scene(two);
    await look();
    expect(update.view().writes.map(({ protocol, part }) => [protocol, part])).toEqual([
      ['imap', { entry: 'a' }],
      ['smtp', { entry: 'b' }],
    ]);
    expect(notes).toEqual(['receiving holds-old, sending holds-old']);
    expect(await press('agree')).toBe(true);
    expect(acts).toEqual(['write new to a', 'prove imap', 'write new to b', 'prove smtp']);
    expect(notes.at(-1)).toBe('receiving stored, sending stored');
    expect(notes).toContain('receiving stored, sending holds-old');
    expect(update.view()).toMatchObject({ stage: 'proved', holds: { receiving: 'new', sending: 'new' } });
    expect(await press('agree')).toBe(false);
    await press('confirm');
    expect(acts.slice(4)).toEqual(['settle a', 'settle b']);
    expect(update.view().stage).toBe('done');
    expect(await press('undo')).toBe(false);
  });

  it('writes an entry that two sign-ins share once, and proves both', async () => {
    const { update, store, acts, look, press } = scene(shared);
    await look();
    await press('agree');
    expect(acts).toEqual(['write new to a', 'prove imap', 'write new to a', 'prove smtp']);
    expect([store['a'], update.view().stage]).toEqual(['new', 'proved']);
    await press('undo');
    expect([store['a'], update.view().stage]).toEqual(['old', 'undone']);
    expect(update.view().holds).toEqual({ receiving: 'old', sending: 'old' });
  });

  it('puts both entries of one file back, the last one first', async () => {
    const { update, store, notes, look, press } = scene(two);
    await look();
    await press('agree');
    await press('undo');
    expect(store).toEqual({ a: 'old', b: 'old' });
    expect(update.view()).toMatchObject({ stage: 'undone', why: null });
    // said before it is done, and again afterwards
    expect(notes.slice(-2)).toEqual([
      'receiving holds-old, sending holds-old',
      'receiving holds-old, sending holds-old',
    ]);
  });

  it('ends with the first refusal: what was refused once is not tried at the next', async () => {
    const { update, store, acts, look, press } = scene({ ...two, proofs: { imap: ['refused'] } });
    await look();
    await press('agree');
    expect(acts.filter((act) => act.startsWith('prove'))).toEqual(['prove imap']);
    expect(store).toEqual({ a: 'old', b: 'old' });
    expect(update.view()).toMatchObject({ stage: 'undone', why: 'refused' });
  });

  it('says that only one side stands where the other was refused and put back', async () => {
    const { update, store, look, press } = scene({ ...two, proofs: { smtp: ['refused'] } });
    await look();
    await press('agree');
    expect(store).toEqual({ a: 'new', b: 'old' });
    expect(update.view()).toMatchObject({
      stage: 'unproved',
      why: 'refused',
      holds: { receiving: 'new', sending: 'old' },
    });
  });

  it('signs in no more after a refusal of what stood there already', async () => {
    const found = scene({ ...two, texts: { a: 'new', b: 'new' }, proofs: { imap: ['refused'] } });
    await found.look();
    expect(found.acts).toEqual(['prove imap']);
    expect(found.update.view()).toMatchObject({ stage: 'unproved', why: 'refused', holds: { sending: 'new' } });
  });

  it('stops trying again after the first refusal', async () => {
    const proofs = { imap: ['not-told', 'refused'], smtp: ['not-told'] } satisfies Plan['proofs'];
    const { acts, look, press } = scene({ ...two, texts: { a: 'new', b: 'new' }, proofs });
    await look();
    await press('try-again');
    expect(acts).toEqual(['prove imap', 'prove smtp', 'prove imap']);
  });

  it('leaves a refused side that shares a proved entry as it is', async () => {
    const { update, store, look, press, notes } = scene({ ...shared, proofs: { smtp: ['refused'] } });
    await look();
    await press('agree');
    expect(store).toEqual({ a: 'new' });
    expect(update.view()).toMatchObject({ stage: 'unproved', why: 'refused' });
    expect(notes.at(-1)).toBe('receiving stored');
  });

  it('writes what can be written, and says what is left', async () => {
    const { update, store, notes, look, press } = scene({ ...two, stuck: { smtp: 'shared-entry' } });
    await look();
    expect(update.view()).toMatchObject({ stage: 'asking', left: [{ protocol: 'smtp', why: 'shared-entry' }] });
    expect(update.view().writes).toHaveLength(1);
    await press('agree');
    expect(store).toEqual({ a: 'new', b: 'old' });
    expect(update.view()).toMatchObject({ stage: 'proved', left: [{ protocol: 'smtp', why: 'shared-entry' }] });
    expect(notes.at(-1)).toBe('receiving stored, sending holds-old');
  });

  it('waits for the app to be closed in the middle too, and can be given up there', async () => {
    const { update, store, look, press } = scene({ ...two, open: [false, true, true] });
    await look();
    await press('agree');
    expect(update.view()).toMatchObject({ stage: 'close-first', why: 'still-open' });
    expect(update.waitsForClosing()).toBe(true);
    await press('closed');
    expect(update.view().stage).toBe('close-first');
    await press('decline');
    expect(store).toEqual({ a: 'new', b: 'old' });
    expect(update.view().stage).toBe('proved');
    expect(update.waitsForClosing()).toBe(false);
  });

  it('closes nothing for a sign-in that has the new one already, by an entry that it shares', async () => {
    const { update, look, press } = scene({ ...shared, open: [false, true] });
    await look();
    await press('agree');
    expect(update.view()).toMatchObject({ stage: 'proved', holds: { receiving: 'new', sending: 'new' } });
  });

  it('notes nothing anew as often as it is looked whether the app is closed', async () => {
    const { update, notes, look, press } = scene({ ...two, open: [true, true, true] });
    await look();
    await press('agree');
    const before = [...notes];
    for (let looks = 0; looks < 2; looks += 1) await press('closed');
    expect(update.view().stage).toBe('close-first');
    expect(notes).toEqual(before);
  });

  it.each<UpdateAct>(['agree', 'closed'])(
    'takes %s for what was shown then, not for what is read meanwhile',
    async (act) => {
      const { update, acts, look, press } = scene({ ...two, open: act === 'closed' ? [true] : [] });
      await look();
      if (act === 'closed') await press('agree');
      const work = update.work(act);
      expect(work).not.toBeNull();
      await look();
      await work?.();
      expect(acts).toEqual([]);
      expect(update.view()).toMatchObject({ stage: 'asking', why: null });
    },
  );

  it('signs in for nobody who asked before it was read and tried anew', async () => {
    const proofs = { imap: ['not-told', 'refused'] } satisfies Plan['proofs'];
    const { update, acts, look } = scene({ ...shared, texts: { a: 'new' }, proofs });
    await look();
    const work = update.work('try-again');
    await look();
    await work?.();
    expect(acts.filter((act) => act === 'prove imap')).toHaveLength(2);
    expect(update.view()).toMatchObject({ stage: 'unproved', why: 'refused' });
  });

  it('takes no word before all of it has been read', async () => {
    const { update, acts, hold, look } = scene(two);
    const goOn = hold('smtp');
    const looking = look();
    await vi.waitFor(() => expect(update.view().holds).toEqual({ receiving: 'old', sending: null }));
    expect(update.view().stage).toBe('planning');
    expect(update.work('agree')).toBeNull();
    goOn();
    await looking;
    expect([update.view().stage, acts]).toEqual(['asking', []]);
  });

  it('goes on where it stopped once the app is closed', async () => {
    const { update, store, look, press } = scene({ ...two, open: [true, false] });
    await look();
    await press('agree');
    expect(update.waitsForClosing()).toBe(true);
    await press('closed');
    expect(store).toEqual({ a: 'new', b: 'new' });
    expect(update.view().stage).toBe('proved');
  });

  it('tries again after silence, and only what was not heard', async () => {
    const { update, acts, look, press } = scene({ ...two, proofs: { imap: ['not-told'] } });
    await look();
    await press('agree');
    expect(update.view()).toMatchObject({ stage: 'unproved', why: null });
    await press('try-again');
    expect(acts.filter((act) => act.startsWith('prove'))).toEqual(['prove imap', 'prove smtp', 'prove imap']);
    expect(update.view().stage).toBe('proved');
  });

  it('does not undo what a person has typed into the app', async () => {
    const { update, store, acts, look, press } = scene({
      ...shared,
      texts: { a: 'new' },
      proofs: { imap: ['not-told'] },
    });
    await look();
    expect(update.view()).toMatchObject({ stage: 'unproved', writes: [] });
    expect(await press('undo')).toBe(false);
    expect([store['a'], acts.filter((act) => act.startsWith('write'))]).toEqual(['new', []]);
  });

  it('says nothing false after an undo that came too early', async () => {
    const { update, store, notes, look, press } = scene({ ...two, undoes: 2 });
    await look();
    await press('agree');
    await press('undo');
    expect(store).toEqual({ a: 'new', b: 'new' });
    expect(update.view()).toMatchObject({ stage: 'proved', why: 'still-open' });
    expect(notes.at(-1)).toBe('receiving stored, sending stored');
    await press('undo');
    expect(update.view()).toMatchObject({ stage: 'undone', holds: { receiving: 'old', sending: 'old' } });
  });

  it('can be looked at anew where it could not be put back, and a person has entered the new one there', async () => {
    const { update, acts, look, press } = scene({ ...shared, proofs: { imap: ['refused'] }, undoes: 1 });
    await look();
    await press('agree');
    expect(update.view()).toMatchObject({ stage: 'stuck', why: 'still-open' });
    await look();
    expect(update.view()).toMatchObject({ stage: 'done', why: null, holds: { receiving: 'new', sending: 'new' } });
    expect(acts.filter((act) => act.startsWith('prove'))).toEqual(['prove imap', 'prove imap', 'prove smtp']);
  });

  it('clears up behind what stands though nobody could prove it', async () => {
    const { update, acts, look, press } = scene({ ...two, proofs: { imap: ['not-told'] } });
    await look();
    await press('agree');
    await update.settle();
    expect(acts.filter((act) => act.startsWith('settle'))).toEqual(['settle a', 'settle b']);
  });

  it('says that it could not be looked at, and keeps what is written', async () => {
    const { update, look, press } = scene(two);
    await update.look(null);
    expect(update.view()).toMatchObject({ stage: 'not-possible', why: 'not-looked-at' });
    await look();
    await press('agree');
    await update.look(null);
    expect(update.view()).toMatchObject({ stage: 'proved', why: null });
  });

  it('says of no side that all of it is stored after a look that failed', async () => {
    const { update, notes, look, press } = scene({
      entries: { imap: 'a', pop3: 'b' },
      ...{ texts: { a: 'old', b: 'old' }, stuck: { pop3: 'tracked' } },
    });
    await look();
    await press('agree');
    expect(notes.at(-1)).toBe('receiving holds-old');
    await update.look(null);
    await update.lookAgain();
    expect(notes.filter((note) => note.includes('stored'))).toEqual([]);
  });

  it('says by what it is locked, whatever else is in the way of another side', async () => {
    const { update, look } = scene({ ...two, texts: { a: 'of somebody', b: 'old' }, inKeyring: 'smtp' });
    await look();
    expect(update.view()).toMatchObject({ stage: 'not-possible', why: 'keyring-locked', locked: true });
  });

  it('says that it is locked, and opens with what is typed', async () => {
    const { update, look } = scene({ ...shared, lockedBy: 'key' });
    await look();
    expect(update.view()).toMatchObject({ stage: 'not-possible', why: 'needs-unlocking', locked: true });
    await look('wrong');
    expect(update.view()).toMatchObject({ stage: 'not-possible', why: 'wrong-unlocking', locked: true });
    await look('key');
    expect(update.view()).toMatchObject({ stage: 'asking', locked: false });
  });

  it('keeps what is written and not confirmed when it is looked at anew', async () => {
    const { update, acts, look, press } = scene(two);
    await look();
    await press('agree');
    await look();
    expect(update.view().stage).toBe('proved');
    await press('confirm');
    expect(acts.filter((act) => act.startsWith('settle'))).toEqual(['settle a', 'settle b']);
  });

  it('begins nothing more once it is to stop', async () => {
    const { update, acts, stop, look, press } = scene(two);
    await look();
    stop.abort();
    await press('agree');
    expect(acts).toEqual([]);
    await update.settle();
    expect(acts).toEqual([]);
  });

  it('never notes more than was seen, whatever is pressed', async () => {
    const outcomes = fc.array(fc.constantFrom<ProofOutcome>('signed-in', 'refused', 'not-told'), { maxLength: 4 });
    const press = fc.constantFrom<UpdateAct>('agree', 'decline', 'closed', 'try-again', 'undo', 'confirm');
    const given = fc.record({
      share: fc.boolean(),
      imap: outcomes,
      smtp: outcomes,
      open: fc.array(fc.boolean(), { maxLength: 4 }),
      presses: fc.array(press, { maxLength: 10 }),
    });
    await fc.assert(
      fc.asyncProperty(given, async ({ share, imap, smtp, open, presses }) => {
        const one = scene({ ...(share ? shared : two), proofs: { imap, smtp }, open });
        await one.look();
        for (const act of presses) await one.press(act);
        expect(untrue(one, share ? { receiving: 'a', sending: 'a' } : { receiving: 'a', sending: 'b' })).toEqual([]);
        if (!presses.includes('agree')) expect(one.acts).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
