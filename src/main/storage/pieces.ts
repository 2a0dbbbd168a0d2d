import { createHash } from 'node:crypto';

/** Windows allows 2,560 bytes per entry; keytar stores UTF-8. */
export const largestEntry = 2_400;

const marker = 'keyround-pieces';
const headPattern = /^keyround-pieces:([ab]):([1-9][0-9]{0,3}):([0-9a-f]{64})$/;

/** A long text lies in numbered pieces in one of two slots, so that a rewrite never touches what the head names. */
export type Slot = 'a' | 'b';
export interface Head {
  readonly slot: Slot;
  readonly count: number;
  readonly digest: string;
}

export const otherSlot = (slot: Slot): Slot => (slot === 'a' ? 'b' : 'a');
export const pieceAccount = (account: string, slot: Slot, number: number): string => `${account}#${slot}${number}`;
export const isPieceAccount = (account: string): boolean => /#[ab][0-9]+$/.test(account);

/** Null for an ordinary entry, whose text is the value itself. */
export function readHead(text: string): Head | null {
  const [, slot, count, digest] = headPattern.exec(text) ?? [];
  if ((slot !== 'a' && slot !== 'b') || count === undefined || digest === undefined) return null;
  return { slot, count: Number(count), digest };
}

export function writeHead(slot: Slot, pieces: readonly string[]): string {
  return `${marker}:${slot}:${pieces.length}:${digestOf(pieces.join(''))}`;
}

export const digestOf = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** True if the text fits into one entry and cannot be taken for a head. */
export function fitsOneEntry(text: string): boolean {
  return Buffer.byteLength(text, 'utf8') <= largestEntry && !text.startsWith(marker);
}

/** Cuts between characters into pieces of at most `largestEntry` bytes of UTF-8. */
export function cut(text: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  let bytes = 0;
  for (const character of text) {
    const size = Buffer.byteLength(character, 'utf8');
    if (bytes + size > largestEntry) {
      pieces.push(piece);
      piece = '';
      bytes = 0;
    }
    piece += character;
    bytes += size;
  }
  return [...pieces, piece];
}
