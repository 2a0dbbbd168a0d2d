import i18next from 'i18next';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, expect, it } from 'vitest';
import { byHandManifest } from '../../../main/providers/by-hand/manifest.ts';
import { mailcowManifest } from '../../../main/providers/mailcow/manifest.ts';
import { practiceManifest } from '../../../main/providers/practice/manifest.ts';
import type { SignInLog } from '../../../shared/at-provider.ts';
import { type MailboxId, mailboxIdSchema } from '../../../shared/ids.ts';
import type { ProviderManifest } from '../../../shared/provider.ts';
import type { MailboxView } from '../../../shared/views.ts';
import { startTexts } from '../../texts/i18n.ts';
import { propagationWords } from '../../texts/propagation.ts';
import { AtProvider } from './at-provider.tsx';
import { SignInList } from './sign-ins.tsx';

beforeAll(startTexts);
const id: MailboxId = mailboxIdSchema.parse('0123456789abcdef');

function viewOf(provider: ProviderManifest): MailboxView {
  return {
    id,
    settings: {
      address: 'anna@example.test',
      kind: 'ordinary',
      provider: { id: provider.id, settings: {} },
      user: 'anna@example.test',
      receiving: null,
      sending: null,
    },
    provider,
    hasCredential: false,
    clients: [],
    authorities: [],
    passwordKnown: true,
    changedAt: null,
    checkedAt: null,
    rotation: null,
    history: [],
    kept: [],
    forgotten: [],
    recovery: null,
    refusals: null,
  };
}
const shown = (provider: ProviderManifest) => renderToStaticMarkup(<AtProvider view={viewOf(provider)} />);

it('shows what a provider can do, and asks for nothing by itself', () => {
  const text = shown(mailcowManifest);
  expect(text).toContain('Change the password for an administrator');
  expect(text).not.toContain('Change the password with the current one');
  expect(text).toContain('up to 5 minutes');
  expect(text).toContain('not yet met a live server');
  expect(text).toContain('Show the last sign-ins');
  expect(text).toContain('These devices are not touched by the change');
});

it('shows nothing that a provider cannot do', () => {
  const { capabilities } = mailcowManifest;
  const text = shown({ ...mailcowManifest, capabilities: { ...capabilities, signInLog: false, appPasswords: false } });
  expect(text).not.toContain('sign-ins');
  expect(text).not.toContain('app passwords');
  expect(shown(practiceManifest)).not.toContain('live server');
  expect(shown(byHandManifest)).toBe('');
});

it('shows a sign-in as text, with what the log may not be taken for', () => {
  const entry = { at: Date.UTC(2026, 10, 22, 10, 31), protocol: 'imap', service: 'imap', port: null } as const;
  const log: SignInLog = {
    entries: [
      { ...entry, address: '192.0.2.7', client: '<b>Mail</b>', outcome: 'signed-in', secret: 'app-password' },
      { ...entry, protocol: null, service: 'SOGO', address: null, client: null, outcome: 'refused', secret: null },
    ],
    reachesBackTo: entry.at,
    lockAfter: null,
    timesSureFrom: 0,
    keeps: 'latest-of-each-source',
    refusals: false,
    serverNow: null,
  };
  const text = renderToStaticMarkup(<SignInList log={log} />);
  expect(text).toContain('Receiving (IMAP)');
  expect(text).toContain('from 192.0.2.7 · &lt;b&gt;Mail&lt;/b&gt; · with an app password');
  expect(text).toContain('SOGO');
  expect(text).toMatch(/Signed in.*Refused.*Keyround’s own.*only the latest sign-in.*does not write down refused/);
});

it.each([
  [mailcowManifest, 'mailcow says its servers may take up to 5 minutes to know the new password.'],
  [byHandManifest, 'Mail servers may take up to 10 minutes to know the new password.'],
  [{ ...mailcowManifest, propagationSeconds: 30 }, 'mailcow says its servers may take up to 30 seconds to know'],
  [{ ...mailcowManifest, propagationSeconds: 61 }, 'mailcow says its servers may take up to 2 minutes to know'],
  [practiceManifest, ''],
])('says how long a new password may take', (manifest, words) => {
  expect(propagationWords(i18next.t, manifest) ?? '').toContain(words);
});
