import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { linkOf } from '../../../core/apps/app-clients.ts';
import type { MailApp } from '../../../core/apps/mail-app.ts';
import type { Provider } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import type { AppUpdateView, UpdateAct, UpdateStage } from '../../../shared/apps.ts';
import { type ClientId, clientIdSchema, type MailboxId, type RotationId } from '../../../shared/ids.ts';
import { temporaryFolders } from '../../storage/temporary-folder.test-kit.ts';
import { address, Computer, context, type Started, value } from './whole-app.test-kit.ts';

/** The computer of the test that runs. */
export let computer: Computer;
/** Each test gets a computer of its own. */
export function withComputers(): void {
  const newFolder = temporaryFolders();
  beforeEach(async () => {
    computer = await Computer.begin(newFolder());
    computer.apps = 'of its disk';
  });
  afterEach(() => computer.service.stop());
}

export const fresh = 'Something quite new 7!';
export const getter = clientIdSchema.parse('client000getter1');
export const sender = clientIdSchema.parse('client000sender1');
export const third = clientIdSchema.parse('client0000third1');

/** A provider that takes everything. */
function easyGoing(inner: Provider | null): Provider {
  if (!inner) throw new Error('no provider');
  return {
    manifest: { ...inner.manifest, kind: 'api' },
    check: () => Promise.resolve({ kind: 'ready', rules: null, warnings: [] }),
    changePassword: (_access, next) => {
      computer.service.accounts.reset(address, next.reveal());
      return Promise.resolve({ kind: 'accepted' });
    },
  };
}

export const config = (name: string): string => join(computer.person, name);
export const passwords = (): (string | undefined)[] =>
  [/^Pass "(.*)"$/m, /^password (.*)$/m].map((line, i) => line.exec(readFileSync(config(files[i] ?? ''), 'utf8'))?.[1]);
export const files = ['.mbsyncrc', '.msmtprc'];
/** The port of the app's settings: another one is another server, which may not know of the change. */
export function writeConfigs(
  old: string,
  { imap, smtp }: { imap: number; smtp: number } = computer.service.ports,
): void {
  mkdirSync(computer.person, { recursive: true, mode: 0o700 });
  const getting = `IMAPAccount mine\nHost 127.0.0.1\nPort ${imap}\nUser ${address}\nPass "${old}"\nSSLType IMAPS\n`;
  writeFileSync(config('.mbsyncrc'), getting, { mode: 0o600 });
  const sending = `account default\nhost 127.0.0.1\nport ${smtp}\ntls on\ntls_starttls off\nauth on\n`;
  writeFileSync(config('.msmtprc'), `${sending}user ${address}\npassword ${old}\n`, { mode: 0o600 });
}

function writeFetchmail(old: string): void {
  const server = `poll 127.0.0.1 protocol IMAP port ${computer.service.ports.imap}`;
  writeFileSync(config('.fetchmailrc'), `${server}\n  user "${address}" password "${old}" ssl\n`, { mode: 0o600 });
}

/** A mailbox whose two apps are in its list, each linked to where its password is. */
export async function addWithApps(app: Started, more: 'and a third' | null = null): Promise<MailboxId> {
  const old = computer.service.accounts.passwordOf(address) ?? '';
  writeConfigs(old);
  if (more) writeFetchmail(old);
  const { world } = app.home;
  const mailbox = await computer.add(app);
  const record = value(await world.records.load(mailbox));
  const found = await Promise.all(((await app.apps.at('home')) ?? []).map((one) => one.find()));
  const linkTo = (id: string) => {
    const account = found.flatMap(({ accounts }) => accounts).find((one) => one.app === id);
    if (!account) throw new Error(`no ${id}`);
    return linkOf(account);
  };
  const { receiving, sending } = record;
  const common = { kind: 'other', user: address, signIn: { how: 'mailbox-password' as const } };
  const clients = [
    { ...common, id: getter, name: 'mbsync', receiving, sending: null, app: linkTo('mbsync') },
    { ...common, id: sender, name: 'msmtp', receiving: null, sending, app: linkTo('msmtp') },
    ...(more ? [{ ...common, id: third, name: 'fetchmail', receiving, sending: null, app: linkTo('fetchmail') }] : []),
  ];
  value(await world.records.save({ ...record, clients }));
  return mailbox;
}

export function start(): Started {
  const app = computer.start();
  const { world } = app.home;
  const provider = easyGoing(world.provider('by-hand'));
  Object.assign(world, { provider: () => provider });
  return app;
}

export async function change(app: Started, mailbox: MailboxId): Promise<RotationId> {
  const { rotation } = value(await app.calls['rotations.start']({ mailbox }, context));
  const run = value(app.spaces.active().rotations.get(rotation));
  await soon(() => expect(run.view().stage).toBe('new-password'));
  value(await run.change(new Secret(fresh), { endSessions: false }));
  await soon(() => expect(run.view().stage).toBe('round'));
  return rotation;
}

export const updatesOf = async (app: Started, rotation: RotationId): Promise<readonly AppUpdateView[]> =>
  value(await app.calls['apps.updates']({ rotation }, context)).updates;
export const stagesOf = async (app: Started, rotation: RotationId): Promise<UpdateStage[]> =>
  (await updatesOf(app, rotation)).map(({ stage }) => stage);
export const settled = (app: Started, rotation: RotationId, stages: readonly UpdateStage[]): Promise<void> =>
  soon(async () => expect(await stagesOf(app, rotation)).toEqual(stages));
export const act = (app: Started, rotation: RotationId, client: ClientId, one: UpdateAct) =>
  app.calls['apps.actOnUpdate']({ rotation, client, act: one }, context);
export const gradesOf = async (app: Started, rotation: RotationId) =>
  value(await app.calls['rotations.get']({ rotation }, context)).clients.map(({ grade }) => grade);
/** What the journal has of the devices themselves, in short. */
export const shownIn = (mailbox: MailboxId): string[] =>
  readFileSync(computer.journalOf(mailbox), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, client = '', side = '', shows = ''] =
        /"client-shown".*"client":"client000([a-z]+)1".*"side":"([a-z]+)".*"shows":"([a-z-]+)"/.exec(line) ?? [];
      return client ? [`${client} ${side} ${shows}`] : [];
    });
export const signIns = () => computer.service.accounts.signIns().length;

/** All apps of a computer, each act passing by somebody who may get in its way. */
export async function disturbed(app: Started, getInTheWay: (of: MailApp) => Partial<MailApp>): Promise<void> {
  const all = (await app.apps.at('home')) ?? [];
  computer.apps = all.map((one) => ({ ...one, ...getInTheWay(one) }));
}
export const never = <T>(): Promise<T> => new Promise(() => undefined);
export const unlockWith = (password: string) => ({ how: 'password' as const, password });

/** What comes about by itself, however busy this computer is. */
export const soon = <T>(comes: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(comes, { timeout: 10_000, interval: 20 });
