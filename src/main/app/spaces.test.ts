import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../core/secret.ts';
import type { MailboxId } from '../../shared/ids.ts';
import { type Result, success } from '../../shared/result.ts';
import type { RotationStage } from '../../shared/views.ts';
import { createMailProbe } from '../mail/probe.ts';
import { practiceSeed } from '../practice/seed.ts';
import { type PracticeService, startPractice } from '../practice/service.ts';
import { diskFiles } from '../storage/file-layer.ts';
import { createKeychain } from '../storage/keychain.ts';
import { createMemoryKeytar, type MemoryKeytar } from '../storage/memory-keytar.test-kit.ts';
import { temporaryFolders } from '../storage/temporary-folder.test-kit.ts';
import { addClient, updateClient } from './clients.ts';
import { createHelpdeskWorkspace, findLeftOver, wipeSession } from './helpdesk.ts';
import { createLiveCheckups } from './live-checkups.ts';
import { createLiveRotations, type LiveRotations } from './live-rotations.ts';
import { listMailboxes, openMailbox, removeMailbox } from './mailbox-pages.ts';
import { addMailbox, setPassword } from './mailboxes.ts';
import { createSpaces } from './spaces.ts';
import { newId, systemClock } from './system.ts';
import { createUnlocks } from './unlocks.ts';
import type { Workspace } from './workspace.ts';
import { createHomeWorkspace, createPracticeWorkspace, type Ground, wipeOldPractice } from './workspaces.ts';

// The mail server is the practice service; the keychain is a map in memory (the real one is in test/integration).

const newFolder = temporaryFolders();
const marker = 'Marker-Kiwi-71-lamp';
const address = 'anna@practice.example';
let service: PracticeService;
let keytar: MemoryKeytar;
let ground: Ground;

