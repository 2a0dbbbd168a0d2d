import { describe, expect, it } from 'vitest';
import { Secret } from '../../core/secret.ts';
import type { AdministratorWay } from '../providers/administrator-ways.ts';
import { createAdministratorSignIn } from './administrator-sign-in.ts';
import { createGrants } from './grants.ts';
import { createSay } from './say.ts';
import { newId } from './system.ts';

const way: AdministratorWay = {
  client: (settings, clientSecret) =>
    settings['clientId'] === undefined
      ? null
      : {
          page: 'https://login.firm.example/authorize',
          token: { host: '127.0.0.1', port: 9, path: '/token' },
          clientId: settings['clientId'],
          clientSecret,
          scope: 'users',
          more: {},
        },
  signedIn: (refreshToken) => refreshToken,
  readKeyFile: (bytes) =>
    bytes.length === 0 ? null : { email: 'office@project.example', credential: new Secret('the key') },
};

function start(file: Uint8Array | null = null) {
  const pages: URL[] = [];
  const grants = createGrants(newId);
  const native = {
    openPage: (url: string) => {
      pages.push(new URL(url));
      return Promise.resolve();
    },
    chooseKeyFile: () => Promise.resolve(file),
  };
  const signIn = createAdministratorSignIn({
    native,
    say: createSay(),
    grants,
    wayOf: (id) => (id === 'suite' ? way : null),
  });
  const begin = (settings: Record<string, string> = { clientId: 'office' }, provider = 'suite') =>
    signIn.begin({ provider, settings, clientSecret: null });
  return { pages, grants, signIn, begin };
}
const failedWith = (code: string) => ({ ok: false, failure: { code } });

describe('an administrator’s sign-in', () => {
  it('opens nothing where the settings are not whole, or the provider has no such way', async () => {
    const { begin, pages } = start();
    expect(await begin({})).toMatchObject(failedWith('provider.settings-incomplete'));
    expect(await begin(undefined, 'by-hand')).toMatchObject(failedWith('provider.settings-incomplete'));
    expect(await begin(undefined, 'constructor')).toMatchObject(failedWith('provider.settings-incomplete'));
    expect(pages).toEqual([]);
  });

  it('ends the one before it, and can be stopped', async () => {
    const { begin, signIn, pages } = start();
    const first = begin();
    const second = begin();
    expect(await first).toMatchObject(failedWith('request.cancelled'));
    signIn.stop();
    expect(await second).toMatchObject(failedWith('request.cancelled'));
    expect(pages.length).toBeGreaterThan(0);
  });

  it('says in words of its own what the browser shows', async () => {
    const { begin, signIn, pages } = start();
    const begun = begin();
    while (pages.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const answer = await fetch(`${pages[0]?.searchParams.get('redirect_uri')}/`);
    expect(await answer.text()).toBe('There is nothing here for you. Go back to Keyround.\n');
    signIn.stop();
    await begun;
  });
});

describe('a key file', () => {
  it('becomes a name for what is held', async () => {
    const { signIn, grants } = start(Uint8Array.of(1));
    const chosen = await signIn.chooseKeyFile('suite');
    expect(chosen).toMatchObject({ ok: true, value: { account: 'office@project.example' } });
    expect(JSON.stringify(chosen)).not.toContain('the key');
    const handle = chosen.ok ? (chosen.value?.credential ?? '') : '';
    expect(grants.redeemed('suite', { credential: handle })['credential']).toBeInstanceOf(Secret);
  });

  it('is none, or was not chosen', async () => {
    expect(await start(new Uint8Array()).signIn.chooseKeyFile('suite')).toMatchObject(
      failedWith('request.not-a-key-file'),
    );
    expect(await start(Uint8Array.of(1)).signIn.chooseKeyFile('by-hand')).toMatchObject(
      failedWith('request.not-a-key-file'),
    );
    expect(await start(null).signIn.chooseKeyFile('suite')).toEqual({ ok: true, value: null });
  });
});

describe('what is held for a form', () => {
  it('is given for its own provider only, any number of times, until the space is left', () => {
    const grants = createGrants(newId);
    const credential = new Secret('the credential');
    const handle = grants.hold('suite', credential);
    expect(grants.redeemed('suite', { credential: handle, other: 'typed' })).toEqual({ credential, other: 'typed' });
    expect(grants.redeemed('suite', { credential: handle })).toEqual({ credential });
    expect(grants.redeemed('another', { credential: handle })).toEqual({ credential: handle });
    grants.dropAll();
    expect(grants.redeemed('suite', { credential: handle })).toEqual({ credential: handle });
  });

  it('is forgotten when many came after it', () => {
    const grants = createGrants(newId);
    const handles = Array.from({ length: 21 }, () => grants.hold('suite', new Secret('x')));
    const is = (at: number) => grants.redeemed('suite', { credential: handles[at] ?? '' })['credential'];
    expect(is(0)).toBe(handles[0]);
    expect(is(1)).toBeInstanceOf(Secret);
  });
});
