import { describe, expect, it } from 'vitest';
import { Secret } from '../../core/secret.ts';
import { rotationIdSchema } from '../../shared/ids.ts';
import { createHeldPasswords } from './held-passwords.ts';
import { newId } from './system.ts';

const [one, other] = [rotationIdSchema.parse(newId()), rotationIdSchema.parse(newId())];
const secret = new Secret('Held for a while 1!');

describe('held passwords', () => {
  it('stand side by side for one rotation, one of each origin', () => {
    const held = createHeldPasswords(newId);
    const kept = held.hold(one, secret, 'kept');
    const generated = held.hold(one, secret, 'generated');
    const typed = held.hold(one, secret, 'typed');
    expect([kept, generated, typed].map((handle) => held.find(handle)?.origin)).toEqual(['kept', 'generated', 'typed']);
  });

  it('take the place of the former one of the same origin, and of no other rotation’s', () => {
    const held = createHeldPasswords(newId);
    const elsewhere = held.hold(other, secret, 'generated');
    const former = held.hold(one, secret, 'generated');
    const later = held.hold(one, secret, 'generated');
    expect(held.find(former)).toBeNull();
    expect(held.find(later)).toMatchObject({ rotation: one, origin: 'generated' });
    expect(held.find(elsewhere)).toMatchObject({ rotation: other });
  });

  it('all go with their rotation, whatever their origin', () => {
    const held = createHeldPasswords(newId);
    const gone = [held.hold(one, secret, 'kept'), held.hold(one, secret, 'generated')];
    const stays = held.hold(other, secret, 'kept');
    held.drop(one);
    expect(gone.map((handle) => held.find(handle))).toEqual([null, null]);
    expect(held.find(stays)).not.toBeNull();
  });
});
