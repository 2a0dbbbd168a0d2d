import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, expect, it } from 'vitest';
import type { Lamp } from '../../shared/views.ts';
import { startTexts } from '../texts/i18n.ts';
import { Lamps } from './lamp.tsx';
import { FailureNotice } from './notice.tsx';

beforeAll(startTexts);
const words = (receiving: Lamp, sending: Lamp): string =>
  renderToStaticMarkup(<Lamps receiving={receiving} sending={sending} />)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
const place = { protocol: 'smtp', host: 'mail.firm.example', port: 465, security: 'tls', at: 1, took: 5 } as const;

it('says in words what was seen, for each direction', () => {
  const works: Lamp = {
    state: 'known',
    finding: { ...place, ok: true, tls: 'TLSv1.3', mechanism: 'PLAIN', messages: null },
  };
  expect(words({ state: 'unused' }, works)).toBe('Only sends Sending: settings work');
  expect(words(works, { state: 'unused' })).toBe('Receiving: settings work Only receives');
  expect(words({ state: 'checking', stage: 'encrypting' }, { state: 'unchecked' })).toBe(
    'Receiving: securing… Sending: not checked',
  );
});

it('writes what a server says as text only', () => {
  const technical = '<img src=x onerror=alert(1)>';
  const page = renderToStaticMarkup(<FailureNotice failure={{ code: 'mail.server-busy', technical, field: null }} />);
  expect(page).toContain('&lt;img src=x');
  expect(page).not.toContain('<img');
});
