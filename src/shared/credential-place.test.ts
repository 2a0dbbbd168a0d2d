import { describe, expect, it } from 'vitest';
import { isSamePlace, secretToAskAgain } from './credential-place.ts';
import type { LoginField, ProviderManifest } from './provider.ts';

const field = (key: string, kind: LoginField['kind'], more: Partial<LoginField> = {}): LoginField => ({
  ...{ key, kind, required: false, choices: [], initial: '' },
  ...more,
});
const manifest = {
  fields: [
    field('host', 'host', { required: true }),
    field('port', 'port', { initial: '443' }),
    field('path', 'text'),
    field('panel', 'text'),
    field('mode', 'choice', { choices: ['self', 'admin'], initial: 'self' }),
    field('region', 'choice', { choices: ['eu', 'us'], initial: 'eu' }),
    field('adminName', 'text'),
    field('adminPassword', 'secret'),
  ],
} as unknown as ProviderManifest;
const before = { id: 'one', settings: { host: 'panel.firm.example', port: '443', mode: 'admin', adminName: 'root' } };
const changed = (settings: Record<string, string>, id = 'one') => ({
  id,
  settings: { ...before.settings, ...settings },
});

describe('the place of a kept secret', () => {
  it.each([
    ['nothing is another', {}],
    ['only a name is another', { adminName: 'anna' }],
    ['a default is written out', { region: 'eu' }],
    ['blanks were typed around it', { host: ' panel.firm.example ' }],
  ])('is the same where %s', (_, settings) => {
    expect(isSamePlace(before, changed(settings), manifest)).toBe(true);
    expect(secretToAskAgain(before, changed(settings), manifest)).toBeNull();
  });

  it.each([
    ['host', { host: 'panel.elsewhere.example' }],
    ['port', { port: '8443' }],
    ['path', { path: '/other/' }],
    ['description', { panel: 'f'.repeat(64) }],
    ['region', { region: 'us' }],
  ])('is another with another %s, and the secret is asked for again', (_, settings) => {
    expect(isSamePlace(before, changed(settings), manifest)).toBe(false);
    expect(secretToAskAgain(before, changed(settings), manifest)?.key).toBe('adminPassword');
  });

  it('is another with another provider', () => {
    expect(isSamePlace(before, changed({}, 'two'), manifest)).toBe(false);
  });

  it('is left without asking where nobody needs the secret any more', () => {
    expect(isSamePlace(before, changed({ mode: 'self' }), manifest)).toBe(false);
    expect(secretToAskAgain(before, changed({ mode: 'self' }), manifest)).toBeNull();
  });
});
