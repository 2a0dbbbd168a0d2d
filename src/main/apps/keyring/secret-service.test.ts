import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { BusFailure, openBus, socketIn } from './bus.ts';
import { type FakeKeyring, startFakeKeyring } from './fake-keyring.test-kit.ts';
import { openSecretService } from './secret-service.ts';

const limits = { answer: 1_000, person: 200 };
const short = { answer: 150, person: 150 };
const path = '/org/freedesktop/secrets/collection/login/1';

let folder: string;
let keyring: FakeKeyring;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keyround-unit-'));
  keyring = await startFakeKeyring(folder);
  const value = Buffer.from('Old-Pass-1');
  keyring.items.set(path, { label: '', attributes: { a: 'b' }, value, type: 'text/plain', locked: false });
});
afterEach(async () => {
  await keyring.stop();
  rmSync(folder, { recursive: true });
});

it('waits for no answer longer than it was told', async () => {
  for (const silent of ['Hello', 'OpenSession']) {
    keyring.fate = (member) => (member === silent ? 'silence' : null);
    await expect(openSecretService(keyring.address, short)).rejects.toThrow(BusFailure);
  }
  keyring.fate = (member) => (member === 'GetSecret' ? 'silence' : null);
  const service = await openSecretService(keyring.address, limits);
  const [item] = await service.search({ a: 'b' });
  if (!item) throw new Error('no item');
  await expect(service.read(item)).rejects.toThrow(BusFailure);
  service.close();
});

it('waits for a person no longer than it was told', async () => {
  keyring.person = 'is-away';
  const service = await openSecretService(keyring.address, limits);
  expect(await service.unlock([{ path, locked: true }])).toBe(false);
  service.close();
});

it('waits for nobody once the line is broken', async () => {
  keyring.person = 'is-away';
  const service = await openSecretService(keyring.address, { ...limits, person: 60_000 });
  const asked = service.unlock([{ path, locked: true }]);
  await vi.waitFor(() => expect(keyring.calls).toContain('Prompt'));
  keyring.hangUp();
  expect(await asked).toBe(false);
  service.close();
});

it('believes nobody but the keyring that the person has unlocked it', async () => {
  const service = await openSecretService(keyring.address, limits);
  for (const person of ['dismisses', 'is-played'] as const) {
    keyring.person = person;
    expect(await service.unlock([{ path, locked: true }])).toBe(false);
  }
  keyring.person = 'unlocks';
  expect(await service.unlock([{ path, locked: true }])).toBe(true);
  service.close();
});

it('keeps what an error says in words to itself', async () => {
  keyring.fate = (member) => (member === 'SearchItems' ? { error: 'org.freedesktop.Secret.Error.NoSession' } : null);
  const service = await openSecretService(keyring.address, limits);
  const error: unknown = await service.search({ a: 'b' }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(BusFailure);
  expect(String(error)).not.toContain('fake');
  service.close();
});

it('takes no half of a key that gives the key away', async () => {
  const { BusVariant } = await import('./bus-values.ts');
  for (const half of [Buffer.alloc(0), Buffer.of(1), Buffer.alloc(200, 7)]) {
    keyring.fate = (member) => (member === 'OpenSession' ? { body: [new BusVariant('ay', half), '/session'] } : null);
    await expect(openSecretService(keyring.address, limits)).rejects.toThrow(BusFailure);
  }
});

/** Something else than a bus behind the socket. */
async function behind(answer: (socket: Socket) => void, use: (address: string) => Promise<void>): Promise<void> {
  const name = join(folder, 'other');
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    socket.once('data', () => answer(socket));
  });
  await new Promise<void>((resolve) => server.listen(name, resolve));
  await use(`unix:path=${name}`).finally(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
}

it('gives up at once where the greeting has no end, refuses, or promises a message that is too long', async () => {
  const long = Buffer.alloc(16);
  long.set([0x6c, 2, 0, 1]);
  long.writeUInt32LE(1 << 30, 4);
  const answers: ((socket: Socket) => void)[] = [
    (socket) => socket.write('x'.repeat(5_000)),
    (socket) => socket.write('REJECTED EXTERNAL\r\n'),
    (socket) => socket.write(Buffer.concat([Buffer.from('OK 1\r\n'), long])),
    (socket) => socket.write('OK 1\r\n', () => socket.once('data', () => socket.write(long))),
  ];
  for (const answer of answers) {
    await behind(answer, async (address) => {
      const began = Date.now();
      await expect(openBus(address, 10_000)).rejects.toThrow(BusFailure);
      expect(Date.now() - began).toBeLessThan(5_000);
    });
  }
});

it('finds the socket in an address of the bus', () => {
  expect(socketIn('unix:path=/run/user/1000/bus')).toBe('/run/user/1000/bus');
  expect(socketIn('tcp:host=x,port=1;unix:guid=1,path=/tmp/a%20b')).toBe('/tmp/a b');
  expect(socketIn('unix:abstract=/tmp/dbus-x,guid=1')).toBe('\0/tmp/dbus-x');
  for (const none of ['', 'unix:', 'unix:path=', 'unix:path=%zz', 'tcp:host=mail.example.test,port=1', 'autolaunch:']) {
    expect(socketIn(none)).toBeNull();
  }
});
