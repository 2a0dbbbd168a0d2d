/** The parts of an address that a template may name. */
export interface NameParts {
  readonly address: string;
  readonly user: string;
}

const placeholder = /\{(address|local|domain|user)\}/g;

/**
 * Fills `{address}`, `{local}`, `{domain}` and `{user}` into a DN; every value is escaped (RFC 4514 section 2.4), so it
 * can never become a second part of the name.
 */
export function fillDn(template: string, parts: NameParts): string {
  return template.replace(placeholder, (_, key: string) => escapeDnValue(partNamed(key, parts)));
}

/** Fills the same into a search filter; every value is escaped (RFC 4515 section 3). */
export function fillFilter(template: string, parts: NameParts): string {
  return template.replace(placeholder, (_, key: string) => escapeFilterValue(partNamed(key, parts)));
}

function partNamed(key: string, { address, user }: NameParts): string {
  const at = address.lastIndexOf('@');
  if (key === 'local') return at < 0 ? address : address.slice(0, at);
  if (key === 'domain') return at < 0 ? '' : address.slice(at + 1);
  return key === 'user' ? user : address;
}

/** One attribute value inside a DN (RFC 4514 section 2.4). */
export function escapeDnValue(value: string): string {
  return value
    .replace(/["+,;<>\\=]/g, (character) => `\\${character}`)
    .replace(/^[ #]/, (character) => `\\${character}`)
    .replace(/ $/, '\\ ')
    .replace(/\p{Cc}/gu, hexPairs);
}

/** One assertion value inside a filter (RFC 4515 section 3). */
export function escapeFilterValue(value: string): string {
  return value.replace(/[\\*()\p{Cc}]/gu, hexPairs);
}

function hexPairs(character: string): string {
  return [...Buffer.from(character, 'utf8')].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');
}
