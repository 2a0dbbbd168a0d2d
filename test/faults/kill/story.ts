import { simulationBegins } from '../model/clock.ts';
import type { RunWorld } from './run-world.ts';

/** What happened in a run, in order of time: the journal's lines, what the mail server saw, what the panel was sent. */
export function storyOf({ journal, service, plan }: RunWorld): string[] {
  const { signIns, changes } = service.truth;
  const lines: [number, string][] = [
    ...journal.map(({ at, seq, fact }): [number, string] => [at, `line ${seq} ${JSON.stringify(fact)}`]),
    ...signIns.map((one): [number, string] => [one.at, `${one.protocol} ${one.port} ${one.password} ${one.outcome}`]),
    ...changes.map((one): [number, string] => [one.at, `panel ${one.password} ${one.answer}`]),
  ];
  lines.sort(([one], [other]) => one - other);
  const minutes = (at: number): string => ((at - simulationBegins) / 60_000).toFixed(1);
  return [JSON.stringify(plan.service), ...lines.map(([at, text]) => `${minutes(at)} min: ${text}`)];
}
