import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, expect, it } from 'vitest';
import type { PanelView } from '../../../shared/panel.ts';
import { en } from '../../../shared/texts/en/index.ts';
import { startTexts } from '../../texts/i18n.ts';
import { AskedFields, PanelFields } from './panel-fields.tsx';

beforeAll(startTexts);
const page = (address: string, faults = {}): string =>
  renderToStaticMarkup(
    <PanelFields address={address} values={{}} onChange={() => undefined} faults={faults} kept="nothing" />,
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

it('says of the fields that the file names that no secret belongs there, and of no more servers than there are', () => {
  const panel: PanelView = {
    ...{ hash: 'f'.repeat(64), name: 'A panel', origin: 'https://panel.firm.example', host: 'panel.firm.example' },
    ...{ self: true, admin: null, fields: [{ key: 'fieldOne', label: 'Your API key', help: '' }] },
  };
  const values = { panel: panel.hash, mode: 'self' };
  const shown = renderToStaticMarkup(
    <AskedFields address="" panel={panel} values={values} onChange={() => undefined} faults={{}} kept="nothing" />,
  );
  expect(shown).toMatch(/Your API key.*no password or key belongs here/);
  // the mail servers get passwords as well
  expect([en.panelForm.sendsOnly, en.native.panel.message].join()).not.toMatch(/no other/);
  expect([en.panelForm.sendsOnly, en.native.panel.message].join().match(/mail servers/g)).toHaveLength(2);
});
