const values = new WeakMap<Secret, string>();
const inspect = Symbol.for('nodejs.util.inspect.custom');

/**
 * A password that cannot be printed, logged, inspected, compared or serialised by accident.
 * The text leaves only through `reveal()`, so every use of it can be found by that word.
 * Typed text is kept as NFC (RFC 8265 section 4.2.2, PRECIS OpaqueString).
 */
export class Secret {
  constructor(text: string) {
    values.set(this, text.normalize('NFC'));
  }

  /** The text itself: only for the keychain, a mail or provider connection, the clipboard, or an explicit reveal. */
  reveal(): string {
    return values.get(this) ?? '';
  }

  /** True if both hold the same text. Takes the same time wherever they differ. */
  equals(other: Secret): boolean {
    const mine = this.reveal();
    const theirs = other.reveal();
    let difference = mine.length ^ theirs.length;
    for (let i = 0; i < mine.length; i += 1) difference |= mine.charCodeAt(i) ^ theirs.charCodeAt(i);
    return difference === 0;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect](): string {
    return '[secret]';
  }
}
