import type { Said } from '../../core/verify/classify.ts';
import { MailTrouble, said } from './trouble.ts';

/** A whole SMTP reply: `535-5.7.8 first\n535 5.7.8 second` (RFC 5321 section 4.2, enhanced codes: RFC 3463). */
export interface SmtpReply {
  readonly status: string;
  readonly code: string | null;
  readonly text: string;
}

/**
 * True if the whole reply says this status and nothing else: every line of it, a hyphen after all but the last (RFC 5321
 * section 4.2.1). For what is to be believed; a refusal that is written less well is still one.
 */
export function saysWholly(reply: string, status: string): boolean {
  const lines = reply.split(/\r?\n/);
  const isLine = (line: string, separators: RegExp) =>
    line.startsWith(status) && separators.test(line.slice(status.length));
  return lines.every((line, index) => isLine(line, index === lines.length - 1 ? /^( |$)/ : /^-/));
}

/** Reads a reply, or says null for one that is not SMTP. */
function parseSmtpReply(reply: string): SmtpReply | null {
  const first = /^([2-5]\d\d)(?:[ -]|$)(?:([245]\.\d{1,3}\.\d{1,3})(?: |$))?/.exec(reply);
  if (first === null) return null;
  const text = reply
    .split(/\r?\n/)
    .map((line) => line.replace(/^\d{3}[ -]?(?:[245]\.\d{1,3}\.\d{1,3} ?)?/, ''))
    .join(' ');
  return { status: first[1] ?? '', code: first[2] ?? null, text };
}

/** The trouble that a refusing reply means; one that is not SMTP at all is `other`. */
export function replyTrouble(
  reply: string,
  at: Extract<Said, { from: 'server' }>['at'],
  other: 'not-this-protocol' | 'unexpected-answer',
): MailTrouble {
  const parsed = parseSmtpReply(reply);
  // A refusal is 4xx or 5xx, whatever an enhanced code beside another status may claim.
  const refused = parsed !== null && /^[45]/.test(parsed.status);
  return new MailTrouble(refused ? { from: 'server', protocol: 'smtp', at, ...parsed } : said(other));
}
