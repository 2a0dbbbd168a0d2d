import { chmodSync, chownSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AppAccount, MailApp } from '../../core/apps/mail-app.ts';
import { Secret } from '../../core/secret.ts';
import { temporaryFolders } from '../storage/temporary-folder.test-kit.ts';
import { type Fault, faultyDisk, type Scratch, scratchHome } from './apps.test-kit.ts';
import { clawsMail } from './claws-mail/app.ts';
import { sealedByClaws } from './claws-mail/seal.test-kit.ts';
import { configApp } from './config-app.ts';
import { corpus, usual } from './config-cases.test-kit.ts';
import { caseFile } from './config-corpus.test-kit.ts';
import type { AppDesk } from './desk.ts';
import { offlineimap } from './offlineimap/app.ts';
import { thunderbird } from './thunderbird/app.ts';
import { anna, host, loginsJson, makeKeys, putProfile } from './thunderbird/profile.test-kit.ts';

const newFolder = temporaryFolders();
const isRoot = process.getuid?.() === 0;
const old = 'Old-Pass-1';
const swap = { from: new Secret(old), to: new Secret('New-Pass-2') };
const known = { right: swap.to, earlier: [swap.from] };

/** One kind of write: an app, and its files; the first of them is the one that is written. */
interface Writer {
  readonly is: string;
  readonly app: (desk: AppDesk) => MailApp;
  readonly files: (scratch: Scratch) => Readonly<Record<string, string | Buffer>>;
}

const salt = Buffer.alloc(64, 5);
const { db, keys } = await makeKeys();
const entries = (['imap', 'smtp'] as const).map((scheme) => ({
  ...{ origin: `${scheme}://${host}`, user: anna, password: old },
  how: scheme === 'imap' ? ('aes' as const) : ('tripleDes' as const),
}));
const logins = loginsJson(entries, keys);

/** The settings of each app that keeps them in text, as they usually are. Claws Mail's own store is below. */
const usualFiles = corpus
  .filter(([format]) => format !== clawsMail)
  .map(([format, cases]): Writer => {
    const files = Object.entries(usual(cases).files);
    const writtenFirst = files.sort(([, one], [, other]) => Number(other.includes('«')) - Number(one.includes('«')));
    return {
      is: `the settings of ${format.manifest.name}`,
      app: configApp(format),
      files: () => Object.fromEntries(writtenFirst.map(([name, text]) => [name, caseFile(text).bytes])),
    };
  });

const writers: readonly Writer[] = [
  ...usualFiles,
  {
    is: 'a file of text that another one names',
    app: configApp(offlineimap),
    files: () => ({
      '.secret': `${old}\n`,
      '.offlineimaprc': `[Repository r]\ntype = IMAP\nremotehost = ${host}\nremoteuser = ${anna}\nremotepassfile = ~/.secret\n`,
    }),
  },
  {
    is: 'the store of Thunderbird',
    app: thunderbird,
    files: (scratch) => {
      putProfile(scratch.home, { keys: db, logins });
      return { '.thunderbird/k3y5.default-esr/logins.json': logins };
    },
  },
  {
    is: 'the store of Claws Mail',
    app: configApp(clawsMail),
    files: () => ({
      '.claws-mail/passwordstorerc': `[account:1]\nrecv ${sealedByClaws(old, salt)}\n`,
      '.claws-mail/accountrc': `[Account: 1]\nconfig_version=5\nprotocol=1\nreceive_server=${host}\nuser_id=${anna}\n`,
      '.claws-mail/clawsrc': `[Common]\nmaster_passphrase_salt=${salt.toString('base64')}\n`,
    }),
  },
];

function arrange({ files }: Writer) {
  const folder = newFolder();
  const scratch = scratchHome(folder);
  const all = Object.entries(files(scratch)).map(([name, content]) => [join(scratch.home, name), content] as const);
  for (const [path, content] of all) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content, { mode: 0o600 });
  }
  const path = all[0]?.[0] ?? '';
  // rights that nobody would choose, so that keeping them is no accident
  if (isRoot) chownSync(path, 0, 65_534);
  chmodSync(path, 0o640);
  return { folder, scratch, path };
}

const rights = (path: string): number[] => {
  const { mode, uid, gid } = statSync(path);
  return [mode & 0o7777, uid, gid];
};

async function account(app: MailApp): Promise<AppAccount> {
  for (const found of (await app.find()).accounts)
    if ((await app.holds(found, known, null)).holds === 'old') return found;
  throw new Error('nothing was found');
}

/** Writes on a disk that fails somewhere on the way, and tells what is left. */
async function attempt(writer: Writer, fault: Fault | null) {
  const { folder, scratch, path } = arrange(writer);
  const healthy = writer.app(scratch);
  const at = await account(healthy);
  const before = { bytes: readFileSync(path), rights: rights(path), names: scratch.names() };
  const { disk, acts } = faultyDisk(fault);
  const written = await writer.app(scratchHome(folder, disk)).write(at, swap, null);
  const holds = (await healthy.holds(at, known, null)).holds;
  const after = { bytes: readFileSync(path), rights: rights(path), names: scratch.names() };
  return { scratch, before, after, written, acts, holds };
}

type End = Awaited<ReturnType<typeof attempt>>;

function expectUntouched({ written, holds, before, after }: End, tidy: boolean, effect: 'none' | 'unknown'): void {
  expect([written, holds]).toMatchObject([{ done: false, effect }, 'old']);
  expect(after.bytes).toEqual(before.bytes);
  expect(after.rights).toEqual(before.rights);
  if (tidy) expect(after.names).toEqual(before.names);
}

async function expectSound(end: End, when: 'before' | 'at' | 'after', how: Fault['how']): Promise<void> {
  const { written, holds, before, after, scratch } = end;
  // Where something was not there to be read on which nothing depends, it was written as it should be.
  const isWritten = written.done && how === 'once';
  // On a disk that is gone nobody can look whether the file took the other's place.
  const effect = when === 'at' && how === 'for-good' ? 'unknown' : 'none';
  if (when !== 'after' && !isWritten) expectUntouched(end, how === 'once', effect);
  else expect([holds, after.rights]).toEqual(['new', before.rights]);
  if (written.done) await written.settle();
  await scratch.leftOver.sweep();
  expect(scratch.names()).toEqual(before.names);
}

describe.each(writers.map((writer) => [writer.is, writer] as const))('writing %s', async (_is, writer) => {
  const { acts, written, holds, before, after } = await attempt(writer, null);
  const renamed = acts.indexOf('rename') + 1;
  // Of a row of looks for work trees one is enough.
  const steps = acts
    .map((act, i) => ({ act, at: i + 1 }))
    .filter(({ act, at }) => act !== 'access' || acts[at - 2] !== 'access');

  it('keeps the rights of the file', () => {
    expect([written.done, holds, after.rights]).toEqual([true, 'new', before.rights]);
    expect(renamed).toBeGreaterThan(10);
  });

  it.each(steps)(
    'fails at step $at ($act): the old file byte for byte, with its rights, and nothing beside it',
    async ({ at }) => {
      const when = at < renamed ? 'before' : at === renamed ? 'at' : 'after';
      for (const how of ['once', 'for-good'] as const) {
        await expectSound(await attempt(writer, { at, how, code: 'EIO' }), when, how);
      }
    },
  );
});
