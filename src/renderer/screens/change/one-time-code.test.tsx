import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, expect, it } from 'vitest';
import { type FailureCode, failure } from '../../../shared/failures.ts';
import { rotationIdSchema, versionIdSchema } from '../../../shared/ids.ts';
import { en } from '../../../shared/texts/en/index.ts';
import type { RotationStage, RotationView } from '../../../shared/views.ts';
import { startTexts } from '../../texts/i18n.ts';
import { NeedsHelpPart, RevertedPart } from './outcome-parts.tsx';
import { ReadyPart } from './ready-part.tsx';

beforeAll(startTexts);

const view = (stage: RotationStage, code: FailureCode) =>
  ({
    ...{ id: rotationIdSchema.parse('r'.repeat(16)), mailbox: 'm'.repeat(16), address: 'anna@firm.example' },
    ...{
      mode: 'self',
      provedBy: 'sign-in',
      stage,
      failure: failure(code),
      checks: [],
      warnings: [],
      clients: [],
      rung: 0,
    },
    ...{ waitUntil: null, refusedSignIns: 0, pending: versionIdSchema.parse('v'.repeat(16)) },
  }) as unknown as RotationView;
const ready = (code: FailureCode) =>
  renderToStaticMarkup(<ReadyPart view={view('not-ready', code)} above={null} onContinue={() => undefined} />);
const { oneTimeCode: words } = en;

it.each<FailureCode>(['provider.second-factor', 'provider.wrong-code'])('asks for the code after %s', (code) => {
  const shown = ready(code);
  for (const text of [words.title, words.label, words.where, words.whereText, words.cost, words.send]) {
    expect(shown).toContain(text);
  }
  expect(shown).toMatch(
    /inputMode="numeric"[^>]*autocomplete="one-time-code"|autocomplete="one-time-code"[^>]*inputMode/i,
  );
  // one thing to press that goes on
  expect(shown.match(/button-primary/g)).toHaveLength(1);
  expect(shown).not.toContain(en.ready.again);
});

it.each<FailureCode>(['provider.too-many-codes', 'provider.not-allowed'])('asks for no code after %s', (code) => {
  expect(ready(code)).not.toContain(words.title);
  expect(ready(code)).toContain(en.ready.again);
});

it('asks for a code where the same password has to be sent once more, in place of the button for that', () => {
  const shown = (code: FailureCode) =>
    renderToStaticMarkup(<NeedsHelpPart view={view('needs-help', code)} above={null} />);
  expect(shown('provider.sign-in-ended')).toContain(words.title);
  expect(shown('provider.sign-in-ended')).not.toContain(en.outcome.helpSend);
  expect(shown('provider.sign-in-ended').match(/button-primary/g)).toHaveLength(1);
  expect(shown('provider.no-answer')).not.toContain(words.title);
  expect(shown('provider.no-answer')).toContain(en.outcome.helpSend);
});

it('offers to start again with a new code where the sign-in ended before the change', () => {
  const shown = renderToStaticMarkup(<RevertedPart view={view('reverted', 'provider.sign-in-ended')} above={null} />);
  expect(shown).toContain(words.startAgain);
  expect(shown).not.toContain(en.outcome.again);
});
