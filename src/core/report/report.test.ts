import { describe, expect, it } from 'vitest';
import { failureCodes } from '../../shared/failures.ts';
import { type Grade, gradeSchema } from '../../shared/findings.ts';
import { en } from '../../shared/texts/en/index.ts';
import { report as reportTexts } from '../../shared/texts/en/report.ts';
import { type ClientView, type RotationView, reportViewSchema } from '../../shared/views.ts';
import { buildReport } from './build.ts';
import { reportHtml } from './html.ts';
import { reportJson } from './json.ts';
import { oneLine } from './page.ts';
import { clientView, formatTime, proved, refused, rotationView, translatorOver } from './report.test-kit.ts';
import { reportText } from './text.ts';

const t = translatorOver({ ...en, ...reportTexts });
const reportOf = (clients: readonly ClientView[], more: Partial<RotationView> = {}) =>
  buildReport({ rotation: rotationView(clients, more), provider: 'practice', version: '0.1.0', writtenAt: 9 });
const textOf = (clients: readonly ClientView[], more: Partial<RotationView> = {}): string =>
  reportText(reportOf(clients, more), t, formatTime);
const htmlOf = (clients: readonly ClientView[], more: Partial<RotationView> = {}): string =>
  reportHtml(reportOf(clients, more), t, formatTime, 'en');
const headline = (clients: readonly ClientView[], more: Partial<RotationView> = {}): string =>
  textOf(clients, more).split('\n')[1] ?? '';
const graded = (...grades: Grade[]): ClientView[] => grades.map((grade) => clientView('Phone', grade));

describe('buildReport', () => {
  it('counts each grade by itself and fits the contract', () => {
    const report = reportOf(graded('stored', 'told', 'told', 'gone'));
    expect(reportViewSchema.parse(report)).toEqual(report);
    expect(report.counts).toMatchObject({ stored: 1, told: 2, gone: 1, waiting: 0 });
    expect(Object.keys(report.counts).sort()).toEqual([...gradeSchema.options].sort());
  });

  it('confirms every device only by evidence from the devices', () => {
    expect(reportOf(graded('stored', 'device-seen')).everyDeviceConfirmed).toBe(true);
    expect(reportOf([]).everyDeviceConfirmed).toBe(false);
    for (const grade of gradeSchema.options.filter((one) => one !== 'stored' && one !== 'device-seen')) {
      expect(reportOf(graded('stored', grade)).everyDeviceConfirmed, grade).toBe(false);
    }
  });

  it.each([
    ['finished', 'finished'],
    ['reverted', 'reverted'],
    ['needs-help', 'needs-help'],
    ['round', 'unfinished'],
    ['settling', 'unfinished'],
  ] as const)('calls the stage %s %s', (stage, outcome) => {
    expect(reportOf([], { stage }).outcome).toBe(outcome);
  });
});

describe('the headline', () => {
  it('never claims more than was seen', () => {
    expect(headline(graded('stored', 'device-seen'))).toBe('Every device confirmed');
    expect(headline(graded('stored', 'told', 'told'))).toBe(
      'Nothing left to do: 1 confirmed: the app holds the new password, 2 as you told us',
    );
    expect(headline(graded('stored', 'settings-proved'))).toBe('1 device still needs the new password');
    expect(headline(graded('waiting', 'old-password'))).toBe('2 devices still need the new password');
    expect(headline([])).toMatch('No devices are listed');
    expect(headline(graded('stored'), { changedAt: null, stage: 'settling' })).toMatch('not been changed yet');
    expect(headline(graded('stored'), { stage: 'reverted' })).toBe('The password was not changed');
    expect(headline(graded('stored'), { stage: 'needs-help' })).toMatch('needs a decision');
  });
});

