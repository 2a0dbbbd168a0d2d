import i18next from 'i18next';
import { beforeAll, expect, it } from 'vitest';
import { startTexts } from '../../texts/i18n.ts';
import { keptNames } from './kept-names.ts';

beforeAll(startTexts);
const row = (label: string, about = 'since 21 Sep 2025') => ({ label, about });

it('calls a row by its label where that is enough', () => {
  const rows = [row('Current password'), row('Previous password')];
  expect(keptNames(i18next.t, rows)).toEqual(['Current password', 'Previous password']);
});

it('tells several of one label apart, even where they are of the same day', () => {
  const rows = [row('Current password'), row('Previous password'), row('Previous password'), row('Unknown', '')];
  expect(keptNames(i18next.t, rows)).toEqual([
    'Current password',
    'Previous password, 1 of 2, since 21 Sep 2025',
    'Previous password, 2 of 2, since 21 Sep 2025',
    'Unknown',
  ]);
  expect(keptNames(i18next.t, [row('Unknown', ''), row('Unknown', '')])).toEqual([
    'Unknown, 1 of 2',
    'Unknown, 2 of 2',
  ]);
});
