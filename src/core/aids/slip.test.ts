import { expect, it } from 'vitest';
import { en } from '../../shared/texts/en/index.ts';
import { clientView, formatTime, translatorOver } from '../report/report.test-kit.ts';
import { type SlipParts, slipHtml } from './slip.ts';

const t = translatorOver(en);
const { client } = clientView('Scanner <b>upstairs</b>', 'waiting');
const guide = { receiving: ['Open Mail & settings.'], sending: ['Type <new>.'], missed: 'It asks again.', note: null };
const slip = (more: Partial<SlipParts> = {}): string =>
  slipHtml({ address: 'anna@example.test', client, guide, writtenAt: 7, ...more }, t, formatTime, 'en');

it('has the values, the steps, the date and a line for the password', () => {
  const page = slip({ client: { ...client, user: 'anna.b' } });
  for (const text of [
    'New password for anna@example.test',
    '<bdi>anna.b</bdi>',
    'mail.example.test, IMAP, port 993, encryption: SSL/TLS',
    'mail.example.test, SMTP, port 587, encryption: STARTTLS',
    '<li>Open Mail &amp; settings.</li>',
    '<li>Type &lt;new&gt;.</li>',
    'It asks again.',
    'Password: <span></span>',
    'at time 7',
  ])
    expect(page).toContain(text);
  expect(page).toContain('Scanner &lt;b&gt;upstairs&lt;/b&gt;');
});

it('leaves out a side that the device does not use', () => {
  const page = slip({ client: { ...client, receiving: null }, guide: { ...guide, receiving: [], note: 'A note.' } });
  expect(page).not.toContain('IMAP');
  expect(page).not.toContain('Open Mail');
  expect(page).toContain('A note.');
});

it('runs nothing and loads nothing, whatever stands in a name', () => {
  const hostile = '<script>alert(1)</script><img src=x onerror=alert(1)>\u202eline\ntwo';
  const page = slip({ address: hostile, client: { ...client, name: hostile, user: hostile } });
  expect(page).toContain("default-src 'none'");
  expect(page).not.toMatch(/<(script|img|link|iframe)/);
  expect(page).not.toContain('\u202e');
});
