import type { AppTrouble } from '../../../shared/apps.ts';
import type { AppDesk } from '../desk.ts';
import { textOf } from './entry.ts';

/** What one group says, by key. */
export type KeyGroup = ReadonlyMap<string, string>;
export type KeyFile = ReadonlyMap<string, KeyGroup>;

const longest = 1 << 18;
const mostLines = 10_000;

/**
 * A file as GLib's key file reader has it: `[group]`, `key=value`, `#` in front of a comment, backslashes for blanks. Null
 * if there is a line that is none of these. A key in another language (`Name[de]`) is a key of its own.
 */
export function keyFile(text: string): KeyFile | null {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  if (lines.length > mostLines || text.includes('\0')) return null;
  const groups = new Map<string, Map<string, string>>();
  let current: Map<string, string> | null = null;
  for (const line of lines) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [, group] = /^\[(.+)\][ \t]*$/.exec(line) ?? [];
    if (group !== undefined) {
      current = groups.get(group) ?? new Map();
      groups.set(group, current);
      continue;
    }
    const at = line.indexOf('=');
    const key = line.slice(0, Math.max(at, 0)).trim();
    if (key === '' || !current) return null;
    current.set(key, valueIn(line.slice(at + 1).trimStart()));
  }
  return groups;
}

const escaped: Readonly<Record<string, string>> = { s: ' ', n: '\n', t: '\t', r: '\r', '\\': '\\' };

const valueIn = (raw: string): string => raw.replace(/\\(.)/g, (all, code: string) => escaped[code] ?? all);

export type KeyFileRead =
  | { readonly file: KeyFile; readonly trouble: null }
  /** Both null: there is no such file. */
  | { readonly file: null; readonly trouble: AppTrouble | null };

/** Reads such a file of an app. Never throws. */
export async function readKeyFile({ files }: AppDesk, path: string): Promise<KeyFileRead> {
  const found = await files.read(path, longest);
  if (found.state === 'absent') return { file: null, trouble: null };
  if (found.state === 'refused') return { file: null, trouble: found.why };
  const text = textOf(found.file.bytes);
  const file = text === null ? null : keyFile(text);
  return file ? { file, trouble: null } : { file: null, trouble: 'not-understood' };
}
