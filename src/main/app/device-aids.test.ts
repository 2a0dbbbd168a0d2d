import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import jsqr from 'jsqr';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { deviceCodeSchema } from '../../shared/device-code.ts';
import { clientIdSchema, mailboxIdSchema } from '../../shared/ids.ts';
import { type MailboxRecord, mailboxRecordSchema } from '../../shared/model.ts';
import { success } from '../../shared/result.ts';
import { createQueue } from '../storage/one-at-a-time.ts';
import type { App } from './app.ts';
import { deviceCode, fileName, printSlip, saveProfile, squareCode } from './device-aids.ts';
import { createSay } from './say.ts';
import { newId } from './system.ts';

const mailbox = mailboxIdSchema.parse('mailbox000000001');
const ids = ['client0000000001', 'client0000000002', 'client0000000003'].map((id) => clientIdSchema.parse(id));
const [phone, iphone, scanner] = ids.map((client) => ({ mailbox, client }));
if (!phone || !iphone || !scanner) throw new Error('three devices');

function newRecord(): MailboxRecord {
  const [one, two, three] = ids;
  const receiving = { protocol: 'imap', host: 'imap.example.test', port: 993, security: 'tls' };
  const sending = { host: 'smtp.example.test', port: 465, security: 'tls' };
  const both = { user: 'anna@example.test', receiving, sending, signIn: { how: 'mailbox-password' } };
  return mailboxRecordSchema.parse({
    ...{ schema: 1, id: mailbox, addedAt: 0, address: 'anna@example.test', kind: 'ordinary', user: both.user },
    ...{ provider: { id: 'fake', settings: {} }, receiving, sending, authorities: [], credential: null },
    clients: [
      { ...both, id: one, kind: 'thunderbird-mobile', name: 'Phone' },
      { ...both, id: two, kind: 'iphone', name: 'iPhone' },
      { ...both, id: three, kind: 'scanner', name: 'Scanner', receiving: null },
    ],
  });
}

let record = newRecord();
let saves = 0;
let folder = '';
let path: string | null = null;
/** What happens while the dialog stands open. */
let whileAsked = (): void => undefined;
const printed: string[] = [];
beforeEach(() => {
  [record, saves, path, whileAsked] = [newRecord(), 0, null, () => undefined];
  printed.length = 0;
  folder = mkdtempSync(join(tmpdir(), 'keyround-aids-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const newSpace = () => ({
  editing: createQueue(),
  workspace: {
    world: {
      records: {
        load: () => Promise.resolve(success(record)),
        save: (next: MailboxRecord) => {
          saves += 1;
          record = mailboxRecordSchema.parse(next);
          return Promise.resolve(success(undefined));
        },
      },
      clock: { now: () => 1_700_000_000_000 },
      newId,
    },
  },
});
let space = newSpace();

const app = {
  spaces: { active: () => space },
  native: {
    chooseWhereToSave: (name: string, kind: string) => {
      expect([name, kind]).toEqual(['Mail anna@example.test.mobileconfig', 'mobileconfig']);
      whileAsked();
      return Promise.resolve(path);
    },
    saveFile: (to: string, content: string) => {
      writeFileSync(to, content, { mode: 0o600 });
      return Promise.resolve(true);
    },
    print: (html: string) => {
      printed.push(html);
      return Promise.resolve();
    },
  },
  say: createSay(),
} as unknown as App;

/** What a camera reads off a screen: the squares with a light border, four pixels each. */
function scan(rows: readonly string[]): string | undefined {
  const scale = 4;
  const width = (rows.length + 8) * scale;
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
  for (let y = 0; y < width; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const dark = rows[Math.floor(y / scale) - 4]?.[Math.floor(x / scale) - 4] === '1';
      if (dark) pixels.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return jsqr(pixels, width, width, { inversionAttempts: 'dontInvert' })?.data;
}

it('draws a code that reads as the settings, without a password', async () => {
  const answer = await deviceCode(app, phone);
  if (!answer.ok || !answer.value.rows) throw new Error('no code');
  expect(deviceCodeSchema.parse(answer.value).why).toBeNull();
  expect(JSON.parse(scan(answer.value.rows) ?? '')).toEqual([
    1,
    [1, 1],
    [0, 'imap.example.test', 993, 3, 1, 'anna@example.test'],
    [
      [
        [0, 'smtp.example.test', 465, 3, 1, 'anna@example.test'],
        ['anna@example.test', 'anna@example.test'],
      ],
    ],
  ]);
});

it.each([60, 300, 800])('draws a code of %d characters that can be read', async (length) => {
  const text = '["a\\"b",1,2,'.padEnd(length, 'xY9.@-');
  expect(scan(await squareCode(text))).toBe(text);
});

it('says why there is no code, and offers none for another kind of device', async () => {
  record = { ...record, address: 'ännä@example.test' };
  expect(await deviceCode(app, phone)).toEqual(success({ rows: null, why: 'not-ascii' }));
  expect(await deviceCode(app, iphone)).toMatchObject({ ok: false, failure: { code: 'request.invalid' } });
  expect(await deviceCode(app, { ...phone, client: clientIdSchema.parse('client0000000009') })).toMatchObject({
    ok: false,
    failure: { code: 'request.not-found' },
  });
});

const idIn = (file: string): string | undefined =>
  /keyround\.mailbox\.([a-z0-9]{16})</.exec(readFileSync(file, 'utf8'))?.[1];

it('keeps the name of the first profile for every later one', async () => {
  path = join(folder, 'a.mobileconfig');
  expect(await saveProfile(app, iphone)).toEqual(success({ saved: true }));
  const first = idIn(path);
  expect(first).toBe(record.profileId);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  path = join(folder, 'b.mobileconfig');
  expect(await saveProfile(app, iphone)).toEqual(success({ saved: true }));
  expect([idIn(path), saves]).toEqual([first, 1]);
});

it('leaves everything as it is when nobody says where to save, or the device reads no profile', async () => {
  expect(await saveProfile(app, iphone)).toEqual(success({ saved: false }));
  path = join(folder, 'a.mobileconfig');
  expect(await saveProfile(app, phone)).toMatchObject({ ok: false, failure: { code: 'request.invalid' } });
  record = { ...record, clients: record.clients.map((client) => ({ ...client, sending: null })) };
  expect(await saveProfile(app, iphone)).toMatchObject({ ok: false, failure: { code: 'request.invalid' } });
  expect([saves, record.profileId]).toEqual([0, undefined]);
});

it('keeps nothing in a space that was left while the dialog stood open', async () => {
  path = join(folder, 'a.mobileconfig');
  whileAsked = () => {
    space = newSpace();
  };
  expect(await saveProfile(app, iphone)).toMatchObject({ ok: false, failure: { code: 'request.wrong-stage' } });
  expect([saves, existsSync(path)]).toEqual([0, false]);
});

it('prints a slip with the guide for this device and no word that is missing', async () => {
  expect((await printSlip(app, scanner)).ok).toBe(true);
  const page = printed[0] ?? '';
  expect(page).toContain('smtp.example.test, SMTP, port 465');
  expect(page).not.toContain('imap.example.test');
  expect(page).toMatch(/<ol class="steps"><li>[A-Z]/);
  expect(page).not.toMatch(/(slip|guide|clientKind|mailboxForm)\.[a-z]/);
});

it('makes a file name of any address', () => {
  expect(fileName('a/b\\c:d*"<é>@example.test')).toBe('a_b_c_d___é_@example.test');
});
