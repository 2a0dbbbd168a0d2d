import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type HostileServer, startHostileServer } from '../../../test/kits/hostile-server.ts';
import { type KitCertificates, makeKitCertificates } from '../../../test/kits/kit-certificates.ts';
import { authorityFor, kitPassword, kitUser, probeOnce } from '../../../test/kits/probe-once.ts';
import { type Behaviour, scriptedMail } from '../../../test/kits/scripted-mail.ts';
import type { Protocol } from '../../shared/model.ts';
import { createMailProbe } from './probe.ts';

let certificates: KitCertificates;
let server: HostileServer | null = null;
beforeAll(async () => {
  certificates = await makeKitCertificates();
});
afterEach(() => server?.close());

async function meet(protocol: Protocol, behaviour: Partial<Behaviour>, read = false) {
  const right = { user: kitUser, password: kitPassword };
  const script = scriptedMail(protocol, 'tls', right, { certificate: certificates.good, ...behaviour });
  server = await startHostileServer(script);
  const endpoint = { protocol, host: '127.0.0.1', port: server.port, security: 'tls' } as const;
  const limits = { connect: 5_000, greeting: 5_000, answer: 5_000 };
  const authorities = [authorityFor('127.0.0.1', certificates.authority)];
  return (await probeOnce(createMailProbe({ limits }), endpoint, { authorities, read })).finding;
}

const asksFirst = ['IMAP4rev1', 'AUTH=PLAIN'];
const silent: Behaviour['verdict'] = () => undefined;

describe('an answer that was there before the password is no answer to it', () => {
  it.each([
    ['a yes', '+ \r\n% OK Logged in', false],
    ['a no', '+ \r\n% NO [AUTHENTICATIONFAILED] No', false],
    ['a yes', '+ \r\n% OK Logged in', true],
    ['a no', '+ \r\n% NO [AUTHENTICATIONFAILED] No', true],
  ])('IMAP, %s: %j, reading: %s', async (_, firstStep, read) => {
    const finding = await meet('imap', { offers: asksFirst, firstStep, verdict: silent }, read);
    expect(finding).toMatchObject({ ok: false, code: 'mail.unsafe-answer' });
  });

  it.each([
    ['a yes', '235 2.7.0 Logged in'],
    ['a no', '535 5.7.8 No'],
    ['a yes after blank lines', '\r\n\r\n235 2.7.0 Logged in'],
  ])('SMTP, %s with the capabilities or with the question for the password', async (_, early) => {
    const afterOffers = await meet('smtp', { offers: ['AUTH PLAIN', `8BITMIME\r\n${early}`], verdict: silent });
    expect(afterOffers).toMatchObject({ ok: false, code: 'mail.unsafe-answer', passwordSent: false });
    await server?.close();
    const loginOnly = { offers: ['AUTH LOGIN'], firstStep: `334 VXNlcm5hbWU6\r\n${early}`, verdict: silent };
    expect(await meet('smtp', loginOnly)).toMatchObject({ ok: false, code: 'mail.unsafe-answer', passwordSent: false });
  });
});

describe('only a refusal is a refusal', () => {
  it('sends no password where IMAP refuses and asks for it in one breath', async () => {
    for (const read of [false, true]) {
      const finding = await meet('imap', { offers: asksFirst, firstStep: '% NO Not now\r\n+ ' }, read);
      expect(finding).toMatchObject({ ok: false, passwordSent: false });
      await server?.close();
    }
  });

  it('knows that no password was sent when IMAP refuses to ask for it', async () => {
    for (const read of [false, true]) {
      const finding = await meet('imap', { offers: asksFirst, firstStep: '% NO Not now' }, read);
      expect(finding).toMatchObject({ ok: false, code: 'mail.no-sign-in-offered', passwordSent: false });
      await server?.close();
    }
  });

  it('takes no other word for one', async () => {
    for (const read of [false, true]) {
      const finding = await meet('imap', { verdict: '% OKAY Logged in' }, read);
      expect(finding).toMatchObject({ ok: false, code: 'mail.unsafe-answer', passwordSent: true });
      await server?.close();
    }
    const finding = await meet('smtp', { verdict: '334 5.7.8 Authentication failed' });
    expect(finding).toMatchObject({ ok: false, code: 'mail.unsafe-answer', passwordSent: true });
  });
});

it.each(['\r\n', '250 more\r\n', '* OK more\r\n'])(
  'stops reading an answer without end: %j',
  async (piece) => {
    const verdict: Behaviour['verdict'] = (talk) => talk.flood(Buffer.alloc(64 * 1024, piece));
    for (const [protocol, read] of [
      ['imap', false],
      ['imap', true],
      ['pop3', false],
      ['smtp', false],
    ] as const) {
      // A busy computer may meet the time limit before the limit on bytes; what counts is what was taken in.
      const code = expect.stringMatching(/^mail\.(unsafe-answer|timed-out)$/);
      expect(await meet(protocol, { verdict }, read)).toMatchObject({ ok: false, code });
      expect(server?.flooded()).toBeLessThan(16 * 1024 * 1024);
      await server?.close();
    }
  },
  40_000,
);
