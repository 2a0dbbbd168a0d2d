import { serviceNames } from '../../../src/main/storage/services.ts';
import { type MailboxId, mailboxIdSchema } from '../../../src/shared/ids.ts';
import { type MailboxRecord, mailboxRecordSchema } from '../../../src/shared/model.ts';
import type { App, Computer } from '../files/computer.ts';
import { onlySynced } from '../files/memory-files.ts';
import { unlessDead } from '../files/person.ts';
import { scenarios, stageFor } from '../files/scenarios.ts';

const second: MailboxId = mailboxIdSchema.parse('mailbox000000002');

export interface IndexCut {
  readonly write: number;
  readonly byte: number;
}

/** What is done to the list of mailboxes: one is added, one gets another address, one is removed. */
async function work({ ports }: App, record: MailboxRecord): Promise<void> {
  await ports.records.save({ ...record, id: second, address: 'second@example.test' });
  await ports.records.save({ ...record, address: 'renamed@example.test' });
  await ports.records.remove(second);
}

async function newComputer(): Promise<Computer> {
  const plan = scenarios[0]?.[1];
  if (!plan) throw new Error('there is a first scenario');
  return (await stageFor(plan)).computer;
}

/** Every byte of every write of the index during that work. */
export async function allIndexCuts(): Promise<readonly IndexCut[]> {
  const computer = await newComputer();
  const from = computer.disk.written.length;
  await work(computer.boot(), computer.record);
  return computer.disk.written
    .slice(from)
    .flatMap(({ length }, index) =>
      Array.from({ length: length + 1 }, (_none, byte) => ({ write: from + index, byte })),
    );
}

/** After a cut the list is exactly what the keychain holds, and each of its mailboxes can be opened. */
export async function runIndexCut({ write, byte }: IndexCut, power: boolean): Promise<string[]> {
  const computer = await newComputer();
  computer.disk.trouble.cut = { write, byte, rest: power ? 'zeros' : 'missing' };
  const app = computer.boot();
  await unlessDead(app, work(app, computer.record));
  if (!app.dead) return ['the work was not cut'];
  computer.end(power ? onlySynced : null);
  const { ports } = computer.boot();
  const listed = await ports.records.list();
  const wrong: string[] = [];
  const shown = listed.ok ? listed.value.map(({ id, address }) => `${id} ${address}`).sort() : [listed.failure.code];
  const held = inKeychain(computer);
  if (JSON.stringify(shown) !== JSON.stringify(held)) wrong.push(`lists ${shown.join()} and not ${held.join()}`);
  for (const { id } of listed.ok ? listed.value : []) {
    if (!(await ports.records.load(id)).ok) wrong.push(`cannot open ${id}`);
  }
  computer.end();
  return wrong.map((one) => `write ${write}, byte ${byte}, ${power ? 'no power' : 'killed'}: ${one}`);
}

function inKeychain(computer: Computer): string[] {
  const entries = [...computer.keychain.entries];
  const texts = entries.flatMap(([name, text]) =>
    name.startsWith(`${serviceNames.home.records}\nmailbox/`) ? [text] : [],
  );
  const records = texts.map((text) => mailboxRecordSchema.parse(JSON.parse(text)));
  return records.map(({ id, address }) => `${id} ${address}`).sort();
}
