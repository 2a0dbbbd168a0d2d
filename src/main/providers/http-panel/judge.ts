import type { ProviderFailureCode } from '../../../shared/failures.ts';
import { sameAddress } from '../address-parts.ts';
import type { HttpAnswer } from '../http-call.ts';
import { namesIn, type PanelValues } from './fill.ts';
import type { JsonCondition, PanelAnswer, TextCondition } from './parts.ts';

/** What an answer says by its description. `reason` is in the panel's own words, not cleaned yet. */
export type Verdict =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly code: ProviderFailureCode; readonly reason: string }
  | { readonly kind: 'odd'; readonly reason: string };

/** An answer that fits a yes and a no at once, or neither, says nothing. Of several noes the first counts. */
export function judge(described: PanelAnswer, answer: HttpAnswer, values: PanelValues): Verdict {
  const { accepted, refused, reason } = read(described, answer, values);
  if (accepted && refused === null) return { kind: 'accepted' };
  if (refused !== null && !accepted) return { kind: 'refused', code: `provider.${refused}`, reason };
  return { kind: 'odd', reason };
}

interface Reading {
  readonly accepted: boolean;
  readonly refused: PanelAnswer['refused'][number]['code'] | null;
  readonly reason: string;
}

function read(described: PanelAnswer, { status, text }: HttpAnswer, values: PanelValues): Reading {
  if (described.format === 'text') {
    const holds = (condition: TextCondition) =>
      'is' in condition ? text.trim() === condition.is : text.includes(condition.contains);
    return { ...reading(described, status, holds), reason: '' };
  }
  const body = parsed(text);
  const reason =
    described.reason === undefined ? undefined : body === undefined ? undefined : at(body, described.reason);
  const holds = (condition: JsonCondition) => body !== undefined && jsonHolds(condition, body, values);
  return { ...reading(described, status, holds), reason: typeof reason === 'string' ? reason : '' };
}

interface Rules<C> {
  readonly accepted: readonly { readonly status: readonly number[]; readonly when: readonly C[] }[];
  readonly refused: readonly {
    readonly status: readonly number[];
    readonly when: readonly C[];
    readonly code: PanelAnswer['refused'][number]['code'];
  }[];
}

function reading<C>(rules: Rules<C>, status: number, holds: (condition: C) => boolean): Omit<Reading, 'reason'> {
  const fits = (rule: { readonly status: readonly number[]; readonly when: readonly C[] }) =>
    rule.status.includes(status) && rule.when.every(holds);
  return { accepted: rules.accepted.some(fits), refused: rules.refused.find(fits)?.code ?? null };
}

/** No address and no name is longer. */
const longestName = 1_000;

function jsonHolds(condition: JsonCondition, body: unknown, values: PanelValues): boolean {
  const found = at(body, condition.at);
  if ('is' in condition) return found === condition.is;
  if ('present' in condition) return (found !== undefined) === condition.present;
  if (typeof found !== 'string') return false;
  if ('contains' in condition) return found.includes(condition.contains);
  const same = values.get(condition.same);
  return same !== undefined && found.length <= longestName && sameAddress(found, same);
}

/**
 * What a pointer leads to (RFC 6901), or undefined. Takes what it asks for and looks at nothing beside it: a description may
 * ask hundreds of times, and of an answer with tens of thousands of members.
 */
function at(body: unknown, pointer: string): unknown {
  let found = body;
  for (const name of namesIn(pointer)) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    // An array has a length of its own, but no member of that name.
    if (Array.isArray(found) && !/^(0|[1-9]\d{0,4})$/.test(name)) return undefined;
    found = Object.getOwnPropertyDescriptor(found, name)?.value;
  }
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
