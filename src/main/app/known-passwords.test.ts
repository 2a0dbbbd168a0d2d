import { beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../core/secret.ts';
import { type MailboxId, rotationIdSchema, type VersionId, versionIdSchema } from '../../shared/ids.ts';
import type { JournalFact } from '../../shared/journal.ts';
import type { MailboxDraft } from '../../shared/model.ts';
import { value } from '../ipc/handlers/whole-app.test-kit.ts';
import { createMailProbe } from '../mail/probe.ts';
import { diskFiles } from '../storage/file-layer.ts';
import { createKeychain } from '../storage/keychain.ts';
import { createMemoryKeytar } from '../storage/memory-keytar.test-kit.ts';
import { temporaryFolders } from '../storage/temporary-folder.test-kit.ts';
import { knownPasswords } from './known-passwords.ts';
import { addMailbox } from './mailboxes.ts';
import { newId, systemClock } from './system.ts';
import { createHomeWorkspace } from './workspaces.ts';

const draft: MailboxDraft = {
  ...{ address: 'anna@example.test', kind: 'ordinary', user: 'anna@example.test' },
  provider: { id: 'by-hand', settings: {} },
  receiving: { protocol: 'imap', host: 'mail.example.test', port: 993, security: 'tls' },
  sending: null,
};
const rotation = rotationIdSchema.parse(newId());
const newFolder = temporaryFolders();
let keytar: ReturnType<typeof createMemoryKeytar>;
let home: ReturnType<typeof createHomeWorkspace>;
let mailbox: MailboxId;
let first: VersionId;
const second = versionIdSchema.parse(newId());

const note = async (...facts: JournalFact[]) => {
  for (const fact of facts) value(await home.world.journal.append(mailbox, fact));
};
const known = async () => {
  const read = value(await knownPasswords(home.world, mailbox));
  return read && [read.right?.reveal() ?? null, read.earlier.map((one) => one.reveal())];
};

beforeEach(async () => {
  keytar = createMemoryKeytar();
  const keychain = (name: string) => createKeychain(name, { load: () => keytar, silentWhenLocked: false });
  const ground = { folder: newFolder(), files: diskFiles, clock: systemClock, probe: createMailProbe(), newId };
  home = createHomeWorkspace({ ...ground, keychain });
  mailbox = value(await addMailbox(home, { draft, password: 'First-1', secrets: {} }));
  const kept = value(await home.allKept()).find((one) => one.mailbox === mailbox);
  if (!kept) throw new Error('nothing is kept');
  first = kept.version;
  value(await home.world.secrets.put(mailbox, second, new Secret('Second-2')));
});

const submitted: JournalFact[] = [
  { type: 'planned', rotation, mode: 'self', current: versionIdSchema.parse('0'.repeat(16)) },
  { type: 'staging', rotation, version: second },
  { type: 'staged', rotation, version: second },
  { type: 'submitting', rotation, attempt: 1, version: second },
];

describe('the passwords that apps’ stores are compared with', () => {
  it('are the one of now', async () => {
    expect(await known()).toEqual(['First-1', []]);
  });

  it('are not known from the first request to promotion', async () => {
    await note(...submitted);
    expect(await known()).toBeNull();
    await note({ type: 'provider-unknown', rotation, attempt: 1, code: 'provider.unreachable' });
    expect(await known()).toBeNull();
    await note({ type: 'provider-accepted', rotation, attempt: 1 }, { type: 'proven', rotation });
    expect(await known()).toBeNull();
    await note({ type: 'promoted', rotation, current: second, previous: first });
    expect(await known()).toEqual(['Second-2', ['First-1']]);
    await note({ type: 'finished', rotation });
    expect(await known()).toEqual(['Second-2', ['First-1']]);
  });

  it('are not known where nobody waited to see what had become of a request', async () => {
    await note(...submitted, { type: 'provider-unknown', rotation, attempt: 1, code: 'provider.unreachable' });
    await note({ type: 'helped', rotation, act: 'stop' });
    expect(await known()).toBeNull();
  });

  it('have none among them that was given up on', async () => {
    await note(...submitted, { type: 'reverted', rotation, code: 'provider.policy' });
    expect(await known()).toEqual(['First-1', []]);
  });

  it('are not known while it is open which is right', async () => {
    await note({ type: 'unsure', why: 'emptied', versions: [first, second] });
    expect(await known()).toBeNull();
  });

  it('do without a former one that is gone, and without no other', async () => {
    await note(...submitted, { type: 'promoted', rotation, current: second, previous: first });
    value(await home.world.secrets.remove(mailbox, first));
    expect(await known()).toEqual(['Second-2', []]);
    value(await home.world.secrets.remove(mailbox, second));
    expect(await knownPasswords(home.world, mailbox)).toMatchObject({ failure: { code: 'keychain.entry-missing' } });
  });

  it('fail where the keychain refuses a former one', async () => {
    await note(...submitted, { type: 'promoted', rotation, current: second, previous: first });
    keytar.before = (act, account) => {
      if (act === 'get' && account.includes(first)) throw new Error('denied');
    };
    expect((await knownPasswords(home.world, mailbox)).ok).toBe(false);
  });
});
