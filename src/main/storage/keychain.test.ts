import { describe, expect, it } from 'vitest';
import { createKeychain } from './keychain.ts';
import { keychainFailure } from './keychain-failure.ts';
import { createMemoryKeytar } from './memory-keytar.test-kit.ts';

function setUp() {
  const keytar = createMemoryKeytar();
  const keychain = createKeychain('Test service', { load: () => keytar, silentWhenLocked: true });
  const accounts = () => [...keytar.entries.keys()].map((name) => name.split('\n')[1] ?? '').sort();
  return { keytar, keychain, accounts };
}
const long = (seed: string) => `${seed}${'ä€😀x'.repeat(1_500)}`;

describe('createKeychain', () => {
  it('keeps a short text as one readable entry', async () => {
    const { keytar, keychain, accounts } = setUp();
    expect(await keychain.set('mailbox/a', 'Grüße')).toEqual({ ok: true, value: undefined });
    expect(await keychain.get('mailbox/a')).toEqual({ ok: true, value: 'Grüße' });
    expect(accounts()).toEqual(['mailbox/a']);
    expect([...keytar.entries.values()]).toEqual(['Grüße']);
  });

  it('cuts a long text into entries that each fit, and joins them again', async () => {
    const { keytar, keychain, accounts } = setUp();
    await keychain.set('mailbox/a', long('1'));
    expect(await keychain.get('mailbox/a')).toEqual({ ok: true, value: long('1') });
    for (const text of keytar.entries.values()) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2_400);
    expect(accounts().length).toBeGreaterThan(5);
    expect(await keychain.list()).toEqual({ ok: true, value: [{ account: 'mailbox/a', text: long('1') }] });
    await keychain.remove('mailbox/a');
    expect(accounts()).toEqual([]);
  });

  it('names every entry, also where one is incomplete and cannot be listed', async () => {
    const { keytar, keychain, accounts } = setUp();
    await keychain.set('mailbox/a', long('1'));
    await keychain.set('mailbox/b', 'short');
    const piece = accounts().find((account) => account !== 'mailbox/a' && account !== 'mailbox/b');
    keytar.entries.delete(`Test service\n${piece}`);
    expect(await keychain.list()).toMatchObject({ ok: false });
    expect(await keychain.accounts()).toEqual({ ok: true, value: ['mailbox/a', 'mailbox/b'] });
    keytar.locked = true;
    expect(await keychain.accounts()).toMatchObject({ ok: false, failure: { code: 'keychain.locked' } });
  });

  it.each([2_399, 2_400, 2_401, 4_800, 4_801])('keeps %i bytes exactly', async (length) => {
    const { keychain } = setUp();
    const text = 'k'.repeat(length);
    await keychain.set('a', text);
    expect(await keychain.get('a')).toEqual({ ok: true, value: text });
  });

  it('does not take a text that looks like a head for one', async () => {
    const { keychain } = setUp();
    const text = `keyround-pieces:a:1:${'0'.repeat(64)}`;
    await keychain.set('a', text);
    expect(await keychain.get('a')).toEqual({ ok: true, value: text });
  });

  it('holds the old text or the new one wherever a rewrite is cut off, and cleans up afterwards', async () => {
    const writes = 12;
    const seen = new Set<string>();
    for (let cut = 0; cut <= writes; cut += 1) {
      const { keytar, keychain, accounts } = setUp();
      await keychain.set('a', long('old'));
      let left = cut;
      keytar.before = (act) => {
        if ((act === 'set' || act === 'delete') && left-- <= 0) throw new Error('the power went');
      };
      await keychain.set('a', long('new!'));
      keytar.before = () => undefined;
      const found = await keychain.get('a');
      expect(found.ok && [long('old'), long('new!')].includes(found.value ?? '')).toBe(true);
      if (found.ok) seen.add((found.value ?? '').slice(0, 3));
      await keychain.set('a', 'short');
      expect(accounts()).toEqual(['a']);
    }
    expect(seen).toEqual(new Set(['old', 'new']));
  });

  it('refuses an entry whose pieces were changed or are gone', async () => {
    const { keytar, keychain } = setUp();
    await keychain.set('a', long('1'));
    const piece = [...keytar.entries.keys()].find((name) => name.endsWith('#a1')) ?? '';
    keytar.entries.set(piece, 'something else');
    expect(await keychain.get('a')).toMatchObject({ ok: false, failure: { code: 'keychain.failed' } });
    keytar.entries.delete(piece);
    expect(await keychain.get('a')).toMatchObject({ ok: false, failure: { code: 'keychain.failed' } });
  });

  it('says locked, not missing, and never lists a locked keyring', async () => {
    const { keytar, keychain } = setUp();
    await keychain.set('a', 'there');
    keytar.locked = true;
    for (const result of [
      await keychain.get('a'),
      await keychain.get('missing'),
      await keychain.set('a', 'x'),
      await keychain.remove('a'),
      await keychain.list(),
      await keychain.clear(''),
    ])
      expect(result).toMatchObject({ ok: false, failure: { code: 'keychain.locked' } });
    keytar.locked = false;
    expect(await keychain.get('a')).toEqual({ ok: true, value: 'there' });
    expect(await keychain.get('missing')).toEqual({ ok: true, value: null });
    expect([...keytar.entries.values()]).toEqual(['there']);
  });

  it('reads and removes again in a keyring that is unlocked between the answer and the proof', async () => {
    const { keytar, keychain, accounts } = setUp();
    await keychain.set('a', 'there');
    keytar.before = (act) => {
      if (act === 'set') keytar.locked = false;
    };
    keytar.locked = true;
    expect(await keychain.get('a')).toEqual({ ok: true, value: 'there' });
    keytar.locked = true;
    expect(await keychain.remove('a')).toMatchObject({ ok: true });
    expect(accounts()).toEqual([]);
  });

  it('clears everything under a start, torn pieces too, and nothing else', async () => {
    const { keytar, keychain, accounts } = setUp();
    await keychain.set('session/1/a', long('1'));
    await keychain.set('session/2/a', 'other');
    keytar.entries.set('Test service\nsession/1/b#a0', 'left over');
    await keychain.clear('session/1/');
    expect(accounts()).toEqual(['session/2/a']);
  });

  it('makes one call at a time, over all services', async () => {
    const { keytar, keychain } = setUp();
    const other = createKeychain('Other service', { load: () => keytar, silentWhenLocked: true });
    await Promise.all(
      ['a', 'b', 'c'].flatMap((name) => [keychain.set(name, name), other.get(name), other.set(name, 'o')]),
    );
    expect(keytar.mostInFlight).toBe(1);
    expect(await keychain.get('a')).toEqual({ ok: true, value: 'a' });
    expect(await other.get('a')).toEqual({ ok: true, value: 'o' });
  });

  it('turns a library that cannot be loaded into a failure, and tries again later', async () => {
    const keytar = createMemoryKeytar();
    let broken = true;
    const keychain = createKeychain('Test service', {
      load: () => {
        if (broken) throw new Error('libsecret-1.so.0: cannot open shared object file: No such file or directory');
        return keytar;
      },
    });
    expect(await keychain.get('a')).toMatchObject({ ok: false, failure: { code: 'keychain.absent' } });
    broken = false;
    expect(await keychain.set('a', 'x')).toMatchObject({ ok: true });
  });
});

describe('keychainFailure', () => {
  it.each([
    ['Cannot create an item in a locked collection', 'keychain.locked'],
    ['unlock prompt was dismissed', 'keychain.locked'],
    ['User interaction is not allowed.', 'keychain.locked'],
    ['Object does not exist at path “/org/freedesktop/secrets/collection/login”', 'keychain.no-collection'],
    ['Secret Service: no result found', 'keychain.no-collection'],
    ['Could not connect: No such file or directory', 'keychain.absent'],
    ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'keychain.absent'],
    ['The name org.freedesktop.secrets was not provided by any .service files', 'keychain.absent'],
    ["Cannot find module 'keytar'", 'keychain.absent'],
    ['User canceled the operation.', 'keychain.denied'],
    ['The user name or passphrase you entered is not correct.', 'keychain.denied'],
    ['The stub received bad data.', 'keychain.failed'],
  ])('%s', (message, code) => {
    expect(keychainFailure(new Error(message)).code).toBe(code);
  });

  it('takes anything that is thrown', () => {
    expect(keychainFailure('text').code).toBe('keychain.failed');
    expect(keychainFailure(undefined).code).toBe('keychain.failed');
  });
});