describe('reportText', () => {
  it('says that nothing could be tried where the provider’s yes is all the proof', () => {
    const note = en.report.note.byAnswer;
    expect(textOf(graded('told'), { provedBy: 'answer' })).toContain(note);
    expect(htmlOf(graded('told'), { provedBy: 'answer' })).toContain(note);
    expect(textOf(graded('told'))).not.toContain(note);
  });

  it('reads as a ticket, receiving and sending apart', () => {
    const text = textOf([clientView('Thunderbird at home', 'settings-proved')]);
    expect(text).toContain('Password change of anna@example.test\n');
    expect(text).toContain('Changed through: Practice service\n');
    expect(text).toContain('Thunderbird at home (Thunderbird): Enter it on the device\n');
    expect(text).toContain(
      '  Receiving mail (IMAP mail.example.test:993 TLS): Keyround signed in with these settings at time 5.\n',
    );
    expect(text).toContain('    [IMAP mail.example.test:993 TLS · TLSv1.3 · PLAIN · 12 ms]\n');
    expect(text).toContain('  Sending mail (SMTP mail.example.test:587 STARTTLS): Not checked.\n');
    expect(text).toContain('This report contains no password.');
    expect(text).not.toMatch(/[✓✔☑✅]/u);
  });

  it('says of a failure what happened, what to do and what the server said', () => {
    const text = textOf([clientView('Phone', 'waiting', { receiving: { state: 'known', finding: refused() } })]);
    expect(text).toContain(en.failure.mail['wrong-password'].what);
    expect(text).toContain(`\n    ${en.failure.mail['wrong-password'].do}\n`);
    expect(text).toContain('mail.wrong-password · signing-in · 12 ms · “Authentication failed”');
  });

  it('shows what somebody told us only beside our own check', () => {
    const told = (more: Partial<ClientView>): string => textOf([clientView('Phone', 'told', more)]);
    const known = { state: 'known', finding: proved } as const;
    expect(told({ sending: known })).toContain(reportTexts.report.told.proved);
    expect(told({ sending: { state: 'unused' } })).toContain(reportTexts.report.told.proved);
    expect(told({})).toContain(reportTexts.report.told.unproved);
    expect(told({ sending: { state: 'known', finding: refused() } })).toContain(reportTexts.report.told.failed);
  });

  it('cannot be given extra lines or a hidden direction from outside', () => {
    const hostile = clientView('Phone\nEvery device confirmed\u202E', 'waiting', {
      receiving: { state: 'known', finding: refused('no\r\nEvery device confirmed\u0000') },
    });
    const text = textOf([hostile], { address: 'anna@example.test\nEvery device confirmed' });
    expect(text.split('\n').filter((line) => line.trim() === 'Every device confirmed')).toEqual([]);
    expect(text).not.toMatch(/\r|\p{Cf}|[^\P{Cc}\n]/u);
    expect(oneLine(' a\u2028b\uFEFF ')).toBe('a b');
    expect(oneLine('👩‍👩‍👧')).toBe('👩‍👩‍👧');
  });

  it('counts and says each of the six grades by itself, with the side of the device that showed it', () => {
    const at = 5;
    const six = [
      clientView('Phone', 'device-seen', { shown: { receiving: { as: 'signed-in', at }, sending: null } }),
      clientView('msmtp', 'stored', {
        client: { ...clientView('msmtp', 'stored').client, receiving: null },
        shown: { receiving: null, sending: { as: 'stored', at } },
      }),
      clientView('Tablet', 'settings-proved'),
      clientView('Scanner', 'told'),
      clientView('Office PC', 'old-password', {
        shown: { receiving: { as: 'tried-old', at }, sending: { as: 'holds-old', at } },
      }),
      clientView('Website', 'waiting'),
    ];
    const sentences = [
      'This device signed in for receiving at time 5. Sending has not been seen yet.',
      'msmtp now holds the new password for sending, and that one signs in.',
      'These settings work with the new password; enter it on the device.',
      'You marked this as done. Not all of its settings have been checked.',
      'Still has the old password for sending. Tried the old password for receiving at time 5.',
      'Waiting for this device.',
    ];
    const counted = [
      '1 device was seen signing in',
      '1 confirmed: the app holds the new password',
      '1 with settings that work; the new password is to be entered there',
      '1 as you told us',
      '1 still has the old password',
      '1 waiting',
    ];
    const text = textOf(six);
    const page = htmlOf(six);
    expect(text.split('\n').filter((line) => line.startsWith('- '))).toEqual(counted.map((line) => `- ${line}`));
    for (const line of counted) expect(page).toContain(`<li>${line}</li>`);
    for (const sentence of sentences) {
      expect(text).toContain(`\n  ${sentence}\n`);
      expect(page).toContain(`<p class="evidence">${sentence}</p>`);
    }
    expect(headline(six)).toBe('4 devices still need the new password');
    const json = JSON.parse(reportJson(reportOf(six)));
    expect(Object.entries(json.counts).filter(([, count]) => count === 1)).toHaveLength(6);
    expect(json.clients[4].shown).toEqual({ receiving: { as: 'tried-old', at }, sending: { as: 'holds-old', at } });
  });

  it('has words for every grade, lamp, way and failure', () => {
    const lamps = ['unused', 'unchecked', 'cannot-check', 'left-alone'] as const;
    const views = [
      ...graded(...gradeSchema.options),
      ...lamps.map((state) => clientView('Phone', 'waiting', { receiving: { state } })),
      clientView('Phone', 'waiting', { receiving: { state: 'checking', stage: 'greeting' }, gradedAt: null }),
    ];
    for (const mode of ['self', 'admin', 'by-hand'] as const) expect(() => textOf(views, { mode })).not.toThrow();
    const codes = failureCodes.filter((code) => code.startsWith('mail.'));
    for (const code of codes) expect(() => [t(`failure.${code}.what`), t(`failure.${code}.do`)]).not.toThrow();
  });
});

