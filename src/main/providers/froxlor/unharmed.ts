/*
 * Froxlor hands every parameter of its API, passwords among them, to `stripcslashes` and then to a filter against attacks on
 * web pages (lib/Froxlor/Api/Api.php `handle`), and cuts blanks off its ends (ApiParameter.php `trimArray`). What that
 * filter takes for an attack it rewrites without a word, so that another password is stored than the one that was sent.
 * It rewrites nothing in which it found nothing (AntiXSS.php `xss_clean`), and looks after decoding what could be encoded.
 */

/** With these, a password may be cut or decoded: `\` begins an escape, `<` and `>` a tag, `&`, `%` and `+` an encoded sign. */
export const cutSigns = '\\<>&%+';

const spaced = (word: string): string => [...word].join('[\\s"\']*');

/** Words that it looks for without any of those signs, a little wider than its own lists. */
const attacks: readonly RegExp[] = [
  // `_compact_exploded_javascript`: also with blanks and quotes in between.
  ...['javascript', 'base64', 'document', 'eval'].map(
    (word) => new RegExp(`(^|\\P{L})${spaced(word)}(\\P{L}|$)`, 'iu'),
  ),
  // `_do_never_allowed`
  /(script|jar|vbs|behavior|mocha|view-source|data)\s*:/iu,
  /(document|window|history|location|cookie)\s*\)?\s*\./iu,
  /\.(parentNode|innerHTML|appendChild)|-moz-binding/iu,
  /src=["'|]/iu,
  // `_sanitize_naughty_javascript`
  /(alert|prompt|confirm|cmd|passthru|eval|exec|execScript|set(Timeout|Interval|Immediate)|sion|system|fopen|fsockopen|file|file_get_contents|readfile|unlink)\s*\(/iu,
  // `_do_never_allowed_afterwards`: what is called like an event of a page, before a bracket, an equals sign or the end.
  /(^|[^\p{L}@.!?])on[a-z_]{3,}(\(|.*=|\s*$)/isu,
  // `_remove_disallowed_javascript`: in US-ASCII this is a bracket.
  /\u00bc.*script/isu,
];

/** Whether Froxlor stores exactly this password. */
export function isStoredUnharmed(password: string): boolean {
  // "0" is empty to it: it would say yes and store nothing.
  if (password === '0' || password.trim() !== password || /[\p{C}\ufffd]/u.test(password)) return false;
  return ![...cutSigns].some((sign) => password.includes(sign)) && !attacks.some((attack) => attack.test(password));
}
