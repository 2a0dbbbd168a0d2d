import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { providerManifestSchema } from '../../shared/provider.ts';
import { createProviders } from './registry.ts';

const practice = { host: '127.0.0.1', port: 1, token: 'none', authorities: [] };

it('lists every provider folder but the template, each under its own name', () => {
  const folders = readdirSync(fileURLToPath(new URL('.', import.meta.url)), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== '_template')
    .map((entry) => entry.name);
  const ids = createProviders({ practice }).map(({ manifest }) => manifest.id);
  expect([...ids].sort()).toEqual(folders.sort());
});

it('offers the practice provider only where the practice service runs', () => {
  expect(createProviders({ practice: null }).some(({ manifest }) => manifest.practice)).toBe(false);
  expect(createProviders({ practice }).filter(({ manifest }) => manifest.practice)).toHaveLength(1);
});

it('has manifests that keep to the schema', () => {
  for (const { manifest } of createProviders({ practice })) {
    expect(providerManifestSchema.parse(manifest)).toEqual(manifest);
  }
});

it('has a method for everything that a manifest claims to tell, and for nothing else', () => {
  for (const { manifest, signIns, appPasswords, listMailboxes } of createProviders({ practice })) {
    const { signInLog, appPasswords: tellsThose, listsMailboxes } = manifest.capabilities;
    const has = [signIns, appPasswords, listMailboxes].map((method) => method !== undefined);
    expect(has, manifest.id).toEqual([signInLog, tellsThose, listsMailboxes]);
  }
});
