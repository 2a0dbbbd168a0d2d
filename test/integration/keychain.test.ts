import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileChild } from '../kits/child-script.ts';
import { type Keyring, withKeyring } from '../servers/keyring.ts';

// Inside the tree, so that the script finds the keytar that was built here.
const folder = join(import.meta.dirname, `../../node_modules/.cache/keychain-test-${process.pid}`);
let script = '';

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  script = await compileChild(new URL('../kits/children/keychain-acts.ts', import.meta.url), folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const act = async (keyring: Keyring, ...names: string[]): Promise<string[]> => {
  const { code, output } = await keyring.run([process.execPath, script, ...names]);
  expect([code, output]).toEqual([0, expect.any(String)]);
  return output
    .trim()
    .split('\n')
    .filter((line) => /^[a-zA-Z]+: /.test(line));
};

describe('the real GNOME keyring', () => {
  it('stores, gives back, keeps what was written once, lists and removes', async () => {
    await withKeyring('unlocked', async (keyring) => {
      expect(await act(keyring, 'tryOut', 'get', 'put', 'get', 'putOther', 'get')).toEqual([
        'tryOut: "done"',
        'get: "keychain.entry-missing"',
        'put: "done"',
        'get: "same"',
        'putOther: "keychain.read-back-differs"',
        'get: "same"',
      ]);
      expect(await act(keyring, 'get', 'putLong', 'getLong', 'list')).toEqual([
        'get: "same"',
        'putLong: "done"',
        'getLong: "same"',
        'list: ["long","mailbox/mailbox000000001/version000000001"]',
      ]);
      expect(await act(keyring, 'remove', 'remove', 'get', 'clear', 'list', 'getLong')).toEqual([
        'remove: "done"',
        'remove: "done"',
        'get: "keychain.entry-missing"',
        'clear: "done"',
        'list: []',
        'getLong: "different"',
      ]);
    });
  });

  it('says locked whatever is asked, and loses nothing', async () => {
    await withKeyring('unlocked', async (keyring) => {
      await act(keyring, 'put', 'putLong');
      await keyring.lock();
      const all = ['get', 'put', 'remove', 'tryOut', 'getLong', 'putLong', 'list', 'clear'];
      expect(await act(keyring, ...all)).toEqual(all.map((name) => `${name}: "keychain.locked"`));
      await keyring.unlock();
      expect(await act(keyring, 'get', 'getLong', 'tryOut')).toEqual([
        'get: "same"',
        'getLong: "same"',
        'tryOut: "done"',
      ]);
    });
  });

  it.each([
    ['no-default-collection', 'keychain.no-collection'],
    ['no-service', 'keychain.absent'],
  ] as const)('with %s says %s', async (state, code) => {
    await withKeyring(state, async (keyring) => {
      const all = ['tryOut', 'get', 'put', 'remove', 'list'];
      expect(await act(keyring, ...all)).toEqual(all.map((name) => `${name}: "${code}"`));
    });
  });
});
