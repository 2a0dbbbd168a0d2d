import { issueCertificate, type KeyedCertificate, makeAuthority } from '../../../src/main/practice/certificates.ts';
import type { Authority } from '../../../src/shared/model.ts';
import { authorityFor } from '../../kits/probe-once.ts';
import { Random } from '../fuzz/random.ts';
import type { Cell } from './cells.ts';
import { type ChaosProxy, startChaosProxy } from './chaos-proxy.ts';
import type { Ipv6Hole } from './ipv6-hole.ts';
import type { Addresses } from './names.ts';

/** What all cells share. */
export interface World {
  readonly good: KeyedCertificate;
  readonly strange: KeyedCertificate;
  readonly authority: string;
  readonly names: Map<string, Addresses>;
  readonly hole: Ipv6Hole;
}

export const user = 'anna@example.test';
export const rightPassword = 'Right-Mauve-Kettle-41';
export const wrongPassword = 'Wrong-Teal-Ladder-13';

export async function makeWorld(hole: Ipv6Hole): Promise<World> {
  const [known, twin] = await Promise.all([makeAuthority('Kit authority'), makeAuthority('Kit authority')]);
  const names = { names: ['*.example.test'] };
  const [good, strange] = await Promise.all([issueCertificate(known, names), issueCertificate(twin, names)]);
  return { good, strange, authority: known.certificate, names: new Map(), hole };
}

/** The network of one cell, with a name of its own. */
export interface Way {
  readonly host: string;
  readonly port: number;
  readonly authorities: readonly Authority[];
  readonly enter: ChaosProxy['enter'];
  readonly wrong: ChaosProxy['wrong'];
  readonly stop: () => Promise<void>;
}

const here = { address: '127.0.0.1', family: 4 } as const;

export async function openWay(
  world: World,
  cell: Cell,
  place: number,
  seed: number,
  target: () => number,
): Promise<Way> {
  const host = `cell-${place}.example.test`;
  const hole = cell.fault === 'ipv6-hole' ? await world.hole.take() : 0;
  const proxy = await startChaosProxy(cell, new Random(seed, place), target, hole);
  const found = hole === 0 ? [here] : [{ address: '::1', family: 6 } as const, here];
  world.names.set(host, cell.fault === 'dns-failure' && cell.phase === 'connect' ? null : found);
  return {
    host,
    port: proxy.port,
    authorities: [authorityFor(host, world.authority)],
    wrong: () => proxy.wrong(),
    enter: (phase) => {
      if (cell.fault === 'dns-failure' && phase === cell.phase) world.names.set(host, null);
      proxy.enter(phase);
    },
    stop: async () => {
      await proxy.stop();
      if (hole !== 0) world.hole.giveBack(hole);
      world.names.delete(host);
    },
  };
}

/** The certificate of the server in this cell. */
export function certificateOf(world: World, { fault, phase }: Cell): KeyedCertificate {
  return fault === 'mitm-certificate' && ['connect', 'greeting', 'tls'].includes(phase) ? world.strange : world.good;
}
