import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FoundApp } from '../../../shared/apps.ts';
import { startTexts } from '../../texts/i18n.ts';
import { AppsFound } from './apps-found.tsx';

beforeAll(startTexts);

const account = (changes: Partial<FoundApp>): FoundApp => ({
  ...{ app: 'msmtp', name: 'msmtp', profile: 'work', protocol: 'smtp', host: 'mail.firm.example', port: 465 },
  ...{ security: 'tls', user: 'anna@firm.example', place: '/home/anna/.msmtprc', client: null },
  ...{ holds: 'new', why: null },
  ...changes,
});
const markup = (...accounts: Partial<FoundApp>[]) =>
  renderToStaticMarkup(
    <AppsFound
      found={{ looked: true, accounts: accounts.map(account), troubles: [] }}
      busy={false}
      onUnlock={() => undefined}
    />,
  );
const words = (...accounts: Partial<FoundApp>[]) =>
  markup(...accounts)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

describe('apps that hold a password that is not the current one', () => {
  it('are told apart where it was this mailbox’s before', () => {
    expect(words({ holds: 'old' })).toMatch(/^msmtp still has an old password Each try with it is refused/);
    expect(words({ holds: 'old' })).not.toContain('holds a password that is not');
  });

  it('are told apart, in softer words, where Keyround does not know it', () => {
    expect(words({ holds: 'another' })).toMatch(
      /^msmtp holds a password that is not this mailbox’s current one It may keep trying to sign in with it/,
    );
    expect(words({ holds: 'another' })).not.toContain('old password');
    expect(words({ holds: 'another' }, { holds: 'another', app: 'mbsync', name: 'mbsync' })).toMatch(
      /^msmtp and mbsync hold a password .* They may keep trying/,
    );
  });

  it('are told once where they hold both', () => {
    expect(words({ holds: 'old' }, { holds: 'another', profile: 'home' })).not.toContain(
      'holds a password that is not',
    );
  });

  it('are not spoken of where there are none', () => {
    for (const holds of ['new', 'none', 'oauth', 'unsupported'] as const) {
      expect(markup({ holds })).not.toContain('notice');
    }
  });
});

describe('what is locked', () => {
  it('by a primary password is opened by typing that', () => {
    const html = markup({ holds: 'locked', why: 'needs-unlocking' });
    expect(html).toContain('type="password"');
    expect(html).not.toContain('Unlock the keyring');
  });

  it('by the keyring has a button and no field', () => {
    const html = markup({ holds: 'locked', why: 'keyring-locked' });
    expect(html).not.toContain('<input');
    expect(html).toContain('Your desktop will ask for its password; Keyround does not see it.');
    expect(html).toContain('Unlock the keyring');
  });

  it('by either has both', () => {
    const html = markup({ holds: 'locked', why: 'keyring-locked' }, { holds: 'locked', why: 'wrong-unlocking' });
    expect(html).toContain('type="password"');
    expect(html).toContain('Unlock the keyring');
  });
});
