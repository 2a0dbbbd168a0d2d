import { expect, it } from 'vitest';
import type { MailProbe } from '../../core/ports.ts';
import type { Endpoint } from '../../shared/model.ts';
import { greetsOf } from './greets.ts';

const endpoint: Endpoint = { protocol: 'imap', host: 'imap.example.com', port: 993, security: 'tls' };

it('reads the greeting and hangs up, without signing in and without trusting more than the roots', async () => {
  const done: string[] = [];
  const signal = new AbortController().signal;
  const probe: MailProbe = {
    open: (asked, options) => {
      expect([asked, options.authorities, options.signal, options.read]).toEqual([endpoint, [], signal, false]);
      options.onStage('connecting');
      const connection = {
        signIn: () => {
          done.push('sign-in');
          return Promise.reject(new Error('nobody signs in'));
        },
        close: () => done.push('close'),
      };
      return Promise.resolve({ open: true, connection: { ...connection, close: () => void connection.close() } });
    },
  };
  expect(await greetsOf(probe)(endpoint, signal)).toBe(true);
  expect(done).toEqual(['close']);
});

it('says no where no mail server greets', async () => {
  const finding = { code: 'mail.nothing-listens' } as never;
  const probe: MailProbe = { open: () => Promise.resolve({ open: false, finding }) };
  expect(await greetsOf(probe)(endpoint, new AbortController().signal)).toBe(false);
});
