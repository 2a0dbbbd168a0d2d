import { once } from 'node:events';
import type { LookupFunction } from 'node:net';
import { createSecureContext, createServer } from 'node:tls';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type KitCertificates, makeKitCertificates } from '../../../test/kits/kit-certificates.ts';
import { authorityFor } from '../../../test/kits/probe-once.ts';
import { openSocket } from '../mail/connect.ts';
import { dialPlain, dialTls } from './dial.ts';

/** What Node was asked for. */
const asked = vi.hoisted(() => ({ tcp: [] as unknown[], tls: [] as unknown[] }));
vi.mock('node:net', async (original) => {
  const net = await original<typeof import('node:net')>();
  return {
    ...net,
    connect: (options: import('node:net').NetConnectOpts) => {
      asked.tcp.push(options);
      return net.connect(options);
    },
  };
});
vi.mock('node:tls', async (original) => {
  const tls = await original<typeof import('node:tls')>();
  return {
    ...tls,
    connect: (options: import('node:tls').ConnectionOptions) => {
      asked.tls.push(options);
      return tls.connect(options);
    },
  };
});

const name = 'mail.example.test';
const lookup: LookupFunction = (_, options, done) => {
  if (options.all === true) done(null, [{ address: '127.0.0.1', family: 4 }]);
  else done(null, '127.0.0.1', 4);
};
const signal = new AbortController().signal;
let certificates: KitCertificates;
beforeAll(async () => {
  certificates = await makeKitCertificates();
});
beforeEach(() => {
  asked.tcp.length = 0;
  asked.tls.length = 0;
});

/** A server that notes the names it is asked for; `silent` takes connections and says nothing. */
async function withServer<T>(use: (port: number, names: string[]) => Promise<T>, silent = false): Promise<T> {
  const names: string[] = [];
  const { privateKey: key, certificate: cert } = certificates.good;
  const server = createServer({
    key,
    cert,
    SNICallback: (servername, done) => {
      names.push(servername);
      if (!silent) done(null, createSecureContext({ key, cert }));
    },
  });
  server.on('tlsClientError', () => undefined).on('secureConnection', (socket) => socket.on('error', () => undefined));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  try {
    return await use(bound !== null && typeof bound === 'object' ? bound.port : 0, names);
  } finally {
    server.close();
  }
}

const doorTo = (port: number) => ({
  host: name,
  port,
  lookup,
  authorities: [authorityFor(name, certificates.authority)],
});

describe('a connection to a name', () => {
  it('says the name in the handshake, and asks Node for TLS only over a connection that is open', async () => {
    await withServer(async (port, names) => {
      const dialled = await dialTls(doorTo(port), { limit: 2_000, signal });
      if (!dialled.ok) expect.unreachable(dialled.failure.technical);
      expect(dialled.value.authorized).toBe(true);
      expect(names).toEqual([name]);
      expect(asked.tls).toMatchObject([{ servername: name, socket: { connecting: false } }]);
      dialled.value.destroy();
    });
  });

  it('is without TLS found at the same addresses', async () => {
    await withServer(async (port) => {
      const dialled = await dialPlain(doorTo(port), { limit: 2_000, signal });
      if (!dialled.ok) expect.unreachable(dialled.failure.technical);
      dialled.value.destroy();
    });
  });

  it('has one limit for TCP and TLS together', async () => {
    const slow: LookupFunction = (host, options, done) => void setTimeout(() => lookup(host, options, done), 300);
    await withServer(async (port) => {
      const started = performance.now();
      const dialled = await dialTls({ ...doorTo(port), lookup: slow }, { limit: 500, signal });
      expect(dialled).toMatchObject({ ok: false, failure: { code: 'provider.unreachable' } });
      expect(performance.now() - started).toBeLessThan(750);
    }, true);
  });

  it('gives each address 5 s, here and for the mailbox', async () => {
    await withServer(async (port) => {
      const limits = { connect: 2_000, greeting: 2_000, answer: 2_000 };
      const dialled = await dialTls(doorTo(port), { limit: 2_000, signal });
      if (dialled.ok) dialled.value.destroy();
      (await openSocket({ host: '127.0.0.1', port, limits, signal, onStage: () => undefined })).destroy();
      const each = { autoSelectFamily: true, autoSelectFamilyAttemptTimeout: 1_500 };
      expect(asked.tcp).toMatchObject([each, each]);
    });
  });
});
