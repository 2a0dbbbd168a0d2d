import { describe, expect, it } from 'vitest';
import { Secret } from '../../../core/secret.ts';
import { providerManifestSchema } from '../../../shared/provider.ts';
import { createByHandProvider } from './adapter.ts';
import { byHandPage } from './page.ts';

const page = (typed: string, address = 'anna@example.co.uk') => byHandPage({ page: typed }, address);

describe('the page of a change by hand', () => {
  it.each([
    ['https://panel.example.co.uk/password', 'anna@example.co.uk', true],
    ['https://example.co.uk/', 'anna@mail.example.co.uk', true],
    ['https://EXAMPLE.co.uk/', 'anna@Example.CO.UK', true],
    ['https://xn--mnchen-3ya.test/', 'anna@m\u00fcnchen.test', true],
    ['https://other.co.uk/', 'anna@example.co.uk', false],
    ['https://example.co.uk.evil.test/', 'anna@example.co.uk', false],
    ['https://evil.github.io/', 'anna@mine.github.io', false],
    ['https://panel.host.test/', 'broken address', false],
  ])('%s for %s: inside the domain %s', (typed, address, insideDomain) => {
    expect(page(typed, address)).toMatchObject({ ok: true, value: { insideDomain } });
  });

  it('shows look-alike letters for what they are', () => {
    expect(page('https://ex\u0430mple.co.uk/')).toMatchObject({
      value: { host: 'xn--exmple-4nf.co.uk', insideDomain: false },
    });
  });

  it.each([
    'http://example.co.uk/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://co.uk/',
    'https://localhost/',
    'https://example.co.uk@evil.test/',
    'https://example.co.uk:8443/',
    'example.co.uk',
    `https://example.co.uk/${'x'.repeat(1_000)}`,
  ])('refuses %s', (typed) => {
    expect(page(typed)).toMatchObject({ ok: false, failure: { code: 'request.invalid', field: 'page' } });
  });

  it('is optional', () => {
    expect(byHandPage({}, 'anna@example.co.uk')).toEqual({ ok: true, value: null });
  });
});

describe('the provider for changes by hand', () => {
  const provider = createByHandProvider();
  const access = (typed: string) => ({
    address: 'anna@example.co.uk',
    user: 'anna@example.co.uk',
    settings: { page: typed },
    authorities: [],
    current: null,
    credential: null,
    signal: new AbortController().signal,
  });

  it('has a manifest that keeps to the schema', () => {
    expect(providerManifestSchema.parse(provider.manifest)).toEqual(provider.manifest);
  });

  it('is ready unless the page is none', async () => {
    expect(await provider.check(access(''))).toEqual({ kind: 'ready', rules: null, warnings: [] });
    expect(await provider.check(access('http://example.co.uk/'))).toMatchObject({
      kind: 'not-ready',
      failure: { code: 'provider.settings-incomplete' },
    });
  });

  it('sends nothing if it is called nevertheless', async () => {
    const answer = await provider.changePassword(access(''), new Secret('Second-Ochre-Anvil-87'));
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.not-allowed' });
  });
});
