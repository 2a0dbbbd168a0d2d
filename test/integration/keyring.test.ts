import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Keyring, withKeyring } from '../servers/keyring.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Stores and reads an entry in a process of its own, as the app would; gives what it read or the error's words. */
async function storeAndRead(keyring: Keyring): Promise<string> {
  const script = `
    const keytar = (await import('keytar')).default;
    const work = keytar.setPassword('Test service', 'account', 'value').then(() => keytar.getPassword('Test service', 'account'));
    process.stdout.write(await work.then((value) => 'read ' + value, (error) => 'error ' + error.message));`;
  const result = await keyring.run(['node', '--input-type=module', '-'], script);
  return result.output;
}

describe('a GNOME keyring of the test', () => {
  it('keeps an entry, refuses while locked, and works again when unlocked', async () => {
    const home = await withKeyring('unlocked', async (keyring) => {
      expect(await storeAndRead(keyring)).toBe('read value');
      await keyring.lock();
      expect(await storeAndRead(keyring)).toMatch(/^error .*locked/);
      await keyring.unlock();
      expect(await storeAndRead(keyring)).toBe('read value');
      return keyring.environment['HOME'] ?? root;
    });
    expect(existsSync(home)).toBe(false);
  });

  it.each(['locked', 'no-default-collection', 'no-service'] as const)(
    'fails with words when it is %s',
    async (state) => {
      await withKeyring(state, async (keyring) => {
        expect(await storeAndRead(keyring)).toMatch(/^error ./);
      });
    },
  );
});
