import { expect, it } from 'vitest';
import { httpWire, testProvider } from '../../../../test/kits/provider-kit.ts';
import { Secret } from '../../../core/secret.ts';
import { createPostfixAdminProvider } from './adapter.ts';
import {
  adminName,
  adminPassword,
  fakeAddress,
  fakeFolder,
  fakeHost,
  startFakePostfixAdmin,
} from './fake-postfixadmin.test-kit.ts';

// The same contract is kept on the real pages in test/integration/postfixadmin.test.ts; these are scripted.

testProvider({
  name: 'PostfixAdmin, scripted',
  create: (limits) => createPostfixAdminProvider(limits),
  changeMark: 'assword2',
  wire: httpWire,
  fixture: new URL('./fixture.json', import.meta.url),
  refusals: { policy: ['provider.too-short'] },
  stranger: ['provider.no-such-mailbox'],
  start: async () => {
    const { fake, port, stop } = await startFakePostfixAdmin();
    return {
      host: fakeHost,
      port,
      access: (door, given) => ({
        address: given.stranger === true ? 'stranger@example.test' : fakeAddress,
        user: fakeAddress,
        settings: { host: door.host, port: String(door.port), path: fakeFolder, mode: given.mode, adminName },
        authorities: door.authorities,
        current: given.current,
        credential: new Secret(given.wrongCredential === true ? 'wrong' : adminPassword),
        signal: given.signal,
      }),
      holds: (password) => Promise.resolve(fake.password === password),
      reset: (password) => {
        fake.password = password;
        return Promise.resolve();
      },
      provoke: () => Promise.resolve(new Secret('A-1b')),
      stop,
    };
  },
});

it.each([
  ['an address in other letters', fakeHost, 'Anna@Example.test'],
  ['a server without a name', '::1', fakeAddress],
])('is told by the list that it is done: %s', async (_, host, address) => {
  const { fake, port, authority, stop } = await startFakePostfixAdmin(host);
  try {
    const provider = createPostfixAdminProvider({ connect: 2_000, answer: 2_000 });
    const answer = await provider.changePassword(
      {
        ...{ address, user: address, current: null, signal: new AbortController().signal },
        settings: { host, port: String(port), path: fakeFolder, mode: 'admin', adminName },
        authorities: [{ host, pem: authority, fingerprint: '', subject: 'Fake' }],
        credential: new Secret(adminPassword),
      },
      new Secret('Second-Ochre-Anvil-87'),
    );
    expect(answer).toEqual({ kind: 'accepted' });
    expect(fake.password).toBe('Second-Ochre-Anvil-87');
  } finally {
    await stop();
  }
});

it('hides a password that the list repeats after the change', async () => {
  const { fake, port, authority, stop } = await startFakePostfixAdmin();
  try {
    fake.listSays = { errors: ['Second-Ochre-Anvil-87 is not what I like'] };
    const provider = createPostfixAdminProvider({ connect: 2_000, answer: 2_000 });
    const access = {
      ...{ address: fakeAddress, user: fakeAddress, current: null, signal: new AbortController().signal },
      settings: { host: fakeHost, port: String(port), path: fakeFolder, mode: 'admin', adminName },
      authorities: [{ host: fakeHost, pem: authority, fingerprint: '', subject: 'Fake' }],
      credential: new Secret(adminPassword),
    };
    expect(await provider.changePassword(access, new Secret('Second-Ochre-Anvil-87'))).toMatchObject({
      kind: 'unknown',
      technical: expect.stringMatching(/200 \[hidden\] is not what I like$/),
    });
  } finally {
    await stop();
  }
});
