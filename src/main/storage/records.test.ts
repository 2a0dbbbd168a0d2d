import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mailboxIdSchema } from '../../shared/ids.ts';
import { type MailboxRecord, mailboxRecordSchema } from '../../shared/model.ts';
import { diskFiles } from './file-layer.ts';
import { createIntegrityKey } from './integrity-key.ts';
import { createKeychain } from './keychain.ts';
import { createMemoryKeytar } from './memory-keytar.test-kit.ts';
import { createRecordStore } from './records.ts';
import { temporaryFolders } from './temporary-folder.test-kit.ts';

const folderFor = temporaryFolders();
const record = (number: number, address = `person${number}@example.test`, clients = 0): MailboxRecord =>
  mailboxRecordSchema.parse({
    schema: 1,
    id: `mailbox${String(number).padStart(9, '0')}`,
    addedAt: 1,
    address,
    kind: 'ordinary',
    provider: { id: 'by-hand', settings: {} },
    user: address,
    receiving: { protocol: 'imap', host: 'mail.example.test', port: 993, security: 'tls' },
    sending: null,
    clients: Array.from({ length: clients }, (_value, place) => ({
      id: `client${String(place).padStart(10, '0')}`,
      kind: 'thunderbird',
      name: `Computer ${place} – Büro`,
      user: address,
      receiving: null,
      sending: null,
      signIn: { how: 'mailbox-password' },
    })),
    authorities: [],
    credential: null,
  });

function setUp(prefix?: string) {
  const keytar = createMemoryKeytar();
  const folder = folderFor();
  let searches = 0;
  keytar.before = (act) => {
    if (act === 'find') searches += 1;
  };
  const open = () => {
    const keychain = createKeychain('Records of Keyround', { load: () => keytar });
    const key = createIntegrityKey(createKeychain('Keyround secrets', { load: () => keytar }));
    return createRecordStore({ keychain, folder, files: diskFiles, key, ...(prefix ? { prefix } : {}) });
  };
  return { keytar, folder, index: join(folder, 'index.json'), open, store: open(), searches: () => searches };
}
const addresses = async (store: ReturnType<typeof setUp>['store']) => {
  const list = await store.list();
  return list.ok ? list.value.map((item) => item.address) : list.failure.code;
};

describe('createRecordStore', () => {
  it('keeps records, also long ones, and lists them without opening each', async () => {
    const { open, store, searches } = setUp();
    for (const one of [record(1), record(2, 'two@example.test', 60)])
      expect(await store.save(one)).toMatchObject({ ok: true });
    const before = searches();
    const later = open();
    expect(await later.load(record(2).id)).toEqual({ ok: true, value: record(2, 'two@example.test', 60) });
    expect(await addresses(later)).toEqual(['person1@example.test', 'two@example.test']);
    expect(searches()).toBe(before);
  });

  it('writes the index only if the list changes', async () => {
    const { index, store } = setUp();
    await store.save(record(1));
    const before = readFileSync(index);
    rmSync(index);
    writeFileSync(index, before);
    await store.save(record(1, 'person1@example.test', 3));
    expect(readFileSync(index)).toEqual(before);
    await store.save(record(1, 'renamed@example.test'));
    expect(await addresses(store)).toEqual(['renamed@example.test']);
  });

  it.each([
    ['is missing', (path: string) => rmSync(path)],
    ['is empty', (path: string) => writeFileSync(path, '')],
    ['is foreign', (path: string) => writeFileSync(path, '{"index":"{}","mac":"x"}')],
    ['was forged', (path: string) => writeFileSync(path, readFileSync(path, 'utf8').replace('person1', 'person9'))],
  ])('makes an index anew that %s', async (_name, spoil) => {
    const { index, open, store } = setUp();
    await store.save(record(1));
    await store.save(record(2, 'two@example.test', 60));
    spoil(index);
    expect(await addresses(open())).toEqual(['person1@example.test', 'two@example.test']);
    expect(existsSync(index)).toBe(true);
  });

  it('finds a record again whose saving was cut off anywhere', async () => {
    for (let cut = 0; cut < 4; cut += 1) {
      const { keytar, open, store } = setUp();
      await store.save(record(1));
      let left = cut;
      keytar.before = (act, account) => {
        if (act === 'set' && account.startsWith('mailbox/') && left-- <= 0) throw new Error('the power went');
      };
      await store.save(record(2, 'two@example.test', 60));
      keytar.before = () => undefined;
      const listed = await addresses(open());
      const loaded = await open().load(record(2).id);
      expect(listed).toEqual(loaded.ok ? ['person1@example.test', 'two@example.test'] : ['person1@example.test']);
    }
  });

  it('removes a record and its place in the list', async () => {
    const { keytar, open, store } = setUp();
    await store.save(record(1, 'one@example.test', 60));
    await store.save(record(2));
    await store.remove(record(1).id);
    expect(await addresses(open())).toEqual(['person2@example.test']);
    expect(await store.load(record(1).id)).toMatchObject({ failure: { code: 'keychain.entry-missing' } });
    expect([...keytar.entries.keys()].filter((name) => name.includes('mailbox/'))).toHaveLength(1);
  });

  it.each([
    ['no JSON', 'nonsense'],
    ['another mailbox', JSON.stringify(record(2))],
    [
      'a host that is none',
      JSON.stringify({ ...record(1), receiving: { protocol: 'imap', host: 'a b', port: 993, security: 'tls' } }),
    ],
    [
      'no encryption',
      JSON.stringify({ ...record(1), receiving: { protocol: 'imap', host: 'a', port: 143, security: 'none' } }),
    ],
    ['more than there is', JSON.stringify({ ...record(1), extra: true })],
  ])('does not believe an entry that holds %s', async (_name, text) => {
    const { keytar, store } = setUp();
    await store.save(record(1));
    keytar.entries.set('Records of Keyround\nmailbox/mailbox000000001', text);
    expect(await store.load(record(1).id)).toMatchObject({ ok: false, failure: { code: 'keychain.failed' } });
  });

  it('says that the keychain is locked instead of an empty list', async () => {
    const { keytar, open, store } = setUp();
    await store.save(record(1));
    keytar.locked = true;
    expect(await addresses(open())).toBe('keychain.locked');
    expect(await store.load(mailboxIdSchema.parse('mailbox000000001'))).toMatchObject({
      failure: { code: 'keychain.locked' },
    });
  });

  it('keeps a session apart from everything else', async () => {
    const { keytar, store } = setUp('session/s1');
    await store.save(record(1));
    expect([...keytar.entries.keys()]).toContain('Records of Keyround\nsession/s1/mailbox000000001');
  });
});
