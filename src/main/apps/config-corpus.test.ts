import { mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AppAccount, MailApp } from '../../core/apps/mail-app.ts';
import { Secret } from '../../core/secret.ts';
import { temporaryFolders } from '../storage/temporary-folder.test-kit.ts';
import { appDisk } from './app-disk.ts';
import { type Scratch, scratchHome } from './apps.test-kit.ts';
import { byteText, spanText } from './byte-text.ts';
import { clawsMail } from './claws-mail/app.ts';
import type { ConfigTexts, PasswordPlace, Reading } from './config-account.ts';
import { type ConfigFormat, configApp } from './config-app.ts';
import { corpus, usual } from './config-cases.test-kit.ts';
import { exchanged } from './config-change.ts';
import { type ConfigCase, caseFile, isOnlyExchanged, oldPassword } from './config-corpus.test-kit.ts';
import { load } from './config-load.ts';
import { getmail } from './getmail/app.ts';
import { getmailCases } from './getmail/corpus.test-kit.ts';
import { configFormats } from './registry.ts';

const newFolder = temporaryFolders();
const old = new Secret(oldPassword);
/** Every sign that means something somewhere, and letters of two and three bytes. */
const hard = new Secret('N"e\'w \\ $x `y` %z%% #;:=@/[]{}!~ \u00e4\u20ac');
const plain = new Secret('New-Pass-2');

const cases = corpus.flatMap(([format, all]) => all.map((one) => [format.manifest.id, one.is, format, one] as const));

function put({ files }: ConfigCase): Scratch {
  const scratch = scratchHome(newFolder());
  for (const [name, text] of Object.entries(files)) {
    const path = join(scratch.home, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, caseFile(text).bytes, { mode: 0o600 });
  }
  return scratch;
}

const content = (scratch: Scratch, { files }: ConfigCase) =>
  Object.fromEntries(Object.keys(files).map((name) => [name, readFileSync(join(scratch.home, name))]));

async function say(app: MailApp, account: AppAccount): Promise<string> {
  const { holds, why } = await app.holds(account, { right: hard, earlier: [old] }, null);
  return `${account.protocol} ${account.user} ${account.host} ${holds}${why ? `:${why}` : ''}`;
}

const files = corpus.flatMap(([, all]) => all.flatMap((one) => Object.keys(one.files))).length;
const kinds = ['linked', 'denied', 'enormous'] as const;

it(`has ${cases.length} sets of settings in ${files} files, and ${kinds.length * corpus.length} that cannot be read or written`, () => {
  expect(files).toBeGreaterThanOrEqual(100);
  expect(corpus.map(([format]) => format)).toEqual(configFormats);
});

describe.each(cases)('%s: %s', (_id, _is, format, one) => {
  it('is read as it is', async () => {
    const app = configApp(format)(put(one));
    const { accounts, troubles } = await app.find();
    const said = await Promise.all(accounts.map((account) => say(app, account)));
    expect(said.sort()).toEqual([...one.says].sort());
    expect(troubles.map(({ why }) => why)).toEqual(one.troubles ?? []);
    expect(JSON.stringify([accounts, troubles])).not.toContain(oldPassword);
  });

  it('is changed in the password alone, and put back', async () => {
    const scratch = put(one);
    const app = configApp(format)(scratch);
    const before = content(scratch, one);
    const swap = { from: old, to: one.narrow ? plain : hard };
    for (const account of (await app.find()).accounts) {
      const known = { right: swap.to, earlier: [old] };
      if ((await app.holds(account, known, null)).holds !== 'old') continue;
      const plan = await app.plan(account, swap, null);
      const written = await app.write(account, swap, null);
      if (one.refuses) {
        expect([plan, written]).toMatchObject([{ why: one.refuses }, { why: one.refuses, effect: 'none' }]);
        expect(content(scratch, one)).toEqual(before);
        continue;
      }
      expect([plan, written]).toMatchObject([{ possible: true }, { done: true }]);
      expect(await app.holds(account, known, null)).toEqual({ holds: 'new', why: null });
      for (const [name, bytes] of Object.entries(content(scratch, one))) {
        expect(isOnlyExchanged(caseFile(one.files[name] ?? ''), bytes)).toBe(true);
      }
      expect(written.done && (await written.undo())).toMatchObject({ done: true });
      expect(content(scratch, one)).toEqual(before);
    }
  });
});

