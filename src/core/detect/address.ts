import { unicodeLabel } from './punycode.ts';
import { looksMixed } from './scripts.ts';

/** Why a field cannot be taken as it stands. The sentence is in the message catalogue. */
export type AddressCode =
  | 'empty'
  | 'too-long'
  | 'no-at'
  | 'no-name'
  | 'bad-name'
  | 'no-domain'
  | 'bad-domain'
  | 'trailing-dot';
export type HostCode = 'empty' | 'too-long' | 'is-link' | 'is-address' | 'has-port' | 'bad-host';
export type PortCode = 'empty' | 'bad-port';
export type PortWarning = 'unusual-port';

export type Checked<T, C> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: C };

const yes = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
const no = <C>(code: C): { readonly ok: false; readonly code: C } => ({ ok: false, code });

/** RFC 5321 section 4.5.3.1, in octets. */
const longest = { address: 254, name: 64, host: 253 } as const;
const octets = (text: string): number => new TextEncoder().encode(text).length;

/** RFC 5322 atext and, after RFC 6531, everything beyond ASCII that is neither a blank nor a control character. */
const atom = String.raw`(?:[A-Za-z0-9!#$%&'*+/=?^_\x60{|}~-]|(?![\p{C}\p{Z}])[\u{80}-\u{10FFFF}])+`;
const dotAtom = new RegExp(String.raw`^${atom}(\.${atom})*$`, 'u');
const quoted = /^"([^"\\\p{C}]|\\[\x20-\x7E])*"$/u;
const asciiName = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;
const ipv4 = /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;

/**
 * Checks a mail address while it is typed (RFC 5321, 5322, 6531). Blanks around it are left out; the value is its NFC form
 * with the domain in lower case. It says nothing about whether the address exists.
 */
export function checkAddress(text: string): Checked<string, AddressCode> {
  // Twice the limit leaves room for blanks and decomposed letters; nothing longer is looked at.
  if (text.length > 2 * longest.address) return no('too-long');
  const address = text.trim().normalize('NFC');
  if (address === '') return no('empty');
  if (octets(address) > longest.address) return no('too-long');
  const at = address.lastIndexOf('@');
  if (at < 0) return no('no-at');
  const name = address.slice(0, at);
  const domain = address.slice(at + 1).toLowerCase();
  if (name === '') return no('no-name');
  if (octets(name) > longest.name || !(dotAtom.test(name) || quoted.test(name))) return no('bad-name');
  if (domain === '') return no('no-domain');
  if (domain.endsWith('.')) return no('trailing-dot');
  const ascii = asciiHost(domain);
  if (ascii === null || ipv4.test(ascii) || !ascii.includes('.')) return no('bad-domain');
  return yes(`${name}@${domain}`);
}

/**
 * Checks a server name or address while it is typed. The value is what is connected to: punycode in lower case, without a
 * dot at the end, IPv6 without brackets. A pasted link, mail address or port gets a code of its own.
 */
export function checkHost(text: string): Checked<string, HostCode> {
  if (text.length > 2 * longest.host) return no('too-long');
  const host = text.trim().normalize('NFC').toLowerCase();
  if (host === '') return no('empty');
  if (/^[a-z]+:\/\//.test(host) || host.includes('/')) return no('is-link');
  if (host.includes('@')) return no('is-address');
  const six = host.replace(/^\[(.*)\]$/, '$1');
  if (/^[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*$/.test(six)) {
    const ascii = urlHost(`[${six}]`);
    return ascii === null ? no('bad-host') : yes(ascii.slice(1, -1));
  }
  if (/:\d*$/.test(host)) return no('has-port');
  const name = host.replace(/\.$/, '');
  if (octets(name) > longest.host) return no('too-long');
  const ascii = asciiHost(name);
  return ascii === null ? no('bad-host') : yes(ascii);
}

/** A host as it is connected to. What is no host is only trimmed; somebody else refuses it. */
export function asConnected(text: string): string {
  const checked = checkHost(text);
  return checked.ok ? checked.value : text.trim();
}

/** The mail ports in use: SMTP 25, 465, 587; POP3 110, 995; IMAP 143, 993. */
const mailPorts: readonly number[] = [25, 110, 143, 465, 587, 993, 995];

/** Checks a port while it is typed. A port that mail does not usually use is taken, with a warning. */
export function checkPort(text: string): Checked<{ port: number; warning: PortWarning | null }, PortCode> {
  const digits = text.trim();
  if (digits === '') return no('empty');
  const port = /^\d{1,5}$/.test(digits) ? Number(digits) : 0;
  if (port < 1 || port > 65_535) return no('bad-port');
  return yes({ port, warning: mailPorts.includes(port) ? null : 'unusual-port' });
}

/** How a host is to be shown. Where `mixedScripts` is true the ASCII form must stand beside the Unicode one. */
export interface HostDescription {
  readonly ascii: string;
  readonly unicode: string;
  readonly mixedScripts: boolean;
  /** On this computer or this network: loopback, private and link-local addresses, and names that no public server has. */
  readonly privateAddress: boolean;
}

/** Describes a host as `checkHost` takes it; anything else is described as it stands. */
export function describeHost(host: string): HostDescription {
  const checked = checkHost(host);
  const ascii = checked.ok ? checked.value : host.slice(0, longest.host);
  const labels = ascii.split('.').map(unicodeLabel);
  return {
    ascii,
    unicode: labels.join('.'),
    mixedScripts: looksMixed(labels),
    privateAddress: checked.ok && isPrivate(ascii),
  };
}

function isPrivate(ascii: string): boolean {
  if (ascii.includes(':')) {
    const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(ascii);
    if (!mapped) return ascii === '::1' || ascii === '::' || /^f[cd]|^fe[89ab]/.test(ascii);
    const [high, low] = [Number.parseInt(mapped[1] ?? '', 16), Number.parseInt(mapped[2] ?? '', 16)];
    return isPrivate(`${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`);
  }
  if (ipv4.test(ascii)) return /^(0|10|127)\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\./.test(ascii);
  return !ascii.includes('.') || /\.(localhost|local|lan|internal|home\.arpa)$/.test(ascii);
}

/** The ASCII form of a name or IPv4 address, or null. Number forms such as `127.1` or `0x7f.1` are no host here. */
function asciiHost(name: string): string | null {
  if (/[\s%<>[\]:?#\\^|/@]/.test(name)) return null;
  const ascii = urlHost(name);
  if (ascii === null || !asciiName.test(ascii)) return null;
  const lastIsNumber = /(^|\.)(\d+|0x[0-9a-f]*)$/.test(name);
  return lastIsNumber && (!ipv4.test(name) || ascii !== name) ? null : ascii;
}

function urlHost(host: string): string | null {
  try {
    return new URL(`http://${host}`).hostname;
  } catch {
    return null;
  }
}
