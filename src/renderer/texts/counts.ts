import type { TFunction } from 'i18next';
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

export function countGrades(clients: readonly ClientView[]): GradeCounts {
  const counts: Partial<Record<Grade, number>> = {};
  for (const { grade } of clients) counts[grade] = (counts[grade] ?? 0) + 1;
  return counts;
}

/** Each grade counted on its own, strongest first: “1 device seen signing in, 2 as you told us”. */
export function partsOf(t: TFunction, counts: GradeCounts): string {
  return grades
    .filter((grade) => (counts[grade] ?? 0) > 0)
    .map((grade) => t(`report.count.${grade}`, { count: counts[grade] ?? 0 }))
    .join(', ');
}

/** The same in three numbers, for the round: what is confirmed, what was told, what is left. */
export function roundParts(t: TFunction, counts: GradeCounts): string {
  const sum = (...grades: Grade[]) => grades.reduce((all, grade) => all + (counts[grade] ?? 0), 0);
  const parts = [
    ['confirmed', sum('device-seen', 'stored')],
    ['told', sum('told')],
    ['left', sum('settings-proved', 'old-password', 'waiting')],
  ] as const;
  return parts
    .filter(([, count]) => count > 0)
    .map(([key, count]) => t(`round.part.${key}`, { count }))
    .join(', ');
}
