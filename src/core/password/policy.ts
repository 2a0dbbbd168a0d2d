import type { HeldPassword } from '../../shared/held-password.ts';
import type { PasswordRules } from '../ports.ts';
import type { Secret } from '../secret.ts';

export type RuleCheck = HeldPassword['checks'][number];

/** What is asked for where neither the provider nor its manifest says anything. */
export const defaultRules: PasswordRules = {
  minLength: 8,
  maxLength: 128,
  maxBytes: null,
  upper: true,
  lower: true,
  digit: true,
  special: true,
  forbidden: '',
  notCurrent: true,
  source: 'default',
};

/** Characters as a person counts them: code points of the NFC form. */
export function countCharacters(text: string): number {
  return [...text.normalize('NFC')].length;
}

/** Bytes as a server counts them: UTF-8 of the NFC form. */
export function countBytes(text: string): number {
  return new TextEncoder().encode(text.normalize('NFC')).length;
}

/** The kinds of character that rules ask for. A blank is none of them; digits are 0 to 9 only, as servers count them. */
export const characterKinds = {
  upper: /\p{Lu}/u,
  lower: /\p{Ll}/u,
  digit: /[0-9]/,
  special: /[^\p{L}\p{M}\p{N}\p{Z}\p{C}]/u,
} as const;

type Candidate = RuleCheck & { readonly applies: boolean };

/**
 * The live checklist: one line per rule that applies, in a fixed order, so that nothing jumps while somebody types.
 * `not-current` is checked only where the current password is known, which is never in the window.
 */
export function checkRules(
  rules: PasswordRules,
  text: string,
  options: { readonly current?: Secret } = {},
): readonly RuleCheck[] {
  const normal = text.normalize('NFC');
  const length = countCharacters(normal);
  const kind = (rule: keyof typeof characterKinds): Candidate => {
    return { rule, applies: rules[rule], met: characterKinds[rule].test(normal), detail: '' };
  };
  const refused = [...new Set(normal)].filter((character) => rules.forbidden.includes(character)).join('');
  const { current } = options;
  const lines: Candidate[] = [
    { rule: 'min-length', applies: true, met: length >= rules.minLength, detail: String(rules.minLength) },
    { rule: 'max-length', applies: true, met: length <= rules.maxLength, detail: String(rules.maxLength) },
    {
      rule: 'max-bytes',
      applies: rules.maxBytes !== null,
      met: countBytes(normal) <= (rules.maxBytes ?? 0),
      detail: String(rules.maxBytes ?? ''),
    },
    kind('upper'),
    kind('lower'),
    kind('digit'),
    kind('special'),
    { rule: 'forbidden', applies: rules.forbidden !== '', met: refused === '', detail: refused },
    {
      rule: 'not-current',
      applies: rules.notCurrent && current !== undefined,
      met: current === undefined || current.reveal() !== normal,
      detail: '',
    },
  ];
  return lines.filter(({ applies }) => applies).map(({ rule, met, detail }) => ({ rule, met, detail }));
}

/** True if every rule that applies is met. */
export function meetsRules(checks: readonly RuleCheck[]): boolean {
  return checks.every(({ met }) => met);
}
