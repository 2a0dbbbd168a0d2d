import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, expect, it } from 'vitest';
import type { GuideView } from '../../../shared/guide.ts';
import { startTexts } from '../../texts/i18n.ts';
import { GuideSteps } from '../change/guide-steps.tsx';
import { pageWith, suggestedPage } from './by-hand-fields.tsx';

beforeAll(startTexts);
const guide = (id: string, page: string | null, more: Partial<GuideView> = {}): GuideView => ({
  id,
  page,
  group: 'service',
  services: [],
  steps: 3,
  note: false,
  checked: {
    how: 'documentation',
    on: '2026-11-22',
    sources: ['https://www.help.example/a', 'https://help.example/b'],
  },
  ...more,
});
const guides = [guide('yahoo', 'https://login.yahoo.example/'), guide('webmail', null), guide('administrator', null)];

it.each([
  ['yahoo', '', 'https://login.yahoo.example/'],
  ['yahoo', 'https://typed.example/', 'https://login.yahoo.example/'],
  ['webmail', 'https://typed.example/', 'https://typed.example/'],
  ['webmail', 'https://login.yahoo.example/', ''],
  ['administrator', 'https://typed.example/', ''],
])('choosing %s makes of the page "%s" the page "%s"', (id, before, after) => {
  expect(pageWith(guides, id, before)).toBe(after);
});

it.each([
  ['of the likely guide', 'yahoo', {}, 'https://login.yahoo.example/'],
  ['nobody, where no guide is likely', null, {}, ''],
  ['nobody, once another address is typed', null, { page: 'https://login.yahoo.example/' }, ''],
  ['whoever typed it', 'yahoo', { page: 'https://typed.example/' }, 'https://typed.example/'],
  ['the guide that was chosen', 'yahoo', { guide: 'webmail' }, ''],
])('without a choice the page is that of %s', (_, likely, values, page) => {
  expect(suggestedPage(guides, likely, values)).toBe(page);
});

it('shows every step, the note, and how far the steps can be relied on', () => {
  const shown = renderToStaticMarkup(<GuideSteps guide={guide('gmail', null, { note: true })} />);
  expect(shown.match(/<li>/g)).toHaveLength(3);
  expect(shown).toMatch(/Press “Change password”\..*app password.*Steps as of 22 November 2026, from help\.example\./);
});
