import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AppTrouble } from '../../shared/apps.ts';
import { Secret } from '../secret.ts';
import { compared } from './compare.ts';
import type { AppAccount, AppWritten, MailApp } from './mail-app.ts';
import { createAppUpdate } from './run-update.ts';

const account: AppAccount = {
  ...{ app: 'an-app', key: 'k', profile: 'p', protocol: 'imap', host: 'mail.example.test', port: null },
  ...{ security: 'tls', user: 'anna@example.test', place: '/home/anna/rc', fixed: null },
};
const passwords = { right: new Secret('new'), earlier: [new Secret('newer than old'), new Secret('old')] };

interface Trouble {
  /** What stands there at first. */
  readonly text?: string;
  readonly stored?: boolean;
  readonly plan?: AppTrouble;
  /** The file that each next plan names; the account's own, once there are no more. */
  readonly places?: readonly string[];
  readonly write?: { readonly why: AppTrouble; readonly effect: 'none' | 'unknown' };
  /** What stands there after a write, whatever it said. */
  readonly spoilt?: string;
  readonly undo?: AppTrouble;
  readonly writeBack?: AppTrouble;
  readonly open?: readonly boolean[];
  readonly proof?: readonly ('signed-in' | 'refused' | 'not-told')[];
}

/** An app that keeps one text, and what happens to it. */
function scene(trouble: Trouble = {}) {
  const stop = new AbortController();
  const store = {
    text: trouble.text ?? 'old',
    open: [...(trouble.open ?? [])],
    proofs: [...(trouble.proof ?? [])],
    places: [...(trouble.places ?? [])],
    settled: 0,
    locked: false,
  };
  const acts: string[] = [];
  const failed = (why: AppTrouble, effect: 'none' | 'unknown' = 'none'): AppWritten => ({ done: false, why, effect });
  const written = (before: string): AppWritten => ({
    done: true,
    settle: () => {
      store.settled += 1;
      return Promise.resolve();
    },
    undo: () => {
      acts.push('undo');
      if (trouble.undo) return Promise.resolve(failed(trouble.undo));
      store.text = before;
      return Promise.resolve(written('new'));
    },
  });
  const writeBack = (): AppWritten => {
    acts.push('write back');
    if (trouble.writeBack) return failed(trouble.writeBack);
    if (store.text !== 'new') return failed('holds-another');
    store.text = 'old';
    return written('new');
  };
  const write = (): AppWritten => {
    acts.push('write');
    const before = store.text;
    if (before !== 'old') return failed('holds-another');
    if (trouble.write?.effect !== 'none') store.text = trouble.spoilt ?? 'new';
    return trouble.write ? failed(trouble.write.why, trouble.write.effect) : written(before);
  };
  const app: MailApp = {
    manifest: { id: 'an-app', name: 'An app', clientKind: 'other', store: 'plain', whileOpen: 'close-first' },
    find: () => Promise.resolve({ accounts: [account], troubles: [] }),
    isOpen: () => {
      acts.push('look');
      return Promise.resolve(store.open.shift() ?? false);
    },
    holds: (_, known) => {
      acts.push('read');
      if (store.locked) return Promise.resolve({ holds: 'locked', why: 'needs-unlocking' });
      return Promise.resolve(compared(store.text, known));
    },
    plan: () => {
      acts.push('plan');
      if (trouble.plan) return Promise.resolve({ possible: false, why: trouble.plan });
      const place = store.places.shift() ?? account.place;
      return Promise.resolve({ possible: true, place, part: { line: 1 }, backup: false });
    },
    write: (_, { to }) => Promise.resolve(to.reveal() === 'new' ? write() : writeBack()),
  };
  const prove = (_: AppAccount, secret: Secret) => {
    acts.push(`sign in with ${secret.reveal()}`);
    return Promise.resolve(store.proofs.shift() ?? 'signed-in');
  };
  const stages: string[] = [];
  const update = createAppUpdate({
    ...{ app, account, passwords, prove, stored: trouble.stored ?? false, signal: stop.signal },
    unlock: () => null,
    now: () => 1_000 + acts.length,
    onChange: () => stages.push(update.state().stage),
  });
  return { update, store, acts, stages, stop };
}

/** Never is it called proved without a sign-in after the last write. */
function isProved(acts: readonly string[], text: string): boolean {
  const last = (name: string) => acts.findLastIndex((act) => act.startsWith(name));
  return text === 'new' && last('sign in') > Math.max(last('write'), last('undo'));
}

