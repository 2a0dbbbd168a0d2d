import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, expect, it } from 'vitest';
import { startTexts } from '../../texts/i18n.ts';
import { PanelFields } from './panel-fields.tsx';

beforeAll(startTexts);
const page = (address: string, faults = {}): string =>
  renderToStaticMarkup(
    <PanelFields address={address} values={{}} onChange={() => undefined} faults={faults} kept={false} />,
  );

it('asks for the file, and for nothing else before it', () => {
  const shown = page('anna@firm.example');
  expect(shown).toMatch(/Choose the file…/);
  expect(shown).not.toMatch(/<input|data-disabled|Enter the mail address first|Choose the file first/);
});

it('waits for the address, because the server is compared with it', () => {
  expect(page('anna')).toMatch(/Enter the mail address first\..*data-disabled/);
});

it('says that the file is missing when the form was sent without', () => {
  expect(page('anna@firm.example', { 'settings.panel': 'Fill this in.' })).toMatch(
    /role="alert">Choose the file first\./,
  );
});
