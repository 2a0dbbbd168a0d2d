import { createHash } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { httpWire, type ProviderBackend, testProvider } from '../../../../test/kits/provider-kit.ts';
import type { ProviderAccess } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import { fakeHost } from '../fake-server.test-kit.ts';
import { createHttpPanelProvider } from './adapter.ts';
import { anna, apiToken, customer, exampleAt, startFakePanel } from './fake-panel.test-kit.ts';
import type { PanelFiles } from './types.ts';

// Self-consistent, never met a server: the fake is made for the example of the documentation.

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
/** The example with the panel at this port, and the files that hold it. */
function confirmed(port: number, change = (text: string) => text) {
  const text = change(exampleAt(`https://${fakeHost}:${port}`));
  const hash = hashOf(text);
  const files: PanelFiles = { find: (asked) => Promise.resolve(asked === hash ? Buffer.from(text) : null) };
  return { hash, files };
}
/** The rules of the file are taken out: the kit asks every provider for what it says of itself. */
const withoutRules = (text: string): string => text.replace(/"rules": \{[^}]*\},/, '');
const common = { host: fakeHost, fieldOne: customer };

async function startBackend(): Promise<ProviderBackend> {
  const { server, state } = await startFakePanel();
  return {
    host: fakeHost,
    port: server.port,
    access: (door, given) => ({
      address: given.stranger === true ? 'nobody@example.test' : anna,
      user: anna,
      settings: { ...common, panel: confirmed(door.port, withoutRules).hash, mode: given.mode },
      authorities: door.authorities,
      current: given.current,
      credential: given.mode === 'self' ? null : new Secret(given.wrongCredential === true ? 'wrong' : apiToken),
      signal: given.signal,
    }),
    holds: (text) => Promise.resolve(state.password === text),
    reset: (text) => {
      Object.assign(state, { password: text, locked: false });
      return Promise.resolve();
    },
    provoke: (refusal) => {
      if (refusal === 'locked') state.locked = true;
      return Promise.resolve(new Secret(refusal === 'locked' ? 'Another-Plum-Signal-52' : 'Ab1-Short'));
    },
    stop: () => server.stop(),
  };
}

testProvider({
  name: 'a panel by its description, the example of the documentation on a fake',
  create: (limits, door) => createHttpPanelProvider(confirmed(door.port, withoutRules).files, limits),
  start: startBackend,
  changeMark: '/password HTTP/1.1',
  wire: httpWire,
  fixture: new URL('./fixture.json', import.meta.url),
  refusals: { policy: ['provider.too-short'], locked: ['provider.locked'] },
  stranger: ['provider.no-such-mailbox'],
});

describe('a panel by its description, beyond what every provider promises', () => {
  const first = 'First-Mauve-Kettle-41';
  const next = new Secret('Second-Ochre-Anvil-87');
  let panel: Awaited<ReturnType<typeof startFakePanel>>;
  beforeAll(async () => {
    panel = await startFakePanel();
    return () => panel.server.stop();
  });
  afterEach(() => {
    panel.server.requests.length = 0;
  });

  function met(change?: (text: string) => string, more: Partial<ProviderAccess> = {}, settings = {}) {
    panel.state.password = first;
    const { hash, files } = confirmed(panel.server.port, change);
    const access: ProviderAccess = {
      address: anna,
      user: anna,
      settings: { ...common, panel: hash, mode: 'self', ...settings },
      authorities: panel.server.authorities,
      current: new Secret(first),
      credential: new Secret(apiToken),
      signal: new AbortController().signal,
      ...more,
    };
    const provider = createHttpPanelProvider(files, { connect: 2_000, answer: 900 });
    return { access, check: () => provider.check(access), act: () => provider.changePassword(access, next) };
  }

  it('gives the rules that the file states', async () => {
    const { check } = met();
    expect(await check()).toMatchObject({
      kind: 'ready',
      rules: { minLength: 10, maxLength: 64, upper: true, special: false, forbidden: ' ', source: 'manifest' },
    });
  });

  it('looks whether the server is there where the file has no check, and asks it nothing', async () => {
    const withoutCheck = (text: string) => {
      const parsed = JSON.parse(text);
      delete parsed.self.check;
      return JSON.stringify(parsed);
    };
    expect(await met(withoutCheck).check()).toMatchObject({ kind: 'ready' });
    expect(panel.server.requests).toHaveLength(0);
    const strange = await met(withoutCheck, { authorities: [] }).check();
    expect(strange).toMatchObject({ kind: 'not-ready', failure: { code: 'provider.certificate' } });
  });

  it.each<[string, Parameters<typeof met>, string]>([
    [
      'a file that is not the confirmed one',
      [undefined, {}, { panel: '0'.repeat(64) }],
      'provider.description-changed',
    ],
    ['a file that is none any more', [() => '{}'], 'provider.description-changed'],
    ['another host than was confirmed', [undefined, {}, { host: 'evil.example' }], 'provider.settings-incomplete'],
    [
      'a way that the file does not have',
      [(text) => JSON.stringify({ ...JSON.parse(text), admin: undefined }), {}, { mode: 'admin' }],
      'provider.settings-incomplete',
    ],
    ['no number of the customer', [undefined, {}, { fieldOne: '' }], 'provider.settings-incomplete'],
    ['a number that leads elsewhere', [undefined, {}, { fieldOne: '..' }], 'provider.settings-incomplete'],
    ['no current password', [undefined, { current: null }], 'provider.settings-incomplete'],
    [
      'a token that a header cannot carry',
      [undefined, { credential: new Secret('a\nx-evil: b') }, { mode: 'admin' }],
      'provider.settings-incomplete',
    ],
  ])('sends nothing with %s', async (_, given, code) => {
    const { check, act } = met(...given);
    expect(await check()).toMatchObject({ kind: 'not-ready', failure: { code } });
    expect(await act()).toMatchObject({ kind: 'refused', code });
    expect(panel.server.requests).toHaveLength(0);
  });

  it('sends no half character, which would arrive as another password', async () => {
    const { access } = met();
    const provider = createHttpPanelProvider(confirmed(panel.server.port).files);
    const answer = await provider.changePassword(access, new Secret('Plum-\ud800-Signal-52'));
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.policy' });
    expect(panel.server.requests).toHaveLength(0);
  });

  it('does not know after a yes and a no at once', async () => {
    const both = (text: string) =>
      text.replace(
        '"status": [422], "when": [{ "at": "/error/message", "contains": "too short" }]',
        '"status": [200], "when": [{ "at": "/status", "is": "changed" }]',
      );
    const { act } = met(both);
    expect(await act()).toMatchObject({ kind: 'unknown', code: 'provider.odd-answer' });
    expect(panel.state.password).toBe(next.reveal());
  });
});
