import { mailboxIdSchema, rotationIdSchema, versionIdSchema } from '../../../src/shared/ids.ts';
import type {
  KeptVersion,
  MailboxListItem,
  MailboxView,
  RecoveryView,
  RotationView,
  SheetView,
} from '../../../src/shared/views.ts';
import { type MadeUp, madeUp } from './made-up.ts';

/* Views for made-up answers. One letter or digit names a mailbox, a rotation or a version. */

const minute = 60_000;
export const id = (letter: string) => letter.repeat(16);

/** A sentence of the catalogue with its values put in. */
export const words = (text: string, values: Readonly<Record<string, string>>) =>
  text.replaceAll(/\{\{(\w+)\}\}/g, (_all, name: string) => values[name] ?? '');

export const listed = (views: readonly MailboxView[], stateOf: (address: string) => MailboxListItem['state']): MadeUp =>
  madeUp(
    'mailboxes.list',
    views.map(({ id: one, settings: { address }, clients }) => ({
      ...{ id: one, address, clients: clients.length },
      state: stateOf(address),
    })),
  );

export const answersOf = (views: readonly MailboxView[]) =>
  views.map((view) => madeUp('mailboxes.get', view, { mailbox: view.id }));

export const unfinished = (letter: string, address: string, stage: RotationView['stage']) => ({
  rotation: rotationIdSchema.parse(id(letter)),
  mailbox: mailboxIdSchema.parse(id(letter)),
  address,
  stage,
});

export const doubt = (changes: Partial<RecoveryView>): RecoveryView => ({
  ...{ why: 'missing', since: null, maySetAside: false, kept: 2, left: 2, refused: 0, tryAgainAt: null },
  ...changes,
});

export function sheetVersion(digit: string, label: SheetView['mailboxes'][number]['versions'][number]['label']) {
  const since = Date.now() - 30_000 * minute;
  return { version: versionIdSchema.parse(digit.repeat(16)), label, since, forgetAt: null, device: null };
}

export function kept(digit: string, label: KeptVersion['label']): KeptVersion {
  const since = Date.now() - 30_000 * minute;
  const forgetAt = label === 'previous' ? Date.now() + 10_000 * minute : null;
  return { version: versionIdSchema.parse(digit.repeat(16)), label, since, forgetAt, check: null };
}
