import { expect, it } from 'vitest';
import { planRotation } from '../../core/rotation/open.ts';
import { drive } from '../../core/rotation/person.test-kit.ts';
import { boot } from '../../core/rotation/process.test-kit.ts';
import { reduce } from '../../core/rotation/reduce.ts';
import { clientOne, clientTwo, mailbox, newWorld } from '../../core/rotation/world.test-kit.ts';
import { Secret } from '../../core/secret.ts';
import { practiceManifest } from '../providers/practice/manifest.ts';
import { mailboxView } from './mailbox-view.ts';

it('counts nobody as confirmed of whom only one side was seen, and nobody as told who was refused since', async () => {
  const world = newWorld();
  const process = boot(world);
  const planned = await planRotation(process.ports, mailbox);
  if (!planned.ok) throw new Error(planned.failure.code);
  const run = planned.value;
  await run.getReady();
  await run.change(new Secret('A new password 1!'), { endSessions: false });
  await drive(process, run);
  const counts = () => {
    const [last] = mailboxView({
      ...{ record: world.record, facts: reduce(world.journal), manifest: practiceManifest, clients: null },
      ...{ checkedAt: null, recovery: null, refusals: null },
    }).history;
    return last && [last.confirmed, last.told, last.clients];
  };
  const see = async (client: typeof clientOne, side: 'receiving' | 'sending', as: 'signed-in' | 'tried-old') => {
    world.now += 1;
    await run.noteShown({ client, side, as, at: world.now });
  };
  await run.markClient(clientTwo, 'told');
  await see(clientOne, 'receiving', 'signed-in');
  expect(counts()).toEqual([0, 1, 2]);
  await see(clientTwo, 'receiving', 'tried-old');
  expect(counts()).toEqual([0, 0, 2]);
  await see(clientOne, 'sending', 'signed-in');
  expect(counts()).toEqual([1, 0, 2]);
});
