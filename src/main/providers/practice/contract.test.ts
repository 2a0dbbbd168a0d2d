import { httpWire, testProvider } from '../../../../test/kits/provider-kit.ts';
import { systemClock } from '../../../../test/kits/system-clock.ts';
import { Secret } from '../../../core/secret.ts';
import { noSwitches, startPractice } from '../../practice/service.ts';
import { createPracticeProvider } from './adapter.ts';

const address = 'anna@practice.example';
let token = '';

testProvider({
  name: 'practice',
  create: (limits, door) => createPracticeProvider({ ...door, token }, limits),
  changeMark: '/change-password',
  wire: httpWire,
  knowsTyped: true,
  fixture: new URL('./fixture.json', import.meta.url),
  refusals: { policy: ['provider.too-short'], locked: ['provider.locked'] },
  stranger: ['provider.no-such-mailbox'],
  start: async () => {
    const service = await startPractice({ clock: systemClock });
    token = service.door.token;
    return {
      host: service.host,
      port: service.door.port,
      access: (_, given) => ({
        address: given.stranger === true ? 'nobody@practice.example' : address,
        user: address,
        settings: { mode: given.mode },
        authorities: [],
        current: given.current,
        credential: given.wrongCredential === true ? new Secret('wrong') : service.administratorPassword,
        signal: given.signal,
      }),
      holds: (password) => Promise.resolve(service.accounts.passwordOf(address) === password),
      reset: (password) => {
        service.setSwitches(noSwitches);
        service.accounts.reset(address, password);
        return Promise.resolve();
      },
      provoke: async (refusal) => {
        if (refusal === 'policy') return new Secret('Ab1-');
        service.setSwitches({ ...noSwitches, lockAfterFailures: 1 });
        const origin = { protocol: 'imap', address: '127.0.0.1', remotePort: 1, client: null } as const;
        await service.accounts.signIn(address, 'wrong', origin);
        return new Secret('Another-Plum-Signal-52');
      },
      stop: () => service.stop(),
    };
  },
});