describe('the update of one app', () => {
  it('shows a plan, waits for consent, writes, reads back and signs in', async () => {
    const { update, store, acts, stages } = scene();
    await update.start();
    expect(update.state()).toEqual({ stage: 'asking', why: null });
    expect(update.plan()).toMatchObject({ possible: true, place: account.place });
    // once to see that it is old, then which of the old ones it is
    expect(acts).toEqual(['read', 'read', 'read', 'plan']);
    await update.agree();
    expect(stages).toEqual(['asking', 'close-first', 'writing', 'reading-back', 'proving', 'proved']);
    expect(acts.slice(4)).toEqual(['look', 'plan', 'write', 'read', 'sign in with new']);
    expect(update.seen()?.holds).toBe('new');
    expect(update.provedAt()).toBe(1_000 + acts.length);
    expect(store).toMatchObject({ text: 'new', settled: 0 });
    await update.confirm();
    expect(update.state().stage).toBe('done');
    expect(store.settled).toBe(1);
  });

  it('writes nowhere else than where it was agreed to', async () => {
    const { update, store, acts } = scene({ places: [account.place, '/home/anna/.netrc'] });
    await update.start();
    await update.agree();
    expect(update.state()).toEqual({ stage: 'not-possible', why: 'changed' });
    expect([store.text, acts.includes('write')]).toEqual(['old', false]);
  });

  it('does nothing without consent', async () => {
    const { update, acts } = scene();
    await update.start();
    for (const act of [update.goOn, update.undo, update.confirm, update.tryAgain, update.decline, update.agree])
      await act();
    expect(update.state().stage).toBe('declined');
    expect(acts.filter((act) => act !== 'read')).toEqual(['plan']);
  });

  it('ends with a guide where the app cannot be written', async () => {
    const { update, acts } = scene({ plan: 'tracked' });
    await update.start();
    await update.agree();
    expect(update.state()).toEqual({ stage: 'not-possible', why: 'tracked' });
    expect(acts.filter((act) => act !== 'read')).toEqual(['plan']);
  });

  it('waits until the app is closed, and looks again each time', async () => {
    const { update, acts, store } = scene({ open: [true, true, false] });
    await update.start();
    await update.agree();
    expect(update.state()).toEqual({ stage: 'close-first', why: 'still-open' });
    await update.goOn();
    expect(update.state()).toEqual({ stage: 'close-first', why: 'still-open' });
    expect(acts).not.toContain('write');
    await update.goOn();
    expect(update.state().stage).toBe('proved');
    expect(store.text).toBe('new');
  });

  it.each<[string, Trouble, string, AppTrouble | 'refused' | null, string]>([
    ['the write fails', { write: { why: 'write-failed', effect: 'none' } }, 'not-possible', 'write-failed', 'old'],
    [
      'it was opened in the last moment',
      { write: { why: 'still-open', effect: 'none' } },
      'close-first',
      'still-open',
      'old',
    ],
    ['the write fails and has written', { write: { why: 'write-failed', effect: 'unknown' } }, 'proved', null, 'new'],
    [
      'the write fails and has not',
      { write: { why: 'write-failed', effect: 'unknown' }, spoilt: 'old' },
      'not-possible',
      'write-failed',
      'old',
    ],
    ['something else was written', { spoilt: 'odd' }, 'undone', 'kept-differs', 'old'],
    ['the app cannot sign in', { proof: ['refused'] }, 'undone', 'refused', 'old'],
    ['no server answers', { proof: ['not-told'] }, 'unproved', null, 'new'],
    ['undoing to the letter is too late', { proof: ['refused'], undo: 'changed' }, 'undone', 'refused', 'old'],
    ['undoing fails', { proof: ['refused'], undo: 'write-failed' }, 'stuck', 'write-failed', 'new'],
    [
      'undoing fails both ways',
      { proof: ['refused'], undo: 'changed', writeBack: 'still-open' },
      'stuck',
      'still-open',
      'new',
    ],
  ])('where %s', async (_, trouble, stage, why, text) => {
    const { update, store } = scene(trouble);
    await update.start();
    await update.agree();
    expect(update.state()).toEqual({ stage, why });
    expect(store.text).toBe(text);
  });

  it('can be undone on a person’s word, and tried again after silence', async () => {
    const { update, store, acts } = scene({ proof: ['not-told', 'signed-in'] });
    await update.start();
    await update.agree();
    await update.tryAgain();
    expect(update.state().stage).toBe('proved');
    await update.undo();
    expect(update.state().stage).toBe('undone');
    expect(store).toMatchObject({ text: 'old', settled: 1 });
    expect(acts.filter((act) => act.startsWith('sign in'))).toHaveLength(2);
  });

  it.each<[string, Partial<ReturnType<typeof scene>['store']>, string, AppTrouble | null]>([
    ['another one', { text: 'odd' }, 'not-possible', 'holds-another'],
    ['the old one', { text: 'old' }, 'not-possible', 'changed'],
    ['nobody knows what', { locked: true }, 'unproved', 'needs-unlocking'],
  ])('tries no password again where %s stands by now', async (_, stands, stage, why) => {
    const { update, store, acts } = scene({ proof: ['not-told'] });
    await update.start();
    await update.agree();
    expect(update.state().stage).toBe('unproved');
    Object.assign(store, stands);
    await update.tryAgain();
    expect(update.state()).toEqual({ stage, why });
    expect(acts.filter((act) => act.startsWith('sign in'))).toHaveLength(1);
    expect(update.provedAt()).toBeNull();
  });

  it.each<[string, Trouble, string, AppTrouble | null, string]>([
    ['what was put back', {}, 'undone', null, 'old'],
    ['what could not be put back', { undo: 'write-failed' }, 'stuck', 'write-failed', 'new'],
  ])('says the truth of %s into a store that is locked by then', async (_, trouble, stage, why, text) => {
    const { update, store } = scene(trouble);
    await update.start();
    await update.agree();
    store.locked = true;
    await update.undo();
    expect([update.state(), store.text]).toEqual([{ stage, why }, text]);
  });

  it('keeps its laws whatever goes wrong and whatever is pressed', async () => {
    const why = fc.constantFrom<AppTrouble>('write-failed', 'changed', 'still-open');
    const trouble = fc.record<Trouble>(
      {
        write: fc.record({ why, effect: fc.constantFrom('none', 'unknown') }),
        ...{ spoilt: fc.constantFrom('old', 'new', 'odd'), undo: why, writeBack: why },
        open: fc.array(fc.boolean(), { maxLength: 3 }),
        proof: fc.array(fc.constantFrom('signed-in', 'refused', 'not-told'), { maxLength: 3 }),
      },
      { requiredKeys: [] },
    );
    const press = fc.constantFrom('start', 'agree', 'decline', 'goOn', 'tryAgain', 'undo', 'confirm');
    await fc.assert(
      fc.asyncProperty(trouble, fc.array(press, { maxLength: 12 }), async (wrong, presses) => {
        const { update, store, acts } = scene(wrong);
        await update.start();
        for (const one of presses) await update[one]();
        const { stage } = update.state();
        if (!presses.includes('agree')) expect(acts.filter((act) => act !== 'plan' && act !== 'read')).toEqual([]);
        if (update.provedAt() !== null) expect(isProved(acts, store.text)).toBe(true);
        const must: Partial<Record<typeof stage, string>> = { proved: 'new', undone: 'old', declined: 'old' };
        expect(store.text).toBe(must[stage] ?? store.text);
        expect(stage === 'proved' && update.provedAt() === null).toBe(false);
        // Never is a write begun that was not preceded by a look at the app.
        acts.forEach((act, i) => {
          if (act === 'write') expect(acts.slice(i - 2, i)).toEqual(['look', 'plan']);
        });
      }),
      { numRuns: 400 },
    );
  });

  it.each<[string, Trouble, string, AppTrouble | 'refused' | null, string[]]>([
    ['the new one that was proved before', { text: 'new', stored: true }, 'done', null, ['read']],
    ['the new one', { text: 'new' }, 'done', null, ['read', 'sign in with new']],
    [
      'the new one, which is refused: it is left as it is',
      { text: 'new', proof: ['refused'] },
      'unproved',
      'refused',
      ['read', 'sign in with new'],
    ],
    ['the new one, unheard', { text: 'new', proof: ['not-told'] }, 'unproved', null, ['read', 'sign in with new']],
    ['one that nobody knows', { text: 'odd' }, 'not-possible', 'holds-another', ['read']],
    ['none', { text: '' }, 'not-possible', 'cannot-be-written', ['read']],
  ])('finds %s', async (_, trouble, stage, why, done) => {
    const { update, acts } = scene(trouble);
    await update.start();
    await update.agree();
    expect(update.state()).toEqual({ stage, why });
    expect(acts).toEqual(done);
    expect(update.plan()).toBeNull();
  });

  it('only proves what another sign-in with the same entry has written meanwhile', async () => {
    const { update, store, acts } = scene();
    await update.start();
    store.text = 'new';
    await update.agree();
    expect(update.state().stage).toBe('done');
    expect(acts.slice(4)).toEqual(['look', 'plan', 'write', 'read', 'sign in with new']);
    store.text = 'old';
    await update.lookAgain();
    expect(update.state().stage).toBe('undone');
    expect(update.provedAt()).toBeNull();
  });

  it('writes nothing once it is to stop, and reads back what was written', async () => {
    const early = scene();
    await early.update.start();
    early.stop.abort();
    await early.update.agree();
    expect(early.acts).not.toContain('write');
    const late = scene();
    await late.update.start();
    late.stages.push = (...stages) => {
      if (stages.includes('reading-back')) late.stop.abort();
      return 0;
    };
    await late.update.agree();
    expect(late.acts.slice(4)).toEqual(['look', 'plan', 'write', 'read', 'sign in with new']);
    expect(late.update.state().stage).toBe('proved');
  });
});
