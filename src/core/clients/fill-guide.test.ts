import { describe, expect, it } from 'vitest';
import type { GuideFile } from '../../shared/device-guide.ts';
import { clientValue, fillGuide } from './fill-guide.ts';

const file: GuideFile = {
  kind: 'other',
  checked: { how: 'general', on: '2026-11-22', sources: [] },
  words: {
    en: {
      receiving: ['{address} as {user} at {host}, {port}, {security}.'],
      sending: ['Then {host}, {port}, {security}.', 'Done.'],
      pause: ['Close it for {address}.'],
      missed: '{user} is asked.',
    },
    de: { receiving: [], sending: [], pause: ['Beenden.'], missed: 'Fehler.', note: 'Für {address}.' },
  },
};
const client = {
  user: 'anna',
  receiving: { protocol: 'imap', host: 'imap.firm.example', port: 993, security: 'tls' },
  sending: { host: 'smtp.firm.example', port: 587, security: 'starttls' },
} as const;
const fill = (changes: Partial<Parameters<typeof fillGuide>[3]> = {}, language: 'en' | 'de' | 'fr' = 'en') =>
  fillGuide(file, language, 'anna@firm.example', { ...client, ...changes }, (security) => `[${security}]`);

describe('the guide of one client', () => {
  it('has the values of each side in the sentences of that side', () => {
    expect(fill()).toEqual({
      kind: 'other',
      checked: file.checked,
      receiving: ['anna@firm.example as anna at imap.firm.example, 993, [tls].'],
      sending: ['Then smtp.firm.example, 587, [starttls].', 'Done.'],
      pause: ['Close it for anna@firm.example.'],
      missed: 'anna is asked.',
      note: null,
    });
  });

  it('leaves out a side that the client does not use', () => {
    expect(fill({ receiving: null })).toMatchObject({ receiving: [], sending: [expect.anything(), 'Done.'] });
    expect(fill({ sending: null })).toMatchObject({ receiving: [expect.anything()], sending: [] });
  });

  it('does not fill what a value brings along', () => {
    expect(fill({ user: '{host}{user}$&' }).missed).toBe('{host}{user}$& is asked.');
  });

  it('is in the language that was asked for, or in English', () => {
    expect(fill({}, 'de')).toMatchObject({ pause: ['Beenden.'], note: 'Für anna@firm.example.' });
    expect(fill({}, 'fr').pause).toEqual(['Close it for anna@firm.example.']);
  });
});

describe('one value of a client', () => {
  it.each([
    ['user', 'anna'],
    ['receiving-host', 'imap.firm.example'],
    ['receiving-port', '993'],
    ['sending-host', 'smtp.firm.example'],
    ['sending-port', '587'],
  ] as const)('%s', (name, text) => {
    expect(clientValue(client, name)).toBe(text);
    expect(clientValue({ user: 'anna', receiving: null, sending: null }, name)).toBe(name === 'user' ? 'anna' : null);
  });
});
