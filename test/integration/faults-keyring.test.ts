import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolders } from '../../src/main/storage/temporary-folder.test-kit.ts';
import { compileChild } from '../kits/child-script.ts';
import { devicesOf, first, second } from '../kits/fault-scene.ts';
import { draftFor, type MailSystem, startMailSystem } from '../kits/mail-system.ts';
import { failureWords } from '../kits/screen-words.ts';
import { type Conversation, startConversation } from '../servers/conversation.ts';
import { type Keyring, withKeyring } from '../servers/keyring.ts';

// Inside the tree, so that the script finds the keytar that was built here.
const scripts = join(import.meta.dirname, `../../node_modules/.cache/keyring-change-test-${process.pid}`);
const newFolder = temporaryFolders();
let script = '';
let system: MailSystem;

beforeAll(async () => {
  mkdirSync(scripts, { recursive: true });
  script = await compileChild(new URL('../kits/children/change-with-keyring.ts', import.meta.url), scripts);
  system = await startMailSystem();
});
afterAll(async () => {
  await system.stop();
  rmSync(scripts, { recursive: true, force: true });
});

let count = 0;

interface Changing {
  readonly app: Conversation;
  readonly dn: string;
  readonly address: string;
  /** Starts the app anew on what is left and says what it finds. */
  look(): Promise<string>;
}

/** Begins a change in a process of its own and waits until it stands at `pauseAt`. */
async function changeUpTo(keyring: Keyring, pauseAt: string): Promise<Changing> {
  count += 1;
  const { address, dn } = await system.addMailbox(`keyring${count}`, first);
  const order = {
    ...{ folder: newFolder(), draft: draftFor(system, address), authorities: system.authorities },
    ...{ clients: devicesOf(system, address), password: first, next: second, pauseAt },
  };
  const start = () => startConversation([process.execPath, script], keyring.environment);
  const app = start();
  app.say(JSON.stringify(order));
  await app.hears('paused');
  return {
    ...{ app, dn, address },
    look: async () => {
      const again = start();
      again.say(JSON.stringify({ ...order, pauseAt: null }));
      const said = await again.hears('current');
      await again.ended();
      return said;
    },
  };
}

const own = async (address: string): Promise<string[]> =>
  (await system.dovecot.signIns())
    .filter(({ user }) => user === address)
    .map(({ protocol, ok, reason }) => `${protocol} ${ok ? 'ok' : reason}`);
const bindsOf = async (dn: string): Promise<number[]> =>
  (await system.slapd.binds()).filter((bind) => bind.dn === dn && bind.door === 'ldaps').map(({ result }) => result);
const before = ['imap ok', 'submission ok'];
const proof = ['imap ok', 'submission ok'];
const devices = ['imap ok', 'pop3 ok', 'submission ok'];

describe('a GNOME keyring that is locked in the middle of a change', () => {
  it('says so in plain words', () => {
    expect(failureWords({ code: 'keychain.locked' })).toBe(
      'The keychain of this computer is locked. Unlock it (usually by signing in to the computer again), then try again.',
    );
  });

  it('before the new password is stored: nothing is sent, and the same password is taken after unlocking', async () => {
    await withKeyring('unlocked', async (keyring) => {
      const { app, dn, address, look } = await changeUpTo(keyring, 'staging');
      await keyring.lock();
      app.say('go');
      await app.hears('not taken keychain.locked');
      expect(await bindsOf(dn)).toEqual([0]);
      expect(await system.slapd.bindWorks(dn, first)).toBe(true);
      await keyring.unlock();
      app.say('change');
      await app.hears('shown round');
      app.say('end');
      expect(await app.hears('end')).toMatch(/refused 0, failure none, devices( settings-proved){3}$/);
      await app.ended();
      expect(await look()).toBe('current new, pending none');
      expect(await own(address)).toEqual([...before, ...proof, ...devices]);
    });
  });

  it.each([
    // the number of requests that the directory has seen when the change stands still
    ['staged', 'before the provider is asked', 1],
    ['provider-answered', 'when the provider has changed it', 2],
  ] as const)('at %s, %s: stands still, and goes on after unlocking', async (pauseAt, _when, asked) => {
    await withKeyring('unlocked', async (keyring) => {
      const { app, dn, address, look } = await changeUpTo(keyring, pauseAt);
      await keyring.lock();
      app.say('go');
      await app.hears('shown needs-help keychain.locked');
      expect(await bindsOf(dn)).toEqual(Array(asked).fill(0));
      expect(await system.slapd.bindWorks(dn, asked === 1 ? first : second)).toBe(true);
      expect(await own(address)).toEqual(before);
      await keyring.unlock();
      app.say('try-again');
      await app.hears('shown round');
      app.say('end');
      expect(await app.hears('end')).toMatch(/refused 0, failure none, devices( settings-proved){3}$/);
      await app.ended();
      expect(await look()).toBe('current new, pending none');
      expect(await bindsOf(dn)).toEqual([0, 0]);
      expect(await own(address)).toEqual([...before, ...proof, ...devices]);
    });
  });

  it('when the new password has been proved: it is promoted, and the round is made after unlocking', async () => {
    await withKeyring('unlocked', async (keyring) => {
      const { app, dn, address, look } = await changeUpTo(keyring, 'proven');
      await keyring.lock();
      app.say('go');
      await app.hears('shown round keychain.locked');
      expect(await own(address)).toEqual([...before, ...proof]);
      await keyring.unlock();
      app.say('check');
      app.say('end');
      expect(await app.hears('end')).toMatch(/refused 0, failure none, devices( settings-proved){3}$/);
      await app.ended();
      expect(await look()).toBe('current new, pending none');
      expect(await bindsOf(dn)).toEqual([0, 0]);
      expect(await own(address)).toEqual([...before, ...proof, ...devices]);
    });
  });
});
