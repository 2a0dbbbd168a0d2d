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
