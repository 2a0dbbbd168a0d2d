import { describe, expect, it } from 'vitest';
import { failure } from '../../shared/failures.ts';
import { failed } from '../../shared/result.ts';
import { removeClient } from './clients.ts';
import {
  asked,
  benches,
  clientOf,
  gradeOf,
  grades,
  hand,
  keychain,
  lines,
  live,
  minute,
  onlyLeft,
  practice,
  round,
  second,
  shows,
  signsIn,
  until,
  value,
} from './sign-in-watch.test-kit.ts';
import { systemClock } from './system.ts';

benches();

describe('the watching', () => {
  it('goes on for the side that has not been seen: there the old password may be left', async () => {
    const life = live();
    const run = await round(life);
    await onlyLeft(run, 'outlook');
    await shows(run, 'outlook', 'sending', 'signed-in');
    hand.pass(5 * second);
    await signsIn(run, 'outlook', 'old', null);
    await asked(life, run);
    await until('refused', () => gradeOf(run, 'outlook') === 'old-password');
  });

  it('notes a refusal although the same answer shows the last device that was left', async () => {
    const life = live();
    const run = await round(life);
    await onlyLeft(run, 'outlook', 'iphone');
    for (const side of ['receiving', 'sending'] as const) await shows(run, 'outlook', side, 'signed-in');
    await shows(run, 'iphone', 'sending', 'signed-in');
    hand.pass(5 * second);
    await signsIn(run, 'iphone', 'new', 'iPhone Mail');
    hand.pass(2 * second);
    await signsIn(run, 'outlook', 'old', null);
    await asked(life, run);
    await until('seen', () => gradeOf(run, 'iphone') === 'device-seen');
    await until('refused', () => gradeOf(run, 'outlook') === 'old-password');
    expect(life.evidence.view(run.id).watching).toBe(true);
  });

  it('goes on while somebody is refused, though every store holds the new password, and then says nothing of it', async () => {
    const life = live();
    const run = await round(life);
    await onlyLeft(run, 'outlook', 'iphone');
    await signsIn(run, 'iphone', 'old', 'a nameless one');
    await asked(life, run);
    expect(life.evidence.view(run.id).knocking).not.toBeNull();
    for (const kind of ['outlook', 'iphone'])
      for (const side of ['receiving', 'sending'] as const) await shows(run, kind, side, 'stored');
    expect(new Set(grades(run))).toEqual(new Set(['stored', 'gone']));
    expect(life.evidence.view(run.id).watching).toBe(true);
    await asked(life, run);
    value(await run.finish());
    await until('ended', () => !life.evidence.view(run.id).watching);
    expect(life.evidence.view(run.id).knocking).toBeNull();
    expect(life.told.at(-1)).toMatchObject({ watching: false, knocking: null });
  });

  it('does not take for one device what may have been another that was taken out of the list since', async () => {
    const life = live();
    const run = await round(life);
    await onlyLeft(run, 'iphone', 'thunderbird');
    hand.pass(5 * second);
    await signsIn(run, 'thunderbird', 'new', null);
    hand.pass(5 * second);
    value(await removeClient(practice, run.mailbox, clientOf(run, 'iphone')));
    await life.rotations.reload(run.mailbox);
    const without = value(life.rotations.get(run.id));
    expect(without.view().clients.map(({ client }) => client.kind)).not.toContain('iphone');
    await asked(life, without);
    await asked(life, without);
    expect(await lines(without)).toEqual([]);
    expect(life.evidence.view(run.id).unclear).toEqual([]);
    hand.pass(5 * second);
    await signsIn(without, 'thunderbird', 'new', null);
    await asked(life, without);
    await until('seen', () => gradeOf(without, 'thunderbird') === 'device-seen');
  });

  it('asks no more where the provider refused, until somebody has given the mailbox other settings', async () => {
    let refuses = false;
    let questions = 0;
    const { world } = practice;
    const provider: typeof world.provider = (id) => {
      const bare = world.provider(id);
      const ask = bare?.signIns;
      if (!bare || !ask) return bare;
      const signIns: typeof ask = async (...question) => {
        questions += 1;
        return refuses ? failed(failure('provider.not-allowed')) : await ask(...question);
      };
      return { ...bare, signIns };
    };
    const life = live({ ...practice, world: { ...world, provider } });
    const run = await round(life);
    refuses = true;
    hand.pass(20 * second);
    await until('refused', () => life.evidence.view(run.id).failure?.code === 'provider.not-allowed');
    const before = questions;
    life.evidence.look(run.view());
    hand.pass(60 * minute);
    expect(questions).toBe(before);
    refuses = false;
    life.evidence.anew(run.mailbox);
    await until('asked again', () => life.evidence.view(run.id).watching);
    expect(life.evidence.view(run.id).failure).toBeNull();
    expect(questions).toBe(before + 1);
  });

  it('leaves a keychain alone that was not opened, until somebody has', async () => {
    let questions = 0;
    const { secrets } = practice.world;
    const asksFirst: typeof secrets = {
      ...secrets,
      get: (...of) => {
        if (!isShut) return secrets.get(...of);
        questions += 1;
        keychain.problem = failure('keychain.denied');
        return Promise.resolve(failed(keychain.problem));
      },
    };
    let isShut = false;
    const life = live({ ...practice, world: { ...practice.world, secrets: asksFirst } });
    const run = await round(life);
    isShut = true;
    hand.pass(20 * second);
    await until('denied', () => life.evidence.view(run.id).failure?.code === 'keychain.denied');
    const passing = async () => {
      for (let times = 0; times < 6; times += 1) {
        hand.pass(40 * minute);
        await systemClock.sleep(30, new AbortController().signal);
      }
    };
    await passing();
    expect(questions).toBe(1);
    // nothing is known of it, but nobody has done anything either
    keychain.problem = null;
    await passing();
    expect(questions).toBe(1);
    isShut = false;
    const before = life.evidence.view(run.id).askedAt;
    life.evidence.look(run.view());
    keychain.waits = true;
    await passing();
    expect(life.evidence.view(run.id).askedAt).toBe(before);
    keychain.waits = false;
    await passing();
    await until('asked again', () => life.evidence.view(run.id).askedAt !== before);
    expect(life.evidence.view(run.id)).toMatchObject({ watching: true, failure: null });
  });
});
