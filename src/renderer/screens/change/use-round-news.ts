import type { TFunction } from 'i18next';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppUpdateView } from '../../../shared/apps.ts';
import type { RotationView } from '../../../shared/views.ts';
import { useApp } from '../../store/store.ts';
import { isLocked, whyWords } from './updates.ts';

interface Round {
  readonly view: RotationView;
  readonly title: string;
  readonly updates: readonly AppUpdateView[];
  /** Who still tries the old password, as the page says it; empty: nobody. */
  readonly knocking: string;
}

/** Says politely, in one go, whatever has changed by itself since it was last said: grades, updates, the title. */
export function useRoundNews(round: Round): void {
  const { t } = useTranslation();
  const announce = useApp((state) => state.announce);
  const before = useRef<ReadonlyMap<string, string> | null>(null);
  const now = wordsOf(t, round);
  const news = newsOf(before.current, now);
  useEffect(() => {
    before.current = now;
    if (news !== '') announce(news);
  });
}

/** All that may change, each by its name. */
export function wordsOf(t: TFunction, { view, title, updates, knocking }: Round): ReadonlyMap<string, string> {
  return new Map([
    ...view.clients.map(({ client, grade }) => [client.id, `${client.name}: ${t(`grade.${grade}.short`)}.`] as const),
    ...updates.map((update) => [`update ${update.client}`, updateWords(t, update)] as const),
    ['knocking', knocking],
    ['title', title],
  ]);
}

/** Where one update stands. What is locked is not beyond Keyround: the page asks for it to be opened. */
const updateWords = (t: TFunction, update: AppUpdateView): string => {
  const { stage, name } = update;
  return isLocked(update) ? `${name}: ${whyWords(t, update)}` : t(`appUpdate.stage.${stage}`, { name });
};

/** What is new, in the order in which it stands on the page. At first only the title: all else is read from the page. */
export function newsOf(before: ReadonlyMap<string, string> | null, now: ReadonlyMap<string, string>): string {
  if (before === null) return now.get('title') ?? '';
  return [...now]
    .filter(([key, words]) => words !== '' && before.has(key) && before.get(key) !== words)
    .map(([, words]) => words)
    .join(' ');
}