/** All files of a case lie in a repository, and links lead there. */
function linked(one: ConfigCase): Scratch {
  const scratch = scratchHome(newFolder());
  mkdirSync(join(scratch.home, 'dotfiles', '.git'), { recursive: true });
  for (const [name, text] of Object.entries(one.files)) {
    const target = join(scratch.home, 'dotfiles', name);
    mkdirSync(dirname(target), { recursive: true });
    mkdirSync(dirname(join(scratch.home, name)), { recursive: true });
    writeFileSync(target, caseFile(text).bytes);
    symlinkSync(target, join(scratch.home, name));
  }
  return scratch;
}

describe.each(corpus)('an app’s usual settings', (format, all) => {
  const one = usual(all);
  const { name } = format.manifest;

  it(`of ${name}, linked into a repository, are read and not written`, async () => {
    const scratch = linked(one);
    const app = configApp(format)(scratch);
    const before = content(scratch, one);
    const swap = { from: old, to: plain };
    const tried: unknown[] = [];
    for (const account of (await app.find()).accounts) {
      if ((await app.holds(account, { right: plain, earlier: [old] }, null)).holds !== 'old') continue;
      expect(await app.plan(account, swap, null)).toEqual({ possible: false, why: 'tracked' });
      tried.push(await app.write(account, swap, null));
    }
    expect(tried).toContainEqual({ done: false, why: 'tracked', effect: 'none' });
    expect(content(scratch, one)).toEqual(before);
  });

  it(`of ${name} that may not be read are told, or nothing is said of them`, async () => {
    const { home, folder } = put(one);
    const denied = () => Promise.reject(Object.assign(new Error('denied'), { code: 'EACCES' }));
    const scratch = scratchHome(folder, { ...appDisk, open: denied });
    const { accounts, troubles } = await configApp(format)(scratch).find();
    expect(accounts).toEqual([]);
    // a file that was found by looking into a folder may be something else altogether
    const isByChance = (await format.roots(scratch)).some(({ byChance }) => byChance === true);
    if (!isByChance) expect(troubles.map(({ why }) => why)).toContain('unreadable');
    expect(troubles.every(({ place }) => place.startsWith(home))).toBe(true);
  });

  it(`of ${name} of 50 MB are not read`, async () => {
    const scratch = put(one);
    for (const file of Object.keys(one.files)) truncateSync(join(scratch.home, file), 50 << 20);
    const { accounts, troubles } = await configApp(format)(scratch).find();
    expect(accounts).toEqual([]);
    expect(new Set(troubles.map(({ why }) => why))).toEqual(new Set(['too-large']));
  });
});

it('a file of 50 MB that is found by looking into a folder changes nothing that is said of the others', async () => {
  const one = usual(getmailCases);
  const scratch = put(one);
  const [file = ''] = Object.keys(one.files);
  const large = join(scratch.home, dirname(file), 'large');
  writeFileSync(large, '');
  truncateSync(large, 50 << 20);
  const app = configApp(getmail)(scratch);
  const { accounts, troubles } = await app.find();
  expect((await Promise.all(accounts.map((account) => say(app, account)))).sort()).toEqual([...one.says].sort());
  expect(troubles).toEqual([]);
});

interface Opened {
  readonly texts: ConfigTexts;
  readonly read: (texts: ConfigTexts) => Reading;
}

/** The properties are tried on every place of the corpus. */
const patience = 120_000;

/** The settings of a case in memory, each root with all the files that it reads. */
async function open(format: ConfigFormat, one: ConfigCase): Promise<Opened[]> {
  const scratch = put(one);
  const found = await Promise.all(
    (await format.roots(scratch)).map(async (root) => {
      const { texts } = await load(scratch, root, null);
      return { texts, read: (now: ConfigTexts) => root.read(now, null) };
    }),
  );
  return found.filter(({ texts }) => [...texts.values()].some((text) => text !== null));
}

