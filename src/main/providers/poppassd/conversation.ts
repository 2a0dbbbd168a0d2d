import type { Secret } from '../../../core/secret.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { Lines } from '../../mail/lines.ts';
import { MailTrouble } from '../../mail/trouble.ts';
import { type Door, dialPlain, dialTls } from '../dial.ts';
import { type Limits, type Trouble, technicalText, trouble } from '../outcome.ts';
import type { PoppassdSettings } from './types.ts';

/**
 * What a line says by its first digit: done, go on (other servers than Debian's say 3xx to what is not the last word), no,
 * or nothing that is known.
 */
export interface Said {
  readonly kind: 'done' | 'go-on' | 'no' | 'odd';
  /** Fit for the technical line. */
  readonly technical: string;
}

/** The lines of one connection. */
export interface Conversation {
  /** Reads what the server says of itself. */
  greeting(): Promise<Result<Said, Trouble>>;
  /** Sends one line and reads its answer. Words that came unasked make it an answer to nothing. */
  ask(line: string): Promise<Result<Said, Trouble>>;
  /** Says goodbye and closes. */
  close(): void;
}

/** A message of PAM goes before the answer and is none: it is also given with passwords that are set all the same. */
const message = /^500 PAM error: /;
const mostMessages = 20;

/** Connects, by TLS or to this very computer. Nothing has been said when it comes back. */
export async function openConversation(
  door: Door,
  security: PoppassdSettings['security'],
  limits: Limits,
  signal: AbortSignal,
  secrets: readonly (Secret | null)[],
): Promise<Result<Conversation, Trouble>> {
  const dial = security === 'tls' ? dialTls : dialPlain;
  const dialled = await dial(door, { limit: limits.connect, signal });
  if (!dialled.ok) return dialled;
  const lines = new Lines(dialled.value, signal);
  const place = `${door.host}:${door.port}`;
  const read = async (): Promise<Result<Said, Trouble>> => {
    const until = performance.now() + limits.answer;
    const heard: string[] = [];
    try {
      for (let last = false; !last; ) {
        heard.push(await lines.read(until));
        last = !message.test(heard.at(-1) ?? '') || heard.length > mostMessages;
      }
    } catch (error) {
      return failed(lost(place, error));
    }
    const technical = technicalText(`${place} ${heard.join(' ')}`, secrets);
    return success({ kind: kindOf(heard.at(-1) ?? ''), technical });
  };
  return success({
    greeting: read,
    ask: async (line) => {
      try {
        if (lines.takeUnasked().length > 0) return failed(trouble('provider.unreachable', `${place} spoke unasked`));
        lines.write(`${line}\r\n`);
      } catch {
        return failed(trouble('provider.unreachable', `${place} closed the connection`));
      }
      return await read();
    },
    close: () => lines.end('quit\r\n'),
  });
}

function kindOf(line: string): Said['kind'] {
  if (/^2\d\d( |$)/.test(line)) return 'done';
  if (/^3\d\d( |$)/.test(line)) return 'go-on';
  return /^5\d\d( |$)/.test(line) && !message.test(line) ? 'no' : 'odd';
}

function lost(place: string, error: unknown): Trouble {
  const word = error instanceof MailTrouble && error.seen.from === 'us' ? error.seen.word : 'connection-lost';
  const code = word === 'too-much' ? 'provider.odd-answer' : 'provider.no-answer';
  return trouble(code, `${place} ${word}`);
}
