import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, expect, it } from 'vitest';
import { clientView, rotationView } from '../../../core/report/report.test-kit.ts';
import type { ClientRecord } from '../../../shared/model.ts';
import { startTexts } from '../../texts/i18n.ts';
import { Aids } from './aids.tsx';

beforeAll(startTexts);

function shown(more: Partial<ClientRecord>): string {
  const view = clientView('Device', 'waiting');
  const client = { ...view.client, ...more };
  return renderToStaticMarkup(<Aids rotation={rotationView([view])} view={{ ...view, client }} />);
}

it('offers a code or a profile to set a device up anew, and says first what has to go', () => {
  for (const kind of ['thunderbird-mobile', 'android-phone']) {
    expect(shown({ kind })).toContain('Remove the old account from the device first.');
    expect(shown({ kind })).toContain('Show the code');
    expect(shown({ kind })).not.toContain('Save the profile');
  }
  for (const kind of ['iphone', 'apple-mail']) {
    expect(shown({ kind })).toContain('Remove the old account from the device first.');
    expect(shown({ kind })).toContain('Save the profile');
    expect(shown({ kind })).not.toContain('Show the code');
  }
});

it('offers neither to other devices, nor to one that does not use the mailbox’s password', () => {
  for (const more of [
    { kind: 'scanner' },
    { kind: 'iphone', signIn: { how: 'elsewhere' as const } },
    { kind: 'iphone', signIn: { how: 'app-password' as const, version: null } },
  ]) {
    expect(shown(more)).not.toContain('Set this device up anew');
    expect(shown(more)).toContain('Print a slip for this device');
  }
});

it('says why a device with one side gets no profile', () => {
  expect(shown({ kind: 'iphone', sending: null })).toContain('one of them is missing');
  expect(shown({ kind: 'iphone', sending: null })).not.toContain('Save the profile');
});
