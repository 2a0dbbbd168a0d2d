import { createCipheriv, createHash, createHmac, pbkdf2Sync, randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import initSqlJs from 'sql.js';

/*
 * Profiles as Thunderbird leaves them, written from NSS's documented form and with SQLite itself: nothing of the product
 * takes part, so that a mistake made twice does not hide.
 */
const keyName = Buffer.from('f8000000000000000000000000000001', 'hex');
const oids = {
  aes: '060960864801650304012a',
  tripleDes: '06082a864886f70d0307',
  pbes2: '06092a864886f70d01050d',
  pbkdf2: '06092a864886f70d01050c',
  hmacSha256: '06082a864886f70d0209',
  pbeOld: '060b2a864886f70d010c050103',
};

const tlv = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const { length } = body;
  if (length < 128) return Buffer.concat([Buffer.from([tag, length]), body]);
  return Buffer.concat([
    length < 256 ? Buffer.from([tag, 0x81, length]) : Buffer.from([tag, 0x82, length >> 8, length & 255]),
    body,
  ]);
};
const hex = (text: string) => Buffer.from(text, 'hex');
const seal = (name: string, key: Buffer, iv: Buffer, text: Buffer) => {
  const cipher = createCipheriv(name, key, iv);
  return Buffer.concat([cipher.update(text), cipher.final()]);
};

function wrapNew(value: Buffer, salt: Buffer, primary: string, told?: number): Buffer {
  const hash = { 20: 'sha1', 32: 'sha256', 48: 'sha384', 64: 'sha512' }[salt.length] ?? 'sha1';
  const iterations = primary === '' ? 1 : 10_000;
  const entrySalt = randomBytes(32);
  const password = createHash(hash).update(salt).update(primary).digest();
  const key = pbkdf2Sync(password, entrySalt, iterations, 32, 'sha256');
  const iv = tlv(0x04, randomBytes(14));
  const number = (told ?? iterations).toString(16);
  const count = tlv(0x02, hex(number.padStart(number.length + (number.length % 2), '0')));
  const derivation = tlv(0x30, tlv(0x04, entrySalt), count, hex('020120'), tlv(0x30, hex(oids.hmacSha256)));
  const parameters = tlv(0x30, tlv(0x30, hex(oids.pbkdf2), derivation), tlv(0x30, hex(oids.aes), iv));
  return tlv(0x30, tlv(0x30, hex(oids.pbes2), parameters), tlv(0x04, seal('aes-256-cbc', key, iv, value)));
}

function wrapOld(value: Buffer, salt: Buffer, primary: string): Buffer {
  const entrySalt = randomBytes(20);
  const hp = createHash('sha1').update(salt).update(primary).digest();
  const chp = createHash('sha1').update(hp).update(entrySalt).digest();
  const mac = (...parts: readonly Buffer[]) => createHmac('sha1', chp).update(Buffer.concat(parts)).digest();
  const key = Buffer.concat([mac(entrySalt, entrySalt), mac(mac(entrySalt), entrySalt)]);
  const parameters = tlv(0x30, tlv(0x04, entrySalt), hex('020101'));
  const text = seal('des-ede3-cbc', key.subarray(0, 24), key.subarray(32, 40), value);
  return tlv(0x30, tlv(0x30, hex(oids.pbeOld), parameters), tlv(0x04, text));
}

export interface StoreKeys {
  readonly aes: Buffer;
  readonly tripleDes: Buffer;
}

let loading: ReturnType<typeof initSqlJs> | null = null;
/** SQLite itself, loaded once: it takes a second on a computer that is busy. */
export const sqlite = (): ReturnType<typeof initSqlJs> => {
  loading ??= initSqlJs();
  return loading;
};

export interface KeyOptions {
  readonly primary?: string;
  /** Default 20 bytes, or 48 with a primary password, as Thunderbird does it. */
  readonly saltLength?: number;
  /** As before 2020. */
  readonly old?: boolean;
  /** Which of the two keys are there; default both. */
  readonly only?: 'aes' | 'tripleDes';
  /** How often the password is said to be hashed, whatever was done. */
  readonly told?: number;
  /** How many keys of other kinds lie beside them, sealed in a way that nobody knows. */
  readonly strangers?: number;
  /** How many copies of each key there are. */
  readonly copies?: number;
}

/** A `key4.db` with NSS's tables, and the keys in it. */
export async function makeKeys(options: KeyOptions = {}): Promise<{ readonly db: Buffer; readonly keys: StoreKeys }> {
  const { primary = '', old = false, only, told, strangers = 0, copies = 1 } = options;
  const salt = randomBytes(options.saltLength ?? (primary === '' ? 20 : 48));
  const wrap = (value: Buffer) => (old ? wrapOld(value, salt, primary) : wrapNew(value, salt, primary, told));
  const keys = { aes: randomBytes(32), tripleDes: randomBytes(24) };
  const { Database } = await sqlite();
  const db = new Database();
  const attributes = ['a0', 'a1', 'a2', 'a3', 'a10', 'a11', 'a12', 'a80', 'a100', 'a102', 'a162'];
  // NSS has a column for every attribute that there is, and fills in a few.
  const others = Array.from({ length: 110 }, (_, i) => `a8${(0x1000 + i).toString(16)}`);
  db.run(`CREATE TABLE nssPrivate (id PRIMARY KEY UNIQUE ON CONFLICT ABORT, ${[...attributes, ...others].join(', ')})`);
  db.run('CREATE TABLE metaData (id PRIMARY KEY UNIQUE ON CONFLICT REPLACE, item1, item2)');
  db.run('INSERT INTO metaData VALUES (?, ?, ?)', ['password', salt, wrap(Buffer.from('password-check'))]);
  db.run('INSERT INTO metaData VALUES (?, ?, ?)', ['sig_key_1f2e_00000011', randomBytes(32), null]);
  const rows = (['tripleDes', 'aes'] as const).filter((name) => only === undefined || only === name);
  const insert = (bound: (number | Buffer)[]) =>
    db.run('INSERT INTO nssPrivate (id, a0, a11, a100, a102) VALUES (?, ?, ?, ?, ?)', bound);
  for (let i = 0; i < strangers; i += 1) {
    // a private key, a secret key for something else
    const [a0 = '', kind = ''] =
      [
        ['00000003', '0000001f'],
        ['00000004', '00000010'],
      ][i % 2] ?? [];
    insert([1_000 + i, hex(a0), hex('3000'), hex(kind), keyName]);
  }
  for (const [i, name] of rows.flatMap((one) => Array<typeof one>(copies).fill(one)).entries()) {
    const kind = hex(name === 'aes' ? '0000001f' : '00000015');
    insert([i + 1, hex('00000004'), wrap(keys[name]), kind, keyName]);
  }
  const bytes = Buffer.from(db.export());
  db.close();
  return { db: bytes, keys };
}

