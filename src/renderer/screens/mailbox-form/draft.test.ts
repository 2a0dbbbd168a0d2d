import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ProviderManifest } from '../../../shared/provider.ts';
import { startTexts } from '../../texts/i18n.ts';
import { emptyMailbox, keptSecret, mailboxFaults } from './draft.ts';

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
    const faults = (kept: 'again' | 'kept') => mailboxFaults(i18next.t, elsewhere, provider, null, kept);
    expect(faults('again')).toHaveProperty(['settings.apiToken']);
    expect(faults('kept')).not.toHaveProperty(['settings.apiToken']);
  });
});