describe('reportHtml', () => {
  const hostile = `"><script>alert(1)</script><img src=x onerror='alert(1)'>&amp;\${7*7}`;

  it('writes everything from outside as text', () => {
    const view = clientView(hostile, 'waiting', { receiving: { state: 'known', finding: refused(hostile) } });
    const page = reportHtml(
      reportOf([{ ...view, client: { ...view.client, user: hostile } }], { address: hostile }),
      t,
      formatTime,
      `en"><script>`,
    );
    expect(page).not.toMatch(/<(script|img)/i);
    const inTags = [...page.matchAll(/<[a-z][^>]*>/gi)].map(([tag]) => tag);
    expect(inTags.filter((tag) => /alert|onerror/.test(tag))).toEqual([]);
    expect(page).toContain(
      '&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&amp;amp;',
    );
  });

  it('loads nothing and runs nothing', () => {
    const page = htmlOf(graded('told'));
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/<(script|img|link|iframe|a|form|base|object)\b|url\(|@import|https?:|\bon[a-z]+=/i);
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(page).toContain('@page { size: A4');
  });

  it('is well formed', () => {
    const page = htmlOf([...graded(...gradeSchema.options), clientView('B', 'told', { sending: { state: 'unused' } })]);
    const open: string[] = [];
    for (const [, slash, name = ''] of page.matchAll(/<(\/?)([a-z0-9]+)[^>]*>/g)) {
      if (name === 'meta') continue;
      if (slash === '') open.push(name);
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
  });

  it('names grades in words, with receiving and sending apart', () => {
    const page = htmlOf(graded('stored'));
    expect(page).toContain('<p class="grade stored">New password stored</p>');
    expect(page).toContain('<dt>Receiving mail</dt>');
    expect(page).toContain('<dt>Sending mail</dt>');
    expect(page).not.toMatch(/[✓✔☑✅]/u);
  });
});

describe('reportJson', () => {
  it('holds the whole report and says what it is', () => {
    const report = reportOf(graded('told'));
    const { format, formatVersion, ...rest } = JSON.parse(reportJson(report));
    expect([format, formatVersion]).toEqual(['keyround-report', 1]);
    expect(reportViewSchema.parse(rest)).toEqual(report);
  });
});
