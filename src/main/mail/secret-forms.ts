import { plainText } from '../../shared/plain-text.ts';

const fewestLetters = 4;

/**
 * Every writing in which a server could send a secret back, as patterns that find it whatever the case: plain, composed
 * and decomposed, IMAP's quoted string, JSON, HTML, URL, hexadecimal, and base64 wherever in a longer text it begins.
 */
export function secretPatterns(secret: string): readonly RegExp[] {
  if (secret === '') return [];
  const bytes = Buffer.from(secret, 'utf8');
  // Half a character has no percent-encoding; it is sent as what stands for it in UTF-8.
  const inAddress = encodeURIComponent(bytes.toString('utf8'));
  const percents = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const plain = [
    secret,
    plainText(secret, secret.length),
    secret.normalize('NFD'),
    secret.replace(/["\\]/g, '\\$&'),
    JSON.stringify(secret).slice(1, -1),
    inAddress,
    inAddress.replaceAll('%20', '+'),
    percents,
    bytes.toString('hex'),
    // UTF-8 read as Latin-1, as programs do that know bytes only.
    bytes.toString('latin1'),
    plainText(bytes.toString('latin1'), bytes.length),
    ...htmlOf(secret),
  ];
  const longestFirst = [...new Set(plain)].filter((form) => form !== '').sort((a, b) => b.length - a.length);
  return [...base64Patterns(bytes), ...longestFirst.map(escaped)].map((source) => new RegExp(source, 'giu'));
}

function htmlOf(secret: string): string[] {
  const named = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' } as const;
  const some = secret.replace(/[&<>"]/g, (character) => named[character as keyof typeof named]);
  return [some, some.replaceAll("'", '&#39;'), some.replaceAll("'", '&#x27;'), some.replaceAll("'", '&apos;')];
}

/** The letters that are the secret's own at each of the three places where it can begin, with those that it shares. */
function base64Patterns(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const letters = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    const own = letters.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
    if (own.length < fewestLetters) return [];
    const either = own.replace(/[+/]/g, (letter) => (letter === '+' ? '[+-]' : '[/_]'));
    return [`[\\w+/-]?${either}[\\w+/-]?={0,2}`];
  });
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
