import { isText } from '../../../core/apps/compare.ts';
import type { AppWritten, Swap } from '../../../core/apps/mail-app.ts';
import type { Unlock } from '../../../core/apps/unlock.ts';
import type { AppTrouble } from '../../../shared/apps.ts';
import { withSpan } from '../byte-text.ts';
import { type KeyringEntry, textOf } from './entry.ts';
import { type OpenEntry, type Opened, type Opener, troubleOf } from './open-entry.ts';
import type { KeptValue, SecretService } from './secret-service.ts';

export interface WriteParts {
  readonly opener: Opener;
  readonly entry: KeyringEntry;
  readonly unlock: Unlock | null;
}

/** What stood in the one part of an entry, and what was put there. */
interface Change {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

class Differs extends Error {}

const whyFailed = (error: unknown): AppTrouble => {
  if (error instanceof Differs) return 'kept-differs';
  return troubleOf(error) === 'keyring-locked' ? 'keyring-locked' : 'write-failed';
};

/**
 * Puts the one password in the place of the other, in every entry that has it, and reads each back. What was there before
 * is kept in memory until it is settled. If anything fails, what was written is put back before it says so.
 */
export async function writeEntries(parts: WriteParts, { service, entries }: Opened, swap: Swap): Promise<AppWritten> {
  if (!service) return { done: false, why: 'keyring-silent', effect: 'none' };
  const { entry } = parts;
  const changes = entries.flatMap((open) => changeOf(open, entry, swap));
  const begun: Change[] = [];
  try {
    for (const { change, item, value, next } of changes) {
      await mustStand(service, { item, value });
      begun.push(change);
      await service.write(item, next);
      await mustStand(service, { item, value: next });
    }
  } catch (error) {
    const isBack = await putBack(parts, begun);
    return { done: false, why: whyFailed(error), effect: isBack ? 'none' : 'unknown' };
  }
  return written(parts, begun);
}

function changeOf({ item, value }: OpenEntry, entry: KeyringEntry, { from, to }: Swap) {
  const text = textOf(value.bytes);
  const part = text === null ? null : entry.read(text);
  if (text === null || part === null || part === 'none' || !isText(part.password, from)) return [];
  const after = part.put(to.reveal());
  const next: KeptValue = { bytes: Buffer.from(withSpan(text, part, after), 'utf8'), type: value.type };
  return [{ change: { path: item.path, before: text.slice(part.from, part.to), after }, item, value, next }];
}

/** @throws Differs if the entry holds something else by now */
async function mustStand(service: SecretService, { item, value }: Pick<OpenEntry, 'item' | 'value'>): Promise<void> {
  const { bytes } = await service.read(item);
  if (!bytes.equals(value.bytes)) throw new Differs();
}

function written(parts: WriteParts, changes: readonly Change[]): AppWritten {
  let kept = changes;
  return {
    done: true,
    async undo() {
      const { opener, entry, unlock } = parts;
      const opened = await opener.open(entry, unlock);
      try {
        if (opened.trouble) return { done: false, why: opened.trouble, effect: 'none' };
        const ready = kept.length > 0 && kept.every((change) => stands(opened, entry, change, 'after') !== null);
        if (!ready) return { done: false, why: 'changed', effect: 'none' };
        const back = kept.map(({ path, before, after }) => ({ path, before: after, after: before }));
        if (!(await exchange(opened, entry, back))) return { done: false, why: 'write-failed', effect: 'unknown' };
        return written(parts, back);
      } finally {
        opened.close();
      }
    },
    settle() {
      kept = [];
      return Promise.resolve();
    },
  };
}

/** Where the part of an entry reads as it did before or after a change; null if it reads otherwise. */
function stands({ entries }: Opened, entry: KeyringEntry, change: Change, when: 'before' | 'after') {
  const open = entries.find(({ item }) => item.path === change.path);
  const text = open ? textOf(open.value.bytes) : null;
  const part = text === null ? null : entry.read(text);
  if (!open || text === null || part === null || part === 'none') return null;
  return text.slice(part.from, part.to) === change[when] ? { open, text, part } : null;
}

/** Makes each change whose `before` stands there, and says whether all of them stand in the end. */
async function exchange(opened: Opened, entry: KeyringEntry, changes: readonly Change[]): Promise<boolean> {
  const { service } = opened;
  if (!service) return false;
  try {
    for (const change of changes) {
      const found = stands(opened, entry, change, 'before');
      if (!found) {
        if (!stands(opened, entry, change, 'after')) return false;
        continue;
      }
      const { item, value } = found.open;
      const next = { bytes: Buffer.from(withSpan(found.text, found.part, change.after), 'utf8'), type: value.type };
      await service.write(item, next);
      await mustStand(service, { item, value: next });
    }
    return true;
  } catch {
    return false;
  }
}

/** Whether everything is as it was, by a connection of its own: the other may be the reason. */
async function putBack({ opener, entry, unlock }: WriteParts, begun: readonly Change[]): Promise<boolean> {
  if (begun.length === 0) return true;
  const opened = await opener.open(entry, unlock);
  const back = [...begun].reverse().map(({ path, before, after }) => ({ path, before: after, after: before }));
  const isBack = await exchange(opened, entry, back);
  opened.close();
  return isBack;
}
