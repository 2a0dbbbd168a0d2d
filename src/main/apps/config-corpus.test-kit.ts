/**
 * One home folder with settings in it, and what is right to say of them. `«` and `»` stand around the bytes of a password
 * that may be exchanged, and are not in the file; nor is `¬`, after which a file is written in ISO 8859-1.
 */
export interface ConfigCase {
  readonly is: string;
  readonly files: Readonly<Record<string, string>>;
  /** `protocol user host what-it-holds`, with what stops it behind a colon. */
  readonly says: readonly string[];
  /** Troubles that are told besides. */
  readonly troubles?: readonly string[];
  /** Why the password is not exchanged although it is the old one. */
  readonly refuses?: string;
  /** This place cannot take every password. */
  readonly narrow?: true;
}

export const anna = 'anna@example.test';
export const oldPassword = 'Old-Pass-1';

const encoded = (text: string): Buffer =>
  text.startsWith('¬') ? Buffer.from(text.slice(1), 'latin1') : Buffer.from(text, 'utf8');

export interface CaseFile {
  readonly bytes: Buffer;
  /** What stands before and behind each place that may be exchanged; a single part where there is none. */
  readonly parts: readonly Buffer[];
}

export function caseFile(text: string): CaseFile {
  const mark = text.startsWith('¬') ? '¬' : '';
  return {
    bytes: encoded(text.replace(/[«»]/g, '')),
    parts: text.split(/«.*?»/s).map((part, i) => encoded(i === 0 ? part : mark + part)),
  };
}

/** Whether only what may be exchanged differs from the file of the case. */
export function isOnlyExchanged({ parts }: CaseFile, now: Buffer): boolean {
  let at = 0;
  for (const [i, part] of parts.entries()) {
    const found = i === 0 ? 0 : i === parts.length - 1 ? now.length - part.length : now.indexOf(part, at);
    if (found < at || !now.subarray(found, found + part.length).equals(part)) return false;
    at = found + part.length;
  }
  return at === now.length;
}
