import { reduce } from '../../../src/core/rotation/reduce.ts';
import { holdsBack } from '../../../src/main/app/quitting.ts';
import { rotationStageSchema } from '../../../src/shared/views.ts';
import type { Trace } from '../../kits/secret-forms.ts';
import type { RunWorld } from './run-world.ts';

/** I6: whatever the notes call kept is there to be shown, and the real password is among it; at every kill and at the end. */
export function shownLaw(world: RunWorld): string[] {
  const { journal, plan, service, clock } = world;
  const { current, pending, previous, abandoned, forgetting } = reduce(journal);
  const stored = new Set<string>();
  for (const { fact } of journal) if (fact.type === 'staged' || fact.type === 'adopted') stored.add(fact.version);
  const kept = [current, pending, ...previous, ...abandoned]
    .flatMap((one) => one?.version ?? [])
    .filter((version) => stored.has(version) && !forgetting.includes(version));
  const texts = kept.map((version) => world.textOf(version));
  const real = service.truth
    .rightNowAndLater(clock.trueNow())
    .filter((text) => plan.currentKnown || text !== plan.passwords.old);
  return [
    ...(texts.includes(undefined) ? ['I6: a kept version cannot be shown'] : []),
    ...(real.some((text) => !texts.includes(text)) ? ['I6: the real password is on no list'] : []),
  ];
}

/** I7: when a password is sent, the app has just said something that quitting is asked about. From one life's messages. */
export function quittingLaw(traces: readonly Trace[]): string[] {
  let holds = false;
  const broken: string[] = [];
  const messages = traces.find(({ where }) => where === 'messages')?.bytes.toString('utf8') ?? '';
  for (const line of messages.split('\n')) {
    // the stage of a view stands before all that is in it
    if (line.includes('"shows":')) holds = holdsBack(rotationStageSchema.parse(/"stage":"([a-z-]+)"/.exec(line)?.[1]));
    const sends = line.includes('"to":"provider"') && line.includes('"act":"change"');
    if (sends && !holds) broken.push('I7: sent while quitting is not asked about');
  }
  return broken;
}
