import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, expect, it } from 'vitest';
import { failure } from '../../../shared/failures.ts';
import { startTexts } from '../../texts/i18n.ts';
import { Why } from './outcome-parts.tsx';

beforeAll(startTexts);
const shown = (rung: number): string =>
  renderToStaticMarkup(<Why view={{ failure: failure('mail.wrong-password', 'imap mail.firm.example:993'), rung }} />);

it('says that Keyround waited only where it did', () => {
  expect(shown(0)).toContain('The mail server did not accept the new password.');
  expect(shown(0)).not.toMatch(/waited/);
  expect(shown(3)).toMatch(/though Keyround waited each time/);
});
