import { once } from 'node:events';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import type { RotationRun } from '../../../src/core/rotation/run.ts';
import { Secret } from '../../../src/core/secret.ts';
import { openMailbox } from '../../../src/main/app/mailbox-pages.ts';
import { systemKeychain } from '../../../src/main/app/workspaces.ts';
import { clientDraftSchema, mailboxDraftSchema, mailboxRecordSchema } from '../../../src/shared/model.ts';
import { openDesk, type RotationDesk, stageOf, valueFrom } from '../rotation-desk.ts';
import { systemClock } from '../system-clock.ts';

// Keyround without a window on the real keychain of this process's session: libsecret keeps the session's connection for
// the life of a process. The first line of its input says what to do; it stops once at `pauseAt`, says `paused`, and waits
// for a line, so that the test can lock the keyring there. Further lines are the clicks of a person.
const orderSchema = z.strictObject({
  folder: z.string(),
  draft: mailboxDraftSchema,
  authorities: mailboxRecordSchema.shape.authorities,
  clients: z.array(clientDraftSchema),
  password: z.string(),
  next: z.string(),
  /** A journal line, `provider-answered`, or null to look only at what an earlier process has left. */
  pauseAt: z.string().nullable(),
});

const input = createInterface({ input: process.stdin });
const lines = input[Symbol.asyncIterator]();
const nextLine = async (): Promise<string> => String((await lines.next()).value ?? '');
const say = (words: string): boolean => process.stdout.write(`${words}\n`);

const order = orderSchema.parse(JSON.parse(await nextLine()));
let paused = false;
const pause = async (at: string): Promise<void> => {
  if (paused || at !== order.pauseAt) return;
  paused = true;
  say('paused');
  await nextLine();
};
const desk = openDesk({
  folder: order.folder,
  clock: systemClock,
  keychain: systemKeychain,
  meanwhile: { written: pause, providerAnswered: () => pause('provider-answered') },
});
await (order.pauseAt === null ? look(desk) : change(desk));
await desk.rotations.stopAll();
process.stdin.destroy();

/** Says of every mailbox whether the password that counts as its current one is the new one. */
async function look({ workspace }: RotationDesk): Promise<void> {
  for (const { id } of valueFrom(await workspace.world.records.list())) {
    const { facts } = valueFrom(await openMailbox(workspace, id));
    if (!facts.current) throw new Error('no current password');
    const kept = valueFrom(await workspace.world.secrets.get(id, facts.current.version));
    say(
      `current ${kept.equals(new Secret(order.next)) ? 'new' : 'other'}, pending ${facts.pending === null ? 'none' : 'there'}`,
    );
  }
}

async function change({ add, start, shown }: RotationDesk): Promise<void> {
  const { draft, password, clients, authorities } = order;
  const run = await start(await add({ draft, password, clients, authorities, secrets: {} }));
  let told = 0;
  const tell = (): void => {
    for (const line of shown.slice(told)) say(`shown ${line}`);
    told = shown.length;
  };
  run.onChange(tell);
  await click(run, 'change');
  for (let words = await nextLine(); words !== 'end'; words = await nextLine()) {
    await click(run, words);
  }
  const view = await stageOf(run, 'round');
  const grades = view.clients.map(({ grade }) => grade).join(' ');
  say(`end refused ${view.refusedSignIns}, failure ${view.failure?.code ?? 'none'}, devices ${grades}`);
  if (!process.stdout.writableNeedDrain) return;
  await once(process.stdout, 'drain');
}

async function click(run: RotationRun, what: string): Promise<void> {
  if (what === 'change') {
    const done = await run.change(new Secret(order.next), { endSessions: false });
    say(done.ok ? 'taken' : `not taken ${done.failure.code}`);
  } else if (what === 'try-again') {
    valueFrom(await run.help('try-again'));
  } else {
    for (const { client } of run.view().clients) valueFrom(await run.checkClient(client.id));
  }
  await run.quiet();
}
