import { expect, it } from 'vitest';
import { placesOf } from './places.ts';

it('finds the keyring on the bus of the person whose home it is, and none for a home that is made up', () => {
  const bus = (environment: Record<string, string>, platform: NodeJS.Platform = 'linux') =>
    placesOf('/home/anna', platform, environment).bus;
  expect(bus({})).toBeNull();
  expect(bus({ XDG_RUNTIME_DIR: '/run/user/1000' })).toBe('unix:path=/run/user/1000/bus');
  expect(bus({ XDG_RUNTIME_DIR: 'here' })).toBeNull();
  expect(bus({ XDG_RUNTIME_DIR: '/run/user/1000', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/tmp/x' })).toBe(
    'unix:path=/tmp/x',
  );
  expect(bus({ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/tmp/x' }, 'darwin')).toBeNull();
});
