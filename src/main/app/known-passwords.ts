import type { KnownPasswords } from '../../core/apps/mail-app.ts';
import { readWithDoubt } from '../../core/rotation/doubt.ts';
import { isOver, type MailboxFacts } from '../../core/rotation/facts.ts';
import type { Secret } from '../../core/secret.ts';
import type { MailboxId } from '../../shared/ids.ts';
import { type Result, success } from '../../shared/result.ts';
import type { World } from './workspace.ts';

/**
 * True while it is not known which password is the mailbox's: a change is on its way, or was given up on before anybody
 * knew what had become of it. From promotion on it is known again.
 */
function isBetween({ rotation }: MailboxFacts): boolean {
  if (!rotation || rotation.ended || rotation.promotedAt !== null) return false;
  const sent = rotation.submissions.at(-1);
  return !isOver(rotation) || (sent !== undefined && sent.outcome !== 'refused');
}

/**
 * The passwords that an app's store is compared with: the mailbox's own, and those that were it before and are still kept.
 * One that was given up on before it ever signed in is none of them. Null in doubt: then nothing can be said of what an
 * app holds. Fails where the keychain does not give the password of now.
 */
export async function knownPasswords(world: World, mailbox: MailboxId): Promise<Result<KnownPasswords | null>> {
  const read = await readWithDoubt(world, mailbox);
  if (!read.ok) return read;
  const { facts, doubt } = read.value;
  if (doubt !== null || isBetween(facts)) return success(null);
  const right = facts.current ? await world.secrets.get(mailbox, facts.current.version) : success(null);
  if (!right.ok) return right;
  const earlier: Secret[] = [];
  for (const { version } of facts.previous.toSorted((a, b) => b.since - a.since)) {
    const secret = await world.secrets.get(mailbox, version);
    if (secret.ok) earlier.push(secret.value);
    // one that is just being forgotten is not missed
    else if (secret.failure.code !== 'keychain.entry-missing') return secret;
  }
  return success({ right: right.value, earlier });
}
