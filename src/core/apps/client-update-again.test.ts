import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UpdateAct } from '../../shared/apps.ts';
import { scene, shared, two, untrue } from './client-update.test-kit.ts';
import type { ProofOutcome } from './run-update.ts';

describe('the update of one device, once something of it is done', () => {
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