const places = ({ accounts }: Reading): PasswordPlace[] => [
  ...new Map(
    accounts.flatMap(({ held }) => (held.is === 'password' ? [[`${held.at.from} ${held.at.file}`, held.at]] : [])),
  ).values(),
];

/** True if it was exchanged; fails where anything but that place has changed or another password would be read. */
function exchangesOnly({ texts, read }: Opened, place: PasswordPlace, password: string): boolean {
  const text = texts.get(place.file) ?? '';
  const now = exchanged(texts, place, password, read);
  if (now === null) return false;
  expect(now.slice(0, place.from)).toBe(text.slice(0, place.from));
  expect(now.endsWith(text.slice(place.to))).toBe(true);
  const again = places(read(new Map(texts).set(place.file, now))).filter(
    ({ file, from }) => file === place.file && from === place.from,
  );
  expect(again.length).toBeGreaterThan(0);
  for (const one of again) expect(one.reveal()).toBe(password);
  return true;
}

const printable = fc
  .string({ minLength: 1, maxLength: 40, unit: 'grapheme-ascii' })
  .filter((text) => text.trim() === text);

const tried = async (format: ConfigFormat, all: readonly ConfigCase[]) => {
  const opened = (await Promise.all(all.map((one) => open(format, one)))).flat();
  return opened.flatMap((one) => places(one.read(one.texts)).map((place) => ({ one, place })));
};

describe.each(corpus)('any password', (format, all) => {
  const numRuns = format === clawsMail ? 3 : 20;
  it(`is written so that ${format.manifest.name} reads just it, or not at all`, { timeout: patience }, async () => {
    const odd = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 60 }));
    for (const { one, place } of await tried(format, all)) {
      fc.assert(
        fc.property(odd, (password) => void exchangesOnly(one, place, password)),
        { numRuns },
      );
    }
  });

  it(`of what is on every keyboard can be written for ${format.manifest.name}`, { timeout: patience }, async () => {
    const wide = all.filter(
      ({ refuses, narrow, says }) => !refuses && !narrow && says.some((said) => said.endsWith(' old')),
    );
    for (const { one, place } of await tried(format, wide)) {
      fc.assert(
        fc.property(printable, (password) => exchangesOnly(one, place, password)),
        { numRuns },
      );
    }
  });
});

const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.integer({ min: 0, max: 12 }),
  put: fc.oneof(
    fc.constantFrom(
      '',
      '"',
      "'",
      '\\',
      '\n',
      '\r',
      '#',
      ';',
      '%',
      '$',
      '`',
      '=',
      ':',
      '[',
      ']',
      '@',
      '//',
      ' ',
      '\t',
      '\0',
      '\u00ef',
    ),
    fc.string({ unit: 'binary', maxLength: 8 }),
  ),
});

describe.each(corpus)('broken settings', (format, all) => {
  it(`of ${format.manifest.name} are read without falling over, and never changed beside the password`, {
    timeout: patience,
  }, async () => {
    const opened = (await Promise.all(all.map((one) => open(format, one)))).flat();
    for (const one of opened) {
      fc.assert(
        fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
          const texts = new Map(one.texts);
          for (const [path, text] of texts) if (text !== null) texts.set(path, mutated(text, mutations));
          const broken = { ...one, texts };
          for (const place of places(one.read(texts)).slice(0, 3)) {
            expect(spanText(texts.get(place.file) ?? '', place)).not.toBe('');
            exchangesOnly(broken, place, 'New-Pass-2');
          }
        }),
        { numRuns: format === clawsMail ? 10 : 30 },
      );
    }
  });
});

function mutated(text: string, mutations: readonly { at: number; cut: number; put: string }[]): string {
  return mutations.reduce((now, { at, cut, put: bytes }) => {
    const from = Math.floor(at * now.length);
    return now.slice(0, from) + byteText(Buffer.from(bytes, 'utf8')) + now.slice(from + cut);
  }, text);
}
