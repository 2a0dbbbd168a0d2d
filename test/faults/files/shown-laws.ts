import { reduce } from '../../../src/core/rotation/reduce.ts';
import { mailbox } from '../../../src/core/rotation/world.test-kit.ts';
import { holdsBack } from '../../../src/main/app/quitting.ts';
import { readSheet } from '../../../src/main/app/sheet.ts';
import type { JournalEntry } from '../../../src/shared/journal.ts';
import { type Result, success } from '../../../src/shared/result.ts';
import type { RotationStage, SheetView } from '../../../src/shared/views.ts';
import type { App } from './computer.ts';

/** The emergency sheet of one life of the app as a person has it, every password shown. */
export interface ShownSheet {
  readonly read: Result<SheetView>;
  /** Texts by version, of this mailbox. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Reads the sheet as the app does, from the stores of this very life, whatever else is under way in it. */
export async function showSheet({ ports }: App): Promise<ShownSheet> {
  const { allKept } = ports;
  const read = await readSheet({ world: ports, allKept, lost: () => Promise.resolve(success([])) });
  const texts = new Map<string, string>();
  for (const { version } of versionsOn(read)) {
    const secret = await ports.secrets.get(mailbox, version);
    if (secret.ok) texts.set(version, secret.value.reveal());
  }
  return { read, texts };
}

const versionsOn = (read: Result<SheetView>): SheetView['mailboxes'][number]['versions'] =>
  read.ok ? (read.value.mailboxes.find((one) => one.mailbox === mailbox)?.versions ?? []) : [];

/** I6: the sheet opens, names everything that the keychain keeps of this mailbox, and shows each as it is. */
export function sheetLaws(
  { read, texts }: ShownSheet,
  kept: ReadonlyMap<string, string>,
  real: readonly string[],
  current: string | undefined,
): string[] {
  if (!read.ok) return [`the emergency sheet does not open: ${read.failure.code} (I6)`];
  const broken: string[] = [];
  if ([...kept].some(([version, text]) => texts.get(version) !== text)) {
    broken.push('the emergency sheet leaves out a kept password (I6)');
  }
  if (real.some((text) => ![...texts.values()].includes(text))) {
    broken.push('the emergency sheet does not show the real password (I6)');
  }
  const named = versionsOn(read).find(({ label }) => label === 'current')?.version;
  if (named !== undefined && named !== current) broken.push('the emergency sheet calls another one current (I6)');
  return broken;
}

/** What quitting asks about; a plant may put another one here. */
export type Holds = (stage: RotationStage) => boolean;
export const asksBeforeQuitting: Holds = holdsBack;

/**
 * I7: quitting is asked about from sending to promoting and at no other time; not where a person's decision is waited for,
 * which may take days. `holds` is whether it is asked about now.
 */
export function quittingLaws(
  entries: readonly JournalEntry[],
  id: string,
  stage: RotationStage,
  holds: boolean,
): string[] {
  const facts = reduce(entries);
  const rotation = [...facts.history, facts.rotation].find((one) => one?.id === id);
  // after a stop it is open and yet over
  if (!rotation || rotation.helps.at(-1)?.act === 'stop') return [];
  const between = rotation.submissions.length > 0 && rotation.promotedAt === null && rotation.ended === null;
  if (between && !holds && stage !== 'needs-help') return ['quitting is not asked about with a change under way (I7)'];
  return !between && holds ? ['quitting is asked about for nothing (I7)'] : [];
}