export type Sealing = 'aes' | 'tripleDes';

/** One value of `logins.json`. */
export function sealed(text: string, keys: StoreKeys, how: Sealing): string {
  const iv = randomBytes(how === 'aes' ? 16 : 8);
  const body = seal(how === 'aes' ? 'aes-256-cbc' : 'des-ede3-cbc', keys[how], iv, Buffer.from(text));
  const kind = tlv(0x30, hex(how === 'aes' ? oids.aes : oids.tripleDes), tlv(0x04, iv));
  return tlv(0x30, tlv(0x04, keyName), kind, tlv(0x04, body)).toString('base64');
}

export interface Entry {
  readonly origin: string;
  readonly user: string;
  readonly password: string;
  readonly how: Sealing;
}

/** A `logins.json` as Thunderbird 153 writes it. */
export function loginsJson(entries: readonly Entry[], keys: StoreKeys): string {
  const logins = entries.map(({ origin, user, password, how }, i) => ({
    id: i + 1,
    ...{ hostname: origin, httpRealm: origin, formSubmitURL: null, usernameField: '', passwordField: '' },
    encryptedUsername: sealed(user, keys, how),
    encryptedPassword: sealed(password, keys, how),
    ...{ guid: `{${randomUUID()}}`, encType: how === 'aes' ? 2 : 1, timeCreated: 1_700_000_000_000 + i },
    ...{ timeLastUsed: 1_700_000_000_000, timePasswordChanged: 1_700_000_000_000, timesUsed: 3, syncCounter: 1 },
    everSynced: false,
  }));
  const more = { potentiallyVulnerablePasswords: [], dismissedBreachAlertsByLoginGUID: {}, version: 3 };
  return JSON.stringify({ nextId: logins.length + 1, logins, ...more });
}

export const anna = 'anna@example.test';
export const host = 'mail.example.test';

/** Settings of one IMAP account that also sends, and of one that fetches by POP3. */
export const prefsJs = `// Mozilla User Preferences

// DO NOT EDIT THIS FILE.

user_pref("mail.accountmanager.accounts", "account1,account2,account3");
user_pref("mail.account.account1.identities", "id1");
user_pref("mail.account.account1.server", "server1");
user_pref("mail.account.account2.server", "server2");
user_pref("mail.account.account3.server", "server3");
user_pref("mail.server.server1.type", "imap");
user_pref("mail.server.server1.hostname", "${host}");
user_pref("mail.server.server1.port", 993);
user_pref("mail.server.server1.socketType", 3);
user_pref("mail.server.server1.authMethod", 3);
user_pref("mail.server.server1.userName", "${anna}");
user_pref("mail.server.server2.type", "none");
user_pref("mail.server.server2.hostname", "Local Folders");
user_pref("mail.server.server2.userName", "nobody");
user_pref("mail.server.server3.type", "pop3");
user_pref("mail.server.server3.hostname", "${host}");
user_pref("mail.server.server3.userName", "bert@example.test");
user_pref("mail.smtpservers", "smtp1");
user_pref("mail.smtpserver.smtp1.hostname", "${host}");
user_pref("mail.smtpserver.smtp1.port", 587);
user_pref("mail.smtpserver.smtp1.try_ssl", 2);
user_pref("mail.smtpserver.smtp1.authMethod", 3);
user_pref("mail.smtpserver.smtp1.username", "${anna}");
`;

export interface ProfileParts {
  readonly prefs?: string;
  readonly logins?: string;
  readonly keys?: Buffer;
}

/** Puts a profile into a home folder, the way `profiles.ini` names it. Returns its folder. */
export function putProfile(home: string, { prefs = prefsJs, logins, keys }: ProfileParts): string {
  const root = join(home, '.thunderbird');
  const folder = join(root, 'k3y5.default-esr');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const ini =
    '[Install1F2E]\nDefault=k3y5.default-esr\nLocked=1\n\n[Profile0]\nName=default-esr\nIsRelative=1\nPath=k3y5.default-esr\n';
  writeFileSync(join(root, 'profiles.ini'), ini);
  writeFileSync(join(folder, 'prefs.js'), prefs, { mode: 0o600 });
  if (logins !== undefined) writeFileSync(join(folder, 'logins.json'), logins, { mode: 0o600 });
  if (keys) writeFileSync(join(folder, 'key4.db'), keys, { mode: 0o600 });
  return folder;
}
