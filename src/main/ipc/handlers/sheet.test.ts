import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addClient } from '../../app/clients.ts';
import { temporaryFolders } from '../../storage/temporary-folder.test-kit.ts';
import { address, Computer, context, passwordOfNow, value } from './whole-app.test-kit.ts';

const newFolder = temporaryFolders();
let computer: Computer;
beforeEach(async () => {
  computer = await Computer.begin(newFolder());
});
afterEach(async () => {
  vi.useRealTimers();
  await computer.service.stop();
});

describe('the emergency sheet', () => {
  it('lists every kept password with what is known of it', async () => {
    const app = computer.start();
    const { mailbox } = await computer.addWithTwo(app);
    const client = { kind: 'other', name: 'Fetcher', user: address, receiving: null };
    const sending = { host: 'mail.example.test', port: 465, security: 'tls' } as const;
    value(await addClient(app.home, mailbox, { ...client, sending, signIn: 'app-password' }, 'own-password-1'));
    const sheet = value(await app.calls['safety.sheet']({}, context));
    expect(sheet).toMatchObject({ lost: 0, mailboxes: [{ mailbox, address, journal: null, record: null }] });
    const rows = sheet.mailboxes[0]?.versions.map(({ label, device }) => [label, device]);
    expect(rows).toEqual([
      ['current', null],
      ['previous', null],
      ['app-password', 'Fetcher'],
    ]);
    expect(sheet.mailboxes[0]?.versions).toHaveLength(computer.secretsKept().length);
    expect(JSON.stringify(sheet)).not.toContain('own-password-1');
  });

  it('answers with a broken journal, a broken record and a broken index, and every row can be shown', async () => {
    const { mailbox, old } = await computer.addWithTwo(computer.start());
    appendFileSync(computer.journalOf(mailbox), 'nonsense\n');
    writeFileSync(join(computer.folder, 'home', 'index.json'), 'nonsense');
    computer.keytar.entries.set(`Records of Keyround\nmailbox/${mailbox}`, 'nonsense');
    const app = computer.start();
    const sheet = value(await app.calls['safety.sheet']({}, context));
    expect(sheet.mailboxes).toMatchObject([
      { mailbox, address: null, journal: { code: 'journal.unreadable' }, record: { code: 'keychain.failed' } },
    ]);
    const shown: string[] = [];
    for (const { version, label } of sheet.mailboxes[0]?.versions ?? []) {
      expect(label).toBe('unknown');
      const subject = { what: 'version', mailbox, version } as const;
      const { token } = value(await app.calls['secrets.askToReveal']({ subject }, context));
      shown.push(value(await app.calls['secrets.reveal']({ token }, context)).password);
    }
    expect(shown.sort()).toEqual([old, passwordOfNow].sort());
    expect(computer.asked).toBe(2);
  });

  it('answers while a journal and the index hang', async () => {
    const app = computer.start();
    const mailbox = await computer.add(app);
    const { workspace } = app.spaces.active();
    const never = () => new Promise<never>(() => undefined);
    Object.assign(workspace.world.journal, { read: never });
    Object.assign(workspace.world.records, { list: never });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const reading = app.calls['safety.sheet']({}, context);
    await vi.waitFor(async () => {
      await vi.advanceTimersByTimeAsync(2_500);
      expect(await Promise.race([reading, Promise.resolve(null)])).not.toBeNull();
    });
    const sheet = value(await reading);
    expect(sheet.mailboxes).toMatchObject([{ mailbox, address, journal: { code: 'journal.failed' } }]);
  });

  it('says that the keychain is locked', async () => {
    const app = computer.start();
    await computer.add(app);
    computer.keytar.before = () => {
      throw new Error('Cannot get secret of a locked object');
    };
    expect(await app.calls['safety.sheet']({}, context)).toMatchObject({ failure: { code: 'keychain.locked' } });
  });
});
