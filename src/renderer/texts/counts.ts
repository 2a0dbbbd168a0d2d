import type { TFunction } from 'i18next';
import { isConfirmed, isLeft } from '../../shared/confirmed.ts';
import type { Grade } from '../../shared/findings.ts';
import type { ClientView } from '../../shared/views.ts';

/** Strongest first, as the schema has them; written out so that the window need not load the schemas. */
export const grades: readonly Grade[] = [
  'device-seen',
  'stored',
  'settings-proved',
  'told',
  'old-password',
  'waiting',
  'left-alone',
  'cannot-check',
  'gone',
];

export type GradeCounts = Readonly<Partial<Record<Grade, number>>>;

/** Each grade counted on its own, strongest first: “1 device seen signing in, 2 as you told us”. */
export function partsOf(t: TFunction, counts: GradeCounts): string {
  return grades
    .filter((grade) => (counts[grade] ?? 0) > 0)
    .map((grade) => t(`report.count.${grade}`, { count: counts[grade] ?? 0 }))
    .join(', ');
}

/** The same in three numbers, for the round: what is confirmed, what was told, what is left. */
export function roundParts(t: TFunction, clients: readonly ClientView[]): string {
  const parts = [
    ['confirmed', clients.filter(isConfirmed).length],
    ['told', clients.filter(({ grade }) => grade === 'told').length],
    ['left', clients.filter(isLeft).length],
  ] as const;
  return parts
    .filter(([, count]) => count > 0)
    .map(([key, count]) => t(`round.part.${key}`, { count }))
    .join(', ');
}
