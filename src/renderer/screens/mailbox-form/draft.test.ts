import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PanelView } from '../../../shared/panel.ts';
import type { ProviderManifest } from '../../../shared/provider.ts';
import { startTexts } from '../../texts/i18n.ts';
import { emptyMailbox, keptSecret, mailboxFaults } from './draft.ts';
import { isSought } from './other-ways.tsx';
import { askedBy } from './use-asked.ts';

beforeAll(startTexts);
const field = (key: string, kind: ProviderManifest['fields'][number]['kind'], required = true) => ({
  ...{ key, kind, required, initial: '' },
  choices: kind === 'choice' ? ['self', 'admin'] : [],
});
const provider = {
  id: 'panel',
  fields: [
    field('host', 'host'),
    field('mode', 'choice'),
    field('name', 'text', false),
    field('apiToken', 'secret', false),
  ],
} as unknown as ProviderManifest;
const settings = { host: 'panel.firm.example', mode: 'admin' };
const view = (hasCredential: boolean) => ({
  hasCredential,
  settings: {
    ...({ address: 'anna@firm.example', kind: 'ordinary', user: 'anna', receiving: null, sending: null } as const),
    provider: { id: provider.id, settings },
  },
});
const text = (values: Record<string, string>) => ({
  ...emptyMailbox([provider]),
  values: { ...settings, apiToken: '', ...values },
});

describe('the secret field of a mailbox that is edited', () => {
  it.each([
    ['kept', {}, true],
    ['kept', { name: 'anna' }, true],
    ['again', { host: 'panel.elsewhere.example' }, true],
    ['nothing', { mode: 'self' }, true],
    ['nothing', {}, false],
  ] as const)('is %s with %j', (kept, values, had) => {
    expect(keptSecret(view(had), text(values), provider)).toBe(kept);
  });

  it('has to be filled in again where the kept one would go to another place', () => {
    const elsewhere = text({ host: 'panel.elsewhere.example' });
    const faults = (kept: 'again' | 'kept', asked: string[] = []) =>
      Object.keys(mailboxFaults(i18next.t, elsewhere, provider, { addressFault: null, kept, asked }));
    expect(faults('again')).toContain('settings.apiToken');
    expect(faults('kept')).not.toContain('settings.apiToken');
  });
});

describe('what a panel’s file asks for', () => {
  const words = { label: 'Name', help: '' };
  const panel: PanelView = {
    ...{ hash: 'f'.repeat(64), name: 'A panel', origin: 'https://panel.firm.example', host: 'panel.firm.example' },
    ...{ self: true, admin: { name: words, secret: words }, fields: [{ key: 'name', ...words }] },
  };

  it('has to be filled in, the administrator’s name only where one makes the change', () => {
    expect(askedBy(panel, 'self')).toEqual(['name']);
    expect(askedBy(panel, 'admin')).toEqual(['name', 'signInName']);
    const facts = { addressFault: null, kept: 'nothing' } as const;
    const faults = (asked: readonly string[]) =>
      Object.keys(mailboxFaults(i18next.t, text({}), provider, { ...facts, asked }));
    expect(faults(askedBy(panel, 'self'))).toContain('settings.name');
    expect(faults([])).not.toContain('settings.name');
  });
});

it.each([
  ['', true],
  ['zim', true],
  ['ZIMBRA admin', true],
  ['administrator', true],
  ['plesk', false],
  ['zimbra plesk', false],
])('a provider is found by “%s”: %s', (sought, found) => {
  expect(isSought({ name: 'Zimbra', about: 'By an administrator.' }, sought)).toBe(found);
});
