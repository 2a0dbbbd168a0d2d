import { Secret } from '../../../src/core/secret.ts';
import { createKeychain } from '../../../src/main/storage/keychain.ts';
import { createSecretStore } from '../../../src/main/storage/secrets.ts';
import { mailboxIdSchema, versionIdSchema } from '../../../src/shared/ids.ts';
import type { Result } from '../../../src/shared/result.ts';

// Acts on the real keychain of this process's session, one per parameter, and says how each ended. It is a process of
// its own because libsecret keeps the session's connection for the life of a process.
const keychain = createKeychain('Keyround test');
const store = createSecretStore(keychain);
const mailbox = mailboxIdSchema.parse('mailbox000000001');
const version = versionIdSchema.parse('version000000001');
const secret = new Secret('Grüße, 1 €!');
const long = 'ä€😀x'.repeat(2_000);

const acts: Readonly<Record<string, () => Promise<Result<unknown>>>> = {
  put: () => store.put(mailbox, version, secret),
  get: async () => {
    const found = await store.get(mailbox, version);
    return found.ok ? { ok: true, value: found.value.equals(secret) ? 'same' : 'different' } : found;
  },
  remove: () => store.remove(mailbox, version),
  tryOut: () => store.tryOut(),
  putLong: () => keychain.set('long', long),
  getLong: async () => {
    const found = await keychain.get('long');
    return found.ok ? { ok: true, value: found.value === long ? 'same' : 'different' } : found;
  },
  putOther: () => store.put(mailbox, version, new Secret('something else')),
  list: async () => {
    const listed = await keychain.list();
    return listed.ok ? { ok: true, value: listed.value.map((entry) => entry.account).sort() } : listed;
  },
  clear: () => keychain.clear(''),
};

for (const name of process.argv.slice(2)) {
  const result = await acts[name]?.();
  const said = result?.ok ? (result.value ?? 'done') : (result?.failure.code ?? 'no such act');
  process.stdout.write(`${name}: ${JSON.stringify(said)}\n`);
}
