import { median, spread, table } from '../statistics.ts';
import { fewestRoundTrips, type Way, wayNames } from './cells.ts';
import type { MeasuredCell, SignInFigures } from './measure-sign-ins.ts';

const head = ['way', 'median ms', 'min..max', 'rounds', 'round trips', 'against curl', 'min..max'];

/** One table per cell, as Markdown lines. Ratios are taken inside a round; above 1 is slower than curl. */
export function signInLines({ roundTrip, cells }: SignInFigures): string[] {
  return cells.flatMap((cell) => [
    '',
    titleOf(cell, roundTrip),
    '',
    ...table(
      head,
      cell.ways.map(({ way }) => rowOf(cell, way, roundTrip)),
    ),
    ...cell.troubles.map((trouble) => `\n${trouble}`),
  ]);
}

function titleOf({ accounts, line }: MeasuredCell, roundTrip: number): string {
  const what = `**${accounts} ${accounts === 1 ? 'account' : 'accounts'} (${2 * accounts} sign-ins)`;
  if (line === 'near') return `${what}, no delay**`;
  const fewest = fewestRoundTrips(accounts);
  const floor = (fewest * roundTrip).toFixed(0);
  return `${what}, round trip ${roundTrip.toFixed(1)} ms**; physical floor ${fewest.toFixed(1)} round trips = ${floor} ms`;
}

function rowOf(cell: MeasuredCell, way: Way, roundTrip: number): string[] {
  const times = cell.milliseconds.get(way) ?? [];
  const good = times.flatMap((one) => (one === null ? [] : [one]));
  const curl = cell.milliseconds.get('curl') ?? [];
  const ratios = times.flatMap((one, round) => {
    const other = curl[round];
    return one === null || other === null || other === undefined ? [] : [one / other];
  });
  const middle = median(good);
  return [
    wayNames[way],
    middle.toFixed(0),
    spread(good),
    String(good.length),
    cell.line === 'far' ? (middle / roundTrip).toFixed(1) : '',
    median(ratios).toFixed(2),
    spread(ratios, 2),
  ];
}
