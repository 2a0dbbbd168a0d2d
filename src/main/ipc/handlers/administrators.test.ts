import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { MailboxDraft } from '../../../shared/model.ts';
import type { App } from '../../app/app.ts';
import { createHeldPasswords } from '../../app/held-passwords.ts';
import { createSay } from '../../app/say.ts';
import { newId, systemClock } from '../../app/system.ts';
import { createHomeWorkspace } from '../../app/workspaces.ts';
import { createMailProbe } from '../../mail/probe.ts';
import { diskFiles } from '../../storage/file-layer.ts';
import { createKeychain } from '../../storage/keychain.ts';
import { createMemoryKeytar } from '../../storage/memory-keytar.test-kit.ts';
import { temporaryFolders } from '../../storage/temporary-folder.test-kit.ts';
import { administratorHandlers } from './administrators.ts';
import { mailboxHandlers } from './mailboxes.ts';
import { context, value } from './whole-app.test-kit.ts';

const newFolder = temporaryFolders();
const pem = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({ format: 'pem', type: 'pkcs8' });
const keyFile = JSON.stringify({
  type: 'service_account',
  private_key_id: '0123456789abcdef',
  private_key: pem,
  client_email: 'office@project.iam.gserviceaccount.com',
});

/** The user's own mailboxes, and a key file that is chosen. */
function start() {
  const folder = newFolder();
  mkdirSync(join(folder, 'home'));
  const keytar = createMemoryKeytar();
  const keychain = (name: string) => createKeychain(name, { load: () => keytar, silentWhenLocked: false });
  const ground = { folder, files: diskFiles, clock: systemClock, probe: createMailProbe(), newId, keychain };
  const open = { workspace: createHomeWorkspace(ground) };
  const app = {
    spaces: { active: () => open, practice: () => null },
    native: { chooseKeyFile: () => Promise.resolve(Buffer.from(keyFile)) },
    ...{ held: createHeldPasswords(newId), say: createSay(), runtime: { standIn: false } },
    detector: () => Promise.resolve({ toConfirm: () => [] }),
    mailboxesChanged: () => undefined,
  } as unknown as App;
  const { world } = open.workspace;
  return { app, world, keytar, calls: { ...administratorHandlers(app), ...mailboxHandlers(app) } };
}

const draft: MailboxDraft = {
  address: 'anna@firm.example',
  kind: 'cloud',
  user: 'anna@firm.example',
  provider: { id: 'google-workspace', settings: { way: 'serviceAccount', actAs: 'boss@firm.example' } },
  receiving: { protocol: 'imap', host: 'imap.gmail.com', port: 993, security: 'tls' },
  sending: null,
};
const add = { draft, password: null, confirmedHosts: [] };

it('keeps a key in the keychain that the window has only ever had a name for', async () => {
  const { calls, world, keytar } = start();
  const { key } = value(await calls['administrators.chooseKeyFile']({ provider: 'google-workspace' }, context));
  expect(JSON.stringify(key)).not.toMatch(/PRIVATE|"key"/);
  const credential = key?.credential ?? '';
  const { mailbox } = value(await calls['mailboxes.add']({ ...add, secrets: { credential } }, context));
  const record = value(await world.records.load(mailbox));
  const kept = record.credential && value(await world.secrets.get(mailbox, record.credential));
  expect(JSON.parse(kept?.reveal() ?? '')).toMatchObject({ email: 'office@project.iam.gserviceaccount.com' });
  expect([...keytar.entries.values()].join()).not.toContain(credential);
});

it('takes the name of nothing, or of another provider’s credential, for a text that was typed', async () => {
  const { calls, world } = start();
  const { key } = value(await calls['administrators.chooseKeyFile']({ provider: 'google-workspace' }, context));
  const provider = { id: 'gandi', settings: {} };
  const secrets = { token: key?.credential ?? '' };
  const given = { ...add, draft: { ...draft, provider }, secrets };
  const { mailbox } = value(await calls['mailboxes.add'](given, context));
  const record = value(await world.records.load(mailbox));
  const kept = record.credential && value(await world.secrets.get(mailbox, record.credential));
  expect(kept?.reveal()).toBe(secrets.token);
});

it('lets nobody sign in without an application, and may always be told to stop', async () => {
  const { calls } = start();
  const asked = { provider: 'microsoft-365', settings: { way: 'signIn' }, clientSecret: null };
  expect(await calls['administrators.signIn'](asked, context)).toMatchObject({
    failure: { code: 'provider.settings-incomplete' },
  });
  expect(value(await calls['administrators.stopSignIn']({}, context))).toEqual({});
});
