/** Longest text of a server that is kept. */
const longestServerText = 300;

// C0 and C1 controls, soft hyphen, zero-width characters, line and paragraph separators, and everything that changes
// the direction of writing (UAX #9) or is invisible: none of them has a place in one line of text.
const unprintable =
  /[\p{Cc}\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Cs}/gu;

/**
 * Makes one harmless line of what a server said: controls, invisible and direction-changing characters out, blanks
 * folded, cut to `max` UTF-16 units. It is still only text and is never to be shown as anything else.
 */
export function plainText(text: string, max = longestServerText): string {
  // Cut before cleaning as well, so that a megabyte is not searched for nothing.
  const line = text
    .slice(0, max * 4)
    .replace(/[\t\r\n]+/g, ' ')
    .replace(unprintable, '')
    .replace(/\s{2,}/g, ' ')
    .trim();
  return line.length <= max ? line : `${withoutHalfPair(line.slice(0, max - 1))}…`;
}

function withoutHalfPair(text: string): string {
  return /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text;
}
