import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { countKeyringEntries } from '../../scripts/practice/keyring-entries.mjs';
import { leavePractice, makeRound, reportNames } from '../../scripts/practice/round.mjs';
import { reportViewSchema } from '../../src/shared/views.ts';
import {
  answerQuestions,
  folderFor,
  freshPlace,
  type LinuxPlace,
  type OpenApp,
  openApp,
  userDataOf,
} from './support/app.ts';
import { findSecret, type Trace, textOfPdf, traceOfPage, tracesOf } from './support/canary.ts';
import { photographFailures } from './support/photograph.ts';
import { imapSignsIn } from './support/raw-imap.ts';

const address = 'anna@practice.example';
const services = ['Practice secrets of Keyround', 'Practice records of Keyround'];
const savedSchema = reportViewSchema.extend({ format: z.literal('keyround-report'), formatVersion: z.literal(1) });

/** A practice round in the window, made by the very driver that `npm run practice` uses. */
function practiceRound(password?: string) {
  const pictures = mkdtempSync(join(tmpdir(), 'keyround-pictures-'));
  const lines: string[] = [];
  const traces: Trace[] = [];
  let place: LinuxPlace;
  let opened: OpenApp;
  let scene: Awaited<ReturnType<typeof makeRound>>;

  beforeAll(async () => {
    place = await freshPlace();
    opened = await openApp(place);
    scene = await makeRound(opened, {
      pictures,
      reports: folderFor(place, 'reports'),
      say: (line) => lines.push(line),
      onStep: async (step) => {
        traces.push(await traceOfPage(opened, step), ...tracesOf(place, opened));
      },
      ...(password === undefined ? {} : { password }),
    });
  });
  afterAll(async () => {
    await opened?.kill();
    await place?.stop();
    rmSync(pictures, { recursive: true, force: true });
  });
  photographFailures(() => opened);

  const saved = (format: keyof typeof reportNames) => join(scene.reports, reportNames[format]);
  return {
    pictures,
    lines,
    traces,
    place: () => place,
    opened: () => opened,
    scene: () => scene,
    saved,
    report: () => savedSchema.parse(JSON.parse(readFileSync(saved('json'), 'utf8'))),
    entries: async () => {
      const counts = await Promise.all(services.map((service) => countKeyringEntries(place.desktop, service)));
      return counts.reduce((sum, count) => sum + count);
    },
  };
}

