import type { Said } from '../../core/verify/classify.ts';

/** One response line of IMAP (RFC 9051 section 7), as far as signing in needs it. */
export interface ImapResponse {
  readonly tag: string;
  /** `OK`, `NO`, `BAD`, `BYE`, `PREAUTH`, another word of an untagged response, or empty for `+`. */
  readonly status: string;
  readonly code: string | null;
  readonly codeArguments: string;
  readonly text: string;
}

/** Reads a line, or says null for one that is not IMAP. */
export function parseImapLine(line: string): ImapResponse | null {
  if (line === '+' || line.startsWith('+ ')) {
    return { tag: '+', status: '', code: null, codeArguments: '', text: line.slice(2) };
  }
  const parts = /^(\*|[A-Za-z0-9]{1,20}) ([A-Za-z0-9][\w.-]{0,39})(?: (.*))?$/.exec(line);
  if (parts === null) return null;
  const [, tag = '', status = '', rest = ''] = parts;
  const coded = /^\[([^\] ]{1,60})(?: ([^\]]*))?\] ?(.*)$/.exec(rest);
  return {
    tag,
    status: status.toUpperCase(),
    code: coded?.[1]?.toUpperCase() ?? null,
    codeArguments: coded?.[2] ?? '',
    text: coded?.[3] ?? rest,
  };
}

export function capabilitySet(words: string): ReadonlySet<string> {
  return new Set(words.toUpperCase().split(' ').filter(Boolean));
}

export function imapSaid(response: ImapResponse, at: Extract<Said, { from: 'server' }>['at']): Said {
  return {
    from: 'server',
    protocol: 'imap',
    at,
    status: response.status,
    code: response.code,
    text: response.text,
  };
}

export type ImapMechanism = 'PLAIN' | 'LOGIN' | 'oauth-only' | 'none';

/**
 * How to sign in with a password: SASL PLAIN where it is offered, otherwise LOGIN, which takes ASCII only (RFC 9051
 * section 6.2.3 leaves anything else undefined) and must not be used under LOGINDISABLED.
 */
export function imapMechanism(capabilities: ReadonlySet<string>, ascii: boolean): ImapMechanism {
  if (capabilities.has('AUTH=PLAIN')) return 'PLAIN';
  if (!capabilities.has('LOGINDISABLED')) return ascii ? 'LOGIN' : 'none';
  return capabilities.has('AUTH=XOAUTH2') || capabilities.has('AUTH=OAUTHBEARER') ? 'oauth-only' : 'none';
}

export function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
