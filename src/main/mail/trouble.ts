import type { OwnWord, Said } from '../../core/verify/classify.ts';

/** An expected end of an attempt. It never leaves this folder: probes turn it into a finding. */
export class MailTrouble extends Error {
  readonly seen: Said;

  constructor(seen: Said) {
    super('mail trouble');
    this.seen = seen;
  }
}

export function said(word: OwnWord): Said {
  return { from: 'us', word };
}

/** The trouble that a socket's error means. Errors of several addresses tried in turn come bundled. */
export function networkTrouble(error: unknown): MailTrouble {
  return new MailTrouble({ from: 'network', code: errorCode(error) });
}

function errorCode(error: unknown): string {
  if (error instanceof AggregateError) {
    const codes = error.errors.map(errorCode);
    // A refusal was an answer; a time-out of another address beside it says less.
    return codes.find((code) => code === 'ECONNREFUSED') ?? codes[0] ?? '';
  }
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string')
    return error.code;
  return '';
}
