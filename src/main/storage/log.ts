import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createQueue } from './one-at-a-time.ts';

/** Nothing else is ever written: no texts of servers or people, no hosts, no addresses. */
export interface LogFields {
  readonly call?: string;
  readonly code?: string;
  readonly stage?: string;
  readonly space?: string;
  readonly id?: string;
  readonly version?: string;
  readonly count?: number;
  readonly tookMs?: number;
}

export interface Log {
  /** Writes one line of JSON. Never throws and never waits: a log must not stop the app. */
  write(event: string, fields?: LogFields): void;
  /** Writes a bug: the kind of error and the places in our own code, without its message, which may hold anything. */
  writeBug(id: string, call: string, error: unknown): void;
  /** Resolves when everything so far is in the file. */
  flushed(): Promise<void>;
}

/** Bytes after which a new file begins; one old file is kept as `<path>.1`. */
const largestLog = 1_048_576;
const names = ['call', 'code', 'stage', 'space', 'id', 'version', 'count', 'tookMs'] as const;
/** Words of our own vocabulary look like this. Longer or richer texts are not ours. */
const word = /^[A-Za-z0-9.-]{1,48}$/;
const place = /^ {4}at (?:[\w.<>[\] ]{1,80} \()?(?:node:|file:\/\/|\/|[A-Z]:\\)[^()]{0,300}:\d+:\d+\)?$/;

/** `now` is wall-clock milliseconds. */
export function createLog(path: string, now: () => number): Log {
  const inTurn = createQueue();
  const append = (entry: Readonly<Record<string, unknown>>) => {
    const text = `${JSON.stringify({ at: new Date(now()).toISOString(), ...entry })}\n`;
    inTurn(() => appendRotating(path, text)).catch(() => undefined);
  };
  return {
    write: (event, fields = {}) => append({ event: cleaned(event), ...allowed(fields) }),
    writeBug: (id, call, error) =>
      append({ event: 'bug', ...allowed({ id, call }), error: kindOf(error), places: placesOf(error) }),
    flushed: () => inTurn(() => Promise.resolve()),
  };
}

const cleaned = (text: string): string => (word.test(text) ? text : '(left out)');

function allowed(fields: LogFields): Record<string, string | number> {
  const result: Record<string, string | number> = {};
  for (const name of names) {
    const value = fields[name];
    if (typeof value === 'number' && Number.isFinite(value)) result[name] = value;
    else if (typeof value === 'string') result[name] = cleaned(value);
  }
  return result;
}

const kindOf = (error: unknown): string => (error instanceof Error ? cleaned(error.name) : typeof error);

/** Stack lines only; what stands above them is the message. File names are cut to their last two parts. */
function placesOf(error: unknown): string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const message = error instanceof Error ? error.message : '';
  const lines = stack.replace(message, '').split('\n');
  return lines
    .filter((line) => place.test(line))
    .slice(0, 8)
    .map(shortened);
}

const shortened = (line: string): string =>
  line.trim().replace(/(?:file:\/\/)?[^\s(]*[/\\]([^/\\\s]+[/\\][^/\\\s]+)/, '$1');

async function appendRotating(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const size = (await stat(path).catch(() => null))?.size ?? 0;
  if (size + Buffer.byteLength(text) > largestLog) await rename(path, `${path}.1`);
  await appendFile(path, text, { mode: 0o600 });
}
