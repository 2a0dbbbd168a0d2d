import i18next from 'i18next';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, expect, it } from 'vitest';
import { readCatalogue } from '../../../main/app/catalogue.ts';
import type { DeviceGuide } from '../../../shared/device-guide.ts';
import { clientIdSchema } from '../../../shared/ids.ts';
import type { ClientRecord } from '../../../shared/model.ts';
import type { ClientView } from '../../../shared/views.ts';
import { startTexts } from '../../texts/i18n.ts';
import { GuideBody, GuideCheck } from './guide.tsx';
import { valuesOf } from './guide-values.tsx';
import { keepsKnocking } from './steps.ts';

beforeAll(startTexts);
const guide: DeviceGuide = {
  kind: 'iphone',
  checked: {
    how: 'documentation',
    on: '2026-11-22',
    sources: ['https://www.help.example/a', 'https://help.example/b'],
  },
  receiving: ['Open Settings.', 'Enter the new password.'],
  sending: ['Enter it there too.'],
  pause: ['Close it.'],
  missed: 'It asks again and again.',
  note: null,
};
const client: ClientRecord = {
  ...{ id: clientIdSchema.parse('c'.repeat(16)), kind: 'iphone', name: 'Anna’s iPhone', user: 'anna@firm.example' },
  receiving: { protocol: 'imap', host: 'imap.firm.example', port: 993, security: 'tls' },
  sending: { host: 'smtp.firm.example', port: 587, security: 'starttls' },
  signIn: { how: 'mailbox-password' },
};

it('keeps receiving and sending apart, and says what a missed step looks like', () => {
  const shown = renderToStaticMarkup(<GuideBody guide={guide} />);
  expect(shown).toMatch(/For receiving.*Open Settings\..*For sending.*Enter it there too\..*again and again\./);
  expect(shown.match(/<li>/g)).toHaveLength(3);
  expect(renderToStaticMarkup(<GuideBody guide={{ ...guide, receiving: [] }} />)).not.toContain('For receiving');
});

it.each([
  ['documentation', 'Written from documentation (help.example), 22 November 2026. Not tried on a device.'],
  ['tried', 'Tried, and compared with documentation (help.example), 22 November 2026.'],
  ['general', 'General advice, drawn from help.example, 22 November 2026. The names of menus may differ.'],
] as const)('says that it rests on %s', (how, words) => {
  expect(renderToStaticMarkup(<GuideCheck checked={{ ...guide.checked, how }} />)).toContain(words);
});

it('names no page where it rests on none', () => {
  const checked = { ...guide.checked, how: 'general' as const, sources: [] };
  expect(renderToStaticMarkup(<GuideCheck checked={checked} />)).toContain('General advice, 22 November 2026.');
});

it('offers the values of the sides that the device uses', () => {
  const named = (changes: Partial<ClientRecord>) =>
    valuesOf(i18next.t, { ...client, ...changes }).map(({ value, name, text }) => [value, name, text]);
  expect(named({ receiving: null })).toEqual([
    ['user', 'User name', 'anna@firm.example'],
    ['sending-host', 'Sending (SMTP): server', 'smtp.firm.example'],
    ['sending-port', 'Sending: port', '587 (encryption: STARTTLS)'],
  ]);
  expect(named({ sending: null })[1]).toEqual(['receiving-host', 'Receiving (IMAP): server', 'imap.firm.example']);
});

it('names as loud only what tries by itself with the mailbox password', () => {
  const loud = (changes: Partial<ClientRecord>, grade: ClientView['grade'] = 'waiting') =>
    keepsKnocking({ client: { ...client, ...changes }, grade } as ClientView, readCatalogue());
  expect(loud({})).toBe(true);
  expect(loud({ kind: 'website-form' })).toBe(false);
  expect(loud({ kind: 'a-former-kind' })).toBe(true);
  expect(loud({ signIn: { how: 'elsewhere' } })).toBe(false);
  expect(loud({}, 'gone')).toBe(false);
});
