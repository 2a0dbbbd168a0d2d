import { describe, expect, it } from 'vitest';
import { Secret } from '../../core/secret.ts';
import { mailboxIdSchema, versionIdSchema } from '../../shared/ids.ts';
import { createKeychain } from './keychain.ts';
import { createMemoryKeytar } from './memory-keytar.test-kit.ts';
import { createSecretStore } from './secrets.ts';

const mailbox = mailboxIdSchema.parse('mailbox000000001');
const version = versionIdSchema.parse('version000000001');
function setUp(prefix?: string) {
  const keytar = createMemoryKeytar();
  const store = createSecretStore(createKeychain('Keyround secrets', { load: () => keytar }), prefix);
  return { keytar, store };
}

describe('createSecretStore', () => {
  it('stores under a name of its own and gives it back', async () => {
    const { keytar, store } = setUp();
    expect(await store.put(mailbox, version, new Secret('pässword 1'))).toMatchObject({ ok: true });
    const found = await store.get(mailbox, version);
    expect(found.ok && found.value.reveal()).toBe('pässword 1');
    expect([...keytar.entries.keys()]).toEqual(['Keyround secrets\nmailbox/mailbox000000001/version000000001']);
  });

  it('keeps a session under its own prefix', async () => {
    const { keytar, store } = setUp('session/s1');
    await store.put(mailbox, version, new Secret('x'));
    expect([...keytar.entries.keys()]).toEqual(['Keyround secrets\nsession/s1/mailbox000000001/version000000001']);
  });

  it('never writes a second text under the same version', async () => {
    const { store } = setUp();
    await store.put(mailbox, version, new Secret('first'));
    expect(await store.put(mailbox, version, new Secret('first'))).toMatchObject({ ok: true });
    expect(await store.put(mailbox, version, new Secret('second'))).toMatchObject({
      ok: false,
      failure: { code: 'keychain.read-back-differs' },
    });
    const found = await store.get(mailbox, version);
    expect(found.ok && found.value.reveal()).toBe('first');
  });

  it.each([
    ['cuts', (text: string) => text.slice(0, 3)],
    ['converts', (text: string) => text.normalize('NFD')],
    ['adds a line break', (text: string) => `${text}\n`],
  ])('notices a keychain that %s', async (_name, spoil) => {
    const { keytar, store } = setUp();
    keytar.spoil = spoil;
    expect(await store.put(mailbox, version, new Secret('pässword'))).toMatchObject({
      ok: false,
      failure: { code: 'keychain.read-back-differs' },
    });
    expect(await store.tryOut()).toMatchObject({ ok: spoil('0123') === '0123' });
  });

  it('says when there is none, and removes what is not there', async () => {
    const { store } = setUp();
    expect(await store.get(mailbox, version)).toMatchObject({ ok: false, failure: { code: 'keychain.entry-missing' } });
    expect(await store.remove(mailbox, version)).toMatchObject({ ok: true });
  });

  it('tries the keychain out and leaves nothing behind', async () => {
    const { keytar, store } = setUp();
    expect(await store.tryOut()).toMatchObject({ ok: true });
    expect(keytar.entries.size).toBe(0);
    keytar.locked = true;
    expect(await store.tryOut()).toMatchObject({ ok: false, failure: { code: 'keychain.locked' } });
  });
});