beforeEach(async () => {
  service = await startPractice({ clock: systemClock });
  keytar = createMemoryKeytar();
  const folder = newFolder();
  const keychain = (name: string) => createKeychain(name, { load: () => keytar, silentWhenLocked: false });
  ground = { folder, files: diskFiles, clock: systemClock, probe: createMailProbe(), newId, keychain };
});
afterEach(() => service.stop());

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.failure.code} ${result.failure.technical}`);
  return result.value;
}

/** The practice mailbox as one whose password is changed by hand. */
async function addByHand(workspace: Workspace): Promise<MailboxId> {
  const seed = practiceSeed(service).find(({ mailbox }) => mailbox.address === address);
  if (!seed) throw new Error('the seed is gone');
  return value(
    await addMailbox(workspace, {
      draft: { ...seed.mailbox, provider: { id: 'by-hand', settings: {} } },
      password: seed.password.reveal(),
      secrets: {},
      clients: seed.clients,
      authorities: [...seed.authorities],
    }),
  );
}

const entriesOf = (space: string): string[] => [...keytar.entries.keys()].filter((name) => name.startsWith(space));

function filesBelow(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  return names.filter((one) => one.isFile()).map((one) => join(one.parentPath ?? one.path, one.name));
}

async function stageOf(
  rotations: LiveRotations,
  id: Parameters<LiveRotations['get']>[0],
  wanted: RotationStage,
): Promise<void> {
  const run = value(rotations.get(id));
  for (let tries = 0; tries < 200; tries += 1) {
    if (run.view().stage === wanted) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`it is at ${run.view().stage} (${run.view().failure?.code}), not ${wanted}`);
}

async function stageByHand(workspace: Workspace) {
  const mailbox = await addByHand(workspace);
  const rotations = createLiveRotations(workspace.world, () => undefined);
  const id = value(await rotations.start(mailbox));
  await stageOf(rotations, id, 'new-password');
  value(await value(rotations.get(id)).change(new Secret(marker), { endSessions: false }));
  await stageOf(rotations, id, 'your-turn');
  return { mailbox, rotations, id };
}

const works = { problem: () => null, waits: () => false };
/** No mail app is known here. */
const noApps = { at: () => Promise.resolve(null), unlocks: createUnlocks(), mayChange: () => true };

describe('what is under way', () => {
  it('begins one rotation of a mailbox, however fast somebody clicks', async () => {
    const home = createHomeWorkspace(ground);
    const mailbox = await addByHand(home);
    const rotations = createLiveRotations(home.world, () => undefined);
    const ids = await Promise.all([rotations.start(mailbox), rotations.start(mailbox)]);
    expect(new Set(ids.map(value)).size).toBe(1);
    await rotations.stopAll();
  });

  it('ends a check-up that meets a bug, so that the mailbox is free again', async () => {
    const home = createHomeWorkspace(ground);
    const mailbox = await addByHand(home);
    const { record } = value(await openMailbox(home, mailbox));
    const ledger = { ...home.world.ledger, reserve: () => Promise.reject(new Error('a bug')) };
    const checkups = createLiveCheckups({ ...home.world, ledger }, () => undefined);
    const id = value(checkups.start(record, value(await openMailbox(home, mailbox)).facts.current?.version ?? null));
    for (let tries = 0; tries < 200 && checkups.isRunning(mailbox); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(value(checkups.view(id))).toMatchObject({ state: 'stopped', failure: { code: 'app.bug' } });
    expect(checkups.isRunning(mailbox)).toBe(false);
    await checkups.forget(mailbox);
    expect(checkups.lastVisit(mailbox)).toBeNull();
  });

  it('writes nothing of a mailbox that was removed in its round', async () => {
    const home = createHomeWorkspace(ground);
    const { mailbox, rotations, id } = await stageByHand(home);
    service.accounts.reset(address, marker);
    value(await value(rotations.get(id)).answer('changed', null));
    await stageOf(rotations, id, 'round');
    expect(await rotations.isClosed(mailbox)).toBe(false);
    expect(await rotations.drop(mailbox)).toBe(id);
    value(await removeMailbox(home, mailbox));
    expect(rotations.unfinished()).toEqual([]);
    expect(filesBelow(ground.folder).filter((file) => file.includes(mailbox))).toEqual([]);
  });

  it('lets no space begin while another is being cleared away', async () => {
    const home = createHomeWorkspace(ground);
    const changed = {
      rotationChanged: () => 0,
      checkupChanged: () => 0,
      mailboxesChanged: () => 0,
      appChanged: () => 0,
    };
    const none = { ...changed, shownAnother: () => 0, updatesChanged: () => 0, evidenceChanged: () => 0 };
    const helpdesk = () => Promise.resolve(success(createHelpdeskWorkspace(ground, home.ledger, null)));
    const spaces = createSpaces(
      {
        home,
        apps: noApps,
        names: new Map(),
        keychain: works,
        helpdesk,
        practice: () => createPracticeWorkspace(ground),
      },
      none,
    );
    value(await spaces.enterHelpdesk(null));
    const leaving = spaces.leave();
    expect(await spaces.enterPractice()).toMatchObject({ ok: false, failure: { code: 'request.busy' } });
    value(await leaving);
  });

  it('says so when the keychain did not let a session go', async () => {
    const home = createHomeWorkspace(ground);
    const workspace = createHelpdeskWorkspace(ground, home.ledger, null);
    const { rotations } = await stageByHand(workspace);
    await rotations.stopAll();
    keytar.before = (act) => {
      if (act === 'delete') throw new Error('no');
    };
    expect((await workspace.close()).ok).toBe(false);
  });
});

describe('a helpdesk session', () => {
  const begin = (leftOver: string | null = null) =>
    createHelpdeskWorkspace(ground, createHomeWorkspace(ground).ledger, leftOver);

  it('writes no password and no record anywhere before the new one is staged', async () => {
    const before = entriesOf('Helpdesk');
    const workspace = begin();
    await addByHand(workspace);
    expect(entriesOf('Helpdesk secrets')).toEqual([]);
    // the key that signs the session's journal is the only entry
    expect(entriesOf('Helpdesk').length - before.length).toBe(1);
  });

  it('leaves nothing behind when it ends', async () => {
    const workspace = begin();
    const { rotations } = await stageByHand(workspace);
    expect(entriesOf('Helpdesk secrets').length).toBe(1);
    await rotations.stopAll();
    await workspace.close();
    expect(entriesOf('Helpdesk')).toEqual([]);
    expect(filesBelow(ground.folder).filter((file) => file.includes('session'))).toEqual([]);
    expect(await findLeftOver(ground)).toBeNull();
  });

  it('can be finished after a crash, with the new password alone', async () => {
    const { rotations: lost } = await stageByHand(begin());
    await lost.stopAll();
    service.accounts.reset(address, marker);

    const leftOver = await findLeftOver(ground);
    expect(leftOver?.afterStaging).toBe(true);
    const workspace = begin(leftOver?.session ?? null);
    const rotations = createLiveRotations(workspace.world, () => undefined);
    await rotations.resumeAll();
    const [open] = rotations.unfinished();
    if (!open) throw new Error('nothing was resumed');
    expect(open.stage).toBe('your-turn');
    value(await value(rotations.get(open.rotation)).answer('changed', null));
    await stageOf(rotations, open.rotation, 'round');
    await rotations.stopAll();
    await workspace.close();
    expect(entriesOf('Helpdesk')).toEqual([]);
  });

  it('can be wiped after a crash', async () => {
    const { rotations } = await stageByHand(begin());
    await rotations.stopAll();
    const leftOver = await findLeftOver(ground);
    value(await wipeSession(ground, leftOver?.session ?? ''));
    expect(entriesOf('Helpdesk')).toEqual([]);
    expect(await findLeftOver(ground)).toBeNull();
  });

  it('is removed without a question if a crash came before anything was staged', async () => {
    const workspace = begin();
    await addByHand(workspace);
    expect(await findLeftOver(ground)).toBeNull();
    expect(entriesOf('Helpdesk')).toEqual([]);
    expect(filesBelow(ground.folder).filter((file) => file.includes('session'))).toEqual([]);
  });
});

describe('the practice space', () => {
  it('has services and a folder of its own, and removes them', async () => {
    const workspace = value(await createPracticeWorkspace(ground));
    expect(value(await workspace.world.records.list()).map((one) => one.address)).toContain(address);
    expect(entriesOf('Practice').length).toBeGreaterThan(3);
    expect(entriesOf('Keyround').length + entriesOf('Records').length).toBe(0);
    await workspace.close();
    expect(keytar.entries.size).toBe(0);
    expect(filesBelow(ground.folder)).toEqual([]);
  });

  it('is tidied up at the next start after a crash', async () => {
    await value(await createPracticeWorkspace(ground)).setSwitches(service.switches());
    expect(keytar.entries.size).toBeGreaterThan(0);
    value(await wipeOldPractice(ground));
    expect(keytar.entries.size).toBe(0);
  });
});

describe('spaces', () => {
  const open = () => {
    const home = createHomeWorkspace(ground);
    const nothing = (): void => undefined;
    return createSpaces(
      {
        home,
        apps: noApps,
        names: new Map(),
        keychain: works,
        practice: () => createPracticeWorkspace(ground),
        helpdesk: (leftOver) =>
          Promise.resolve({ ok: true, value: createHelpdeskWorkspace(ground, home.ledger, leftOver) }),
      },
      {
        rotationChanged: nothing,
        checkupChanged: nothing,
        mailboxesChanged: nothing,
        appChanged: nothing,
        shownAnother: nothing,
        updatesChanged: nothing,
        evidenceChanged: nothing,
      },
    );
  };

  it('are entered one at a time, and left to home', async () => {
    const spaces = open();
    const [first, second] = await Promise.all([spaces.enterPractice(), spaces.enterPractice()]);
    expect([first.ok, second.ok]).toEqual([true, false]);
    expect((await spaces.enterHelpdesk(null)).ok).toBe(false);
    expect(spaces.active().workspace.space).toBe('practice');
    value(await spaces.leave());
    expect(spaces.active().workspace.space).toBe('home');
    expect((await spaces.leave()).ok).toBe(false);
    expect(entriesOf('Practice')).toEqual([]);
  });
});

describe('a mailbox', () => {
  it('is listed once, and leaves no secret when it is removed', async () => {
    const home = createHomeWorkspace(ground);
    const id = await addByHand(home);
    const again = await addMailbox(home, {
      draft: { ...value(await home.world.records.load(id)), address: address.toUpperCase() } as never,
      password: null,
      secrets: {},
    });
    expect(again).toMatchObject({ ok: false, failure: { code: 'request.already-there' } });
    value(await setPassword(home, id, marker));
    const draft = { ...value(await openMailbox(home, id)).record.clients[0] };
    const client = { kind: 'other', name: 'Fetcher', user: address, receiving: draft.receiving ?? null, sending: null };
    const added = value(await addClient(home, id, { ...client, signIn: 'app-password' }, 'own-password-1'));
    value(await updateClient(home, id, added, { ...client, signIn: 'app-password' }, 'own-password-2'));
    const texts = [...keytar.entries.values()];
    expect(texts.some((text) => text.includes('own-password-2'))).toBe(true);
    expect(texts.some((text) => text.includes('own-password-1'))).toBe(false);
    value(await removeMailbox(home, id));
    expect(entriesOf('Keyround secrets')).toEqual([]);
    expect(value(await home.world.records.list())).toEqual([]);
  });

  it('keeps its passwords out of every file', async () => {
    const home = createHomeWorkspace(ground);
    const { rotations } = await stageByHand(home);
    await rotations.stopAll();
    const files = filesBelow(ground.folder);
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) expect(readFileSync(file, 'utf8')).not.toContain(marker);
  });

  it('is shown in the list as unfinished while a rotation waits', async () => {
    const home = createHomeWorkspace(ground);
    const { rotations } = await stageByHand(home);
    const space = { workspace: home, rotations, checkups: { lastVisit: () => null } };
    const items = value(await listMailboxes(space as never));
    expect(items).toMatchObject([{ address, clients: 5, state: 'unfinished' }]);
    await rotations.stopAll();
  });
});
