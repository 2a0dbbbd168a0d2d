import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../core/secret.ts';
import { mailboxIdSchema, rotationIdSchema, versionIdSchema } from '../../shared/ids.ts';
import type { Result } from '../../shared/result.ts';
import { createLazyMailProbe } from '../mail/lazy-probe.ts';
import { diskFiles } from '../storage/file-layer.ts';
import { createKeychain } from '../storage/keychain.ts';
import { createMemoryKeytar, type MemoryKeytar } from '../storage/memory-keytar.test-kit.ts';
import { serviceNames } from '../storage/services.ts';
import { temporaryFolders } from '../storage/temporary-folder.test-kit.ts';
import { createHelpdeskWorkspace, findLeftOver } from './helpdesk.ts';
import { newId, systemClock } from './system.ts';
import type { Workspace } from './workspace.ts';
import { createHomeWorkspace, type Ground } from './workspaces.ts';

const newFolder = temporaryFolders();
const mailbox = mailboxIdSchema.parse('mailbox000000001');
const rotation = rotationIdSchema.parse('rotation00000001');
const version = versionIdSchema.parse('version000000001');
let keytar: MemoryKeytar;
let ground: Ground;

beforeEach(() => {
  keytar = createMemoryKeytar();
  const keychain = (name: string) => createKeychain(name, { load: () => keytar, silentWhenLocked: false });
  ground = {
    ...{ folder: newFolder(), files: diskFiles, clock: systemClock },
    ...{ probe: createLazyMailProbe(), newId, keychain },
  };
});

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.failure.code} ${result.failure.technical}`);
  return result.value;
}

/** A session that was killed after the lines named here; `stored` says that the new password was kept as well. */
async function killed(types: readonly ('staging' | 'staged')[], stored: boolean): Promise<Workspace> {
  const workspace = createHelpdeskWorkspace(ground, createHomeWorkspace(ground).ledger, null);
  const { journal, secrets } = workspace.world;
  value(await journal.append(mailbox, { type: 'planned', rotation, mode: 'by-hand', current: null }));
  for (const type of types) value(await journal.append(mailbox, { type, rotation, version }));
  if (stored) value(await secrets.put(mailbox, version, new Secret('Marker-Kiwi-71-lamp')));
  return workspace;
}

const keptNow = (): number => [...keytar.entries.keys()].filter((name) => name.startsWith('Helpdesk secrets')).length;
const sessions = (): string[] => readdirSync(join(ground.folder, 'session'));
const journalFolder = (): string => join(ground.folder, 'session', sessions()[0] ?? '', 'journal');

describe('what a crash left of a helpdesk session', () => {
  it('is not wiped while the keychain keeps a password of it, although its journal was set aside', async () => {
    const workspace = await killed(['staging', 'staged'], true);
    value(await workspace.setJournalAside(mailbox));
    expect(await findLeftOver(ground)).toMatchObject({ session: sessions()[0], afterStaging: true, elsewhere: false });
    expect(keptNow()).toBe(1);
  });

  it('is not wiped either if its journal is gone', async () => {
    await killed(['staging', 'staged'], true);
    rmSync(journalFolder(), { recursive: true });
    expect(await findLeftOver(ground)).toMatchObject({ afterStaging: true });
    expect(keptNow()).toBe(1);
  });

  it('is found by what the keychain keeps if its whole folder is gone, and ends as any other', async () => {
    await killed(['staging', 'staged'], true);
    rmSync(join(ground.folder, 'session'), { recursive: true });
    const found = await findLeftOver(ground);
    // it may be another Keyround's, with a folder of its own and still under way: whoever is asked has to be told
    expect(found).toMatchObject({ afterStaging: true, elsewhere: true });
    const again = createHelpdeskWorkspace(ground, createHomeWorkspace(ground).ledger, found?.session ?? null);
    expect(await again.allKept()).toEqual({ ok: true, value: [{ mailbox, version }] });
    value(await again.close());
    expect(keptNow()).toBe(0);
    expect(await findLeftOver(ground)).toBeNull();
  });

  it('is left alone where it has no folder here and nothing kept: it may be under way in another one', async () => {
    const service = ground.keychain(serviceNames.helpdesk.secrets);
    value(await service.set('session/abcdefgh12345678/try-out', 'x'));
    expect(await findLeftOver(ground)).toBeNull();
    expect(keptNow()).toBe(1);
  });

  it('stays where it is while the keychain cannot be listed, and is found once it can', async () => {
    const workspace = await killed(['staging', 'staged'], true);
    value(await workspace.setJournalAside(mailbox));
    const { before } = keytar;
    // only the listing, of all sessions and of this one: removing would work
    let refusals = 2;
    keytar.before = (act) => {
      if (act !== 'find' || refusals === 0) return;
      refusals -= 1;
      throw new Error('no');
    };
    expect(await findLeftOver(ground)).toBeNull();
    expect(refusals).toBe(0);
    expect([keptNow(), existsSync(journalFolder())]).toEqual([1, true]);
    keytar.before = before;
    expect(await findLeftOver(ground)).toMatchObject({ afterStaging: true });
  });

  it('is still told by its journal alone while the keychain cannot be listed', async () => {
    await killed(['staging', 'staged'], true);
    keytar.before = (act) => {
      if (act === 'find') throw new Error('no');
    };
    expect(await findLeftOver(ground)).toMatchObject({ afterStaging: true });
  });

  it('says that nothing was sent if the new password was not even stored', async () => {
    await killed(['staging'], false);
    expect(await findLeftOver(ground)).toMatchObject({ afterStaging: false });
  });

  it('says that the change may have begun as soon as one is stored', async () => {
    await killed(['staging'], true);
    expect(await findLeftOver(ground)).toMatchObject({ afterStaging: true });
  });

  it('is removed silently if its journal was set aside and nothing is kept', async () => {
    const workspace = await killed([], false);
    value(await workspace.setJournalAside(mailbox));
    expect(await findLeftOver(ground)).toBeNull();
    expect(sessions()).toEqual([]);
    expect([...keytar.entries.keys()].filter((name) => name.startsWith('Helpdesk'))).toEqual([]);
  });
});
