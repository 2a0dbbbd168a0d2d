import { randomBytes } from 'node:crypto';
import { makeTestCertificates, serverAddress } from '../../servers/certificates.ts';
import { type Dovecot, startDovecot } from '../../servers/dovecot.ts';
import { type Child, startChild } from '../child.ts';
import { type Cell, cellsFor, type Way } from './cells.ts';
import { runCurl } from './curl.ts';
import { linesSchema } from './proxy-process.ts';
import { type Account, type Ports, type Run, runSchema } from './ways.ts';

const oneWay = 30;

export interface SignInFigures {
  /** Milliseconds that one byte really takes there and back over the delayed line. */
  readonly roundTrip: number;
  readonly cells: readonly MeasuredCell[];
}

export interface MeasuredCell extends Cell {
  /** By round; a round in which not everything signed in is null. */
  readonly milliseconds: ReadonlyMap<Way, readonly (number | null)[]>;
  readonly troubles: readonly string[];
}

interface Place {
  readonly dovecot: Dovecot;
  readonly authority: string;
  readonly engine: Child;
  readonly far: Ports;
  readonly near: Ports;
  readonly accounts: readonly Account[];
}

/**
 * Starts one Dovecot with 100 accounts and measures every cell once per round, so that what else the machine does falls
 * on all ways alike. Everything is ended again, whatever happens.
 */
export async function measureSignIns(rounds: number, say: (line: string) => void): Promise<SignInFigures> {
  const stops: (() => Promise<void>)[] = [];
  const keep = <T extends { stop(): Promise<void> }>(part: T): T => {
    stops.unshift(() => part.stop());
    return part;
  };
  try {
    const certificates = await makeTestCertificates();
    const accounts = Array.from({ length: 100 }, (_, index) => ({
      user: `person${index}@example.test`,
      password: randomBytes(15).toString('base64url'),
    }));
    const passwords = Object.fromEntries(accounts.map(({ user, password }) => [user, password]));
    const dovecot = keep(await startDovecot({ certificates, passwords, connectionsPerUser: 100, reuseLogins: true }));
    const { imaps, submissions } = dovecot.ports;
    const proxy = keep(await startChild('sign-ins/proxy-process.ts'));
    const opened = await proxy.ask({ host: serverAddress, targets: [imaps, submissions], oneWay });
    const { ports, roundTrip } = linesSchema.parse(opened);
    const far = { imaps: ports[0] ?? 0, submissions: ports[1] ?? 0 };
    const engine = keep(await startChild('sign-ins/engine-process.ts'));
    const authority = certificates.authority;
    const place = { dovecot, authority, engine, far, near: { imaps, submissions }, accounts };
    return { roundTrip, cells: await measureCells(place, rounds, say) };
  } finally {
    for (const stop of stops) await stop();
  }
}

async function measureCells(place: Place, rounds: number, say: (line: string) => void): Promise<MeasuredCell[]> {
  // The first sign-in of an account makes its folders on the server; nobody is charged with that.
  await runCurl(curlAsk(place, { accounts: 100, line: 'near' }));
  await runEngine(place, place.engine, 'proven', { accounts: 1, line: 'near' });
  await runEngine(place, place.engine, 'check-up', { accounts: 1, line: 'near' });
  const measured = cellsFor(rounds).map(emptyCell);
  for (let round = 0; round < rounds; round += 1) {
    const begin = performance.now();
    for (const cell of measured) await measureRound(place, cell, round);
    say(`round ${round + 1} of ${rounds}: ${((performance.now() - begin) / 1000).toFixed(0)} s`);
  }
  return measured;
}

function emptyCell(cell: Cell) {
  const milliseconds = new Map<Way, (number | null)[]>(cell.ways.map(({ way }) => [way, []]));
  return { ...cell, milliseconds, troubles: [] as string[] };
}

/** Each way once; every other round in reverse, so that none always follows the same one. */
async function measureRound(place: Place, cell: ReturnType<typeof emptyCell>, round: number): Promise<void> {
  const ways = cell.ways.filter(({ rounds }) => round < rounds);
  for (const { way } of round % 2 === 0 ? ways : ways.reverse()) {
    const run = await measureOnce(place, way, cell);
    const complete = run.signedIn === 2 * cell.accounts;
    cell.milliseconds.get(way)?.push(complete ? run.milliseconds : null);
    if (!complete) cell.troubles.push(troubleOf(way, round, run));
  }
}

function troubleOf(way: Way, round: number, run: Run): string {
  const reasons = [...new Set(run.otherwise)].join(', ');
  return `round ${round + 1}, ${way}: only ${run.signedIn} signed in (${reasons}); not counted`;
}

type Where = Pick<Cell, 'accounts' | 'line'>;

async function measureOnce(place: Place, way: Way, where: Where): Promise<Run> {
  if (way === 'curl') return await runCurl(curlAsk(place, where));
  if (way !== 'fresh') return await runEngine(place, place.engine, way, where);
  const fresh = await startChild('sign-ins/engine-process.ts');
  try {
    return await runEngine(place, fresh, 'proven', where);
  } finally {
    await fresh.stop();
  }
}

function portsOf(place: Place, where: Where): Ports {
  return where.line === 'far' ? place.far : place.near;
}

function curlAsk(place: Place, where: Where) {
  const { authorityFile } = place.dovecot;
  const accounts = place.accounts.slice(0, where.accounts);
  return { host: serverAddress, ports: portsOf(place, where), authorityFile, accounts };
}

async function runEngine(place: Place, engine: Child, way: Exclude<Way, 'curl' | 'fresh'>, where: Where): Promise<Run> {
  const { authority } = place;
  const accounts = place.accounts.slice(0, where.accounts);
  const ask = { way, host: serverAddress, ports: portsOf(place, where), authority, accounts };
  return runSchema.parse(await engine.ask(ask));
}
