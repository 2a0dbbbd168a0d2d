import i18next from 'i18next';
import { beforeAll, expect, it } from 'vitest';
import { readCatalogue } from '../../../main/app/catalogue.ts';
import { startTexts } from '../../texts/i18n.ts';
import { kindGroups } from './kind-list.ts';

beforeAll(startTexts);
const catalogue = readCatalogue();
const found = (search: string) =>
  kindGroups(i18next.t, catalogue, search).map(({ group, options }) => [group, options.map(({ kind }) => kind)]);

it('shows every kind once, what most people have first in its group and what fits anything last', () => {
  const all = kindGroups(i18next.t, catalogue, '  ');
  expect(all.map(({ group }) => group)).toEqual(['phone', 'computer', 'elsewhere']);
  const kinds = all.flatMap(({ options }) => options.map(({ kind }) => kind));
  expect(kinds.toSorted()).toEqual(catalogue.map(({ kind }) => kind).toSorted());
  expect(all.map(({ options }) => options[0]?.kind)).toEqual(['iphone', 'thunderbird', expect.anything()]);
  expect(all.map(({ options }) => options.at(-1)?.kind)).toEqual(['android-phone', expect.anything(), 'other']);
});

it('finds by a part of the name or of what it is, in any case and order', () => {
  expect(found('THUNDER')).toEqual([
    ['phone', ['thunderbird-mobile']],
    ['computer', ['thunderbird']],
  ]);
  expect(found('k-9')).toEqual([['phone', ['thunderbird-mobile']]]);
  expect(found('mac outlook')).toEqual([['computer', ['outlook-mac']]]);
  expect(found('msmtp')).toEqual([['computer', ['mail-sender']]]);
  expect(found('nothing of the kind')).toEqual([]);
});
