import { describe, expect, it, vi } from 'vitest';
import type { UpdateAct } from '../../shared/apps.ts';
import { client, type Plan, scene, shared, two } from './client-update.test-kit.ts';

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
});
