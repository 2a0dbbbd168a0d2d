import { Resolver } from 'node:dns/promises';
import { join } from 'node:path';
import { makeFolder, startServer, until, untilClosed, withFreshPorts, writePrivate } from './process.ts';

export interface NameServer {
  /** As a resolver takes it: address and port. */
  readonly place: string;
  /** Every name that was asked for so far, with the kind of record, such as `MX example.test`. */
  asked(): readonly string[];
  stop(): Promise<void>;
}

const address = '127.0.0.1';

/**
 * Starts dnsmasq for the names given and nothing else: it asks nobody, and what it does not know does not exist. `records`
 * are lines of its configuration, such as `mx-host=example.test,mail.example.test,10`.
 */
export async function startNameServer(records: readonly string[]): Promise<NameServer> {
  return await withFreshPorts(1, address, async ([port = 0]) => {
    const folder = makeFolder('names');
    const settings = [
      ...['keep-in-foreground', 'no-resolv', 'no-hosts', 'no-poll', 'bind-interfaces', 'log-queries', 'log-facility=-'],
      ...[`port=${port}`, `listen-address=${address}`, 'local=/test/', 'host-record=ready.test,127.0.0.1', 'user=root'],
      ...records,
    ];
    const file = writePrivate(join(folder, 'dnsmasq.conf'), `${settings.join('\n')}\n`);
    const pid = join(folder, 'pid');
    const server = startServer(folder, ['/usr/sbin/dnsmasq', `--conf-file=${file}`, `--pid-file=${pid}`]);
    const resolver = new Resolver({ timeout: 200, tries: 1 });
    resolver.setServers([`${address}:${port}`]);
    try {
      await until('the name server to answer', async () => {
        if (!server.running()) throw new Error('the name server ended');
        return await resolver.resolve4('ready.test').then(
          () => true,
          () => false,
        );
      });
    } catch (error) {
      await server.stop();
      throw new Error(`${error instanceof Error ? error.message : 'start failed'}\n${server.output()}`);
    }
    return {
      place: `${address}:${port}`,
      asked: () =>
        [...server.output().matchAll(/query\[([A-Z0-9]+)\] (\S+) from/g)].map(([, kind, name]) => `${kind} ${name}`),
      async stop() {
        await server.stop();
        await untilClosed(address, [port]);
      },
    };
  });
}