describe('the practice round, from the first screen to the saved report', () => {
  const round = practiceRound();

  it('leaves a picture of each step', () => {
    const names = readdirSync(round.pictures).sort(
      (one, other) => Number.parseInt(one, 10) - Number.parseInt(other, 10),
    );
    expect(names).toEqual([
      ...['1-first-screen.png', '2-mailbox.png', '3-check-up.png', '4-get-ready.png', '5-new-password.png'],
      ...['6-round-begins.png', '7-round.png', '8-round-done.png', '9-report.png'],
    ]);
  });

  it('counts each grade by itself and claims nothing that was not seen', () => {
    const { counts, everyDeviceConfirmed, outcome, refusedSignIns, clients, ...report } = round.report();
    expect(report.address).toBe(address);
    expect(outcome).toBe('finished');
    expect(Object.entries(counts).filter(([, count]) => count > 0)).toEqual([
      ['stored', 2],
      ['told', 4],
      ['gone', 1],
    ]);
    expect(everyDeviceConfirmed).toBe(false);
    expect(refusedSignIns).toBe(0);
    for (const { receiving, sending, grade } of clients) {
      if (grade === 'gone') continue;
      for (const lamp of [receiving, sending]) expect(lamp.state === 'unused' || lamp.state === 'known').toBe(true);
      if (sending.state === 'known') expect(sending.finding).toMatchObject({ ok: true, protocol: 'smtp' });
    }
  });

  it('saves a PDF whose words name the mailbox, the devices and their evidence', () => {
    const path = round.saved('pdf');
    expect(readFileSync(path).subarray(0, 5).toString()).toBe('%PDF-');
    const words = textOfPdf(path).replaceAll(/\s+/g, ' ');
    for (const part of [
      address,
      'Nothing left to do: 2 confirmed: the apps hold the new password, 4 as you told us, 1 no longer in use',
      'Outlook in the office',
    ])
      expect(words).toContain(part);
    expect(words).not.toContain('Every device confirmed');
  });

  it('saves a web page without scripts', () => {
    const html = readFileSync(round.saved('html'), 'utf8');
    expect(html).toContain(address);
    expect(html).toContain('You marked this as done.');
    expect(html).not.toMatch(/<script|javascript:|\son\w+=|<iframe|<object|<link|src=|@import|url\(/i);
  });

  it('says line by line what was seen, with times', () => {
    const words = round.lines.join('\n');
    expect(words).toMatch(/The mail server accepted the new password \(IMAP \d+ ms, POP3 \d+ ms, SMTP \d+ ms\)\./);
    expect(words).toContain('2 read back from the app, 4 as you told us, 1 gone');
  });

  it('makes the page complain about nothing', () => {
    expect(round.opened().complaints()).toEqual([]);
  });

  it('leaves nothing behind when it is left', async () => {
    const folder = join(userDataOf(round.place()), 'practice');
    expect(existsSync(folder)).toBe(true);
    expect(await round.entries()).toBeGreaterThan(0);
    await leavePractice(round.scene());
    expect(existsSync(folder)).toBe(false);
    expect(await round.entries()).toBe(0);
  });
});

describe('a password of one’s own in the practice round', () => {
  const marker = 'Marker-7-quokka-"<&%/?';
  const round = practiceRound(marker);
  const found = (traces: readonly Trace[]) => findSecret(traces, marker, [address]);
  /** Where two apps of the made-up home folder keep their own passwords: they were updated with a person's yes. */
  const isStore = (place: string) => /\/practice\/home\/(?:\.msmtprc|\.getmail\/getmailrc) \(/.test(place);

  it('is the true one for the mail server itself, and the one before it is not', async () => {
    const { page } = round.opened();
    const [imap] = round.report().clients.map(({ client }) => client.receiving);
    if (imap?.protocol !== 'imap') throw new Error('the first device does not use IMAP');
    expect(await imapSignsIn(imap.port, address, marker)).toBe('accepted');
    await answerQuestions(round.opened(), 'go');
    await page.getByRole('button', { name: 'Back to the mailbox' }).click();
    await page.getByRole('button', { name: 'Show: Previous password' }).click();
    const before = (await page.getByRole('group', { name: 'The password' }).textContent()) ?? '';
    expect(before.length).toBeGreaterThan(7);
    await page.getByRole('button', { name: 'Hide: Previous password' }).click();
    expect(await imapSignsIn(imap.port, address, before)).toBe('refused');
    expect(await imapSignsIn(imap.port, address, marker)).toBe('accepted');
  });

  it('was looked for where something is to be found', () => {
    const control = findSecret(round.traces, address, []).join('\n');
    for (const place of [/page at round/, /page at report/]) expect(control).toMatch(place);
    const report = findSecret(tracesOf(round.place(), round.opened()), address, []).join('\n');
    for (const place of [/report\.json \(plain\)/, /report\.html \(plain\)/, /report\.pdf as text \(plain\)/])
      expect(report).toMatch(place);
    const places = round.traces.map(({ where }) => where).join('\n');
    for (const place of [/practice\/journal\/[^/]+$/m, /\/cmdline$/m, /\/environ$/m, /output of the app/])
      expect(places).toMatch(place);
  });

  it('is found in two apps that were updated and nowhere else: on no page, in no file, in no process', async () => {
    expect(round.traces.length).toBeGreaterThan(100);
    const places = found(round.traces);
    expect(places.filter((place) => !isStore(place))).toEqual([]);
    expect(places.some(isStore)).toBe(true);
    expect(found([{ where: 'what the driver said', bytes: Buffer.from(round.lines.join('\n')) }])).toEqual([]);
    await leavePractice(round.scene());
    await round.opened().close();
    expect(found(tracesOf(round.place(), round.opened()))).toEqual([]);
    expect(await round.entries()).toBe(0);
  });
});
