import { type HostileServer, startHostileServer, type Talk } from '../../../../test/kits/hostile-server.ts';
import { issueCertificate, makeAuthority } from '../../practice/certificates.ts';

/*
 * A fake, made from poppassd.c 1.8.5: it proves that the provider does what is written there. The real one is met in
 * test/integration/poppassd.test.ts.
 */

export const fakeHost = '127.0.0.1';
export const fakeUser = 'anna';

export interface FakePoppassd {
  readonly server: HostileServer;
  /** Of the certificate that it shows. */
  readonly authority: string;
  password: string;
  /** What it says to a new password instead of taking it. */
  refusal: readonly string[];
  /** What it says before the answer to a new password that it takes. */
  message: readonly string[];
  /** Sends this behind the answer to the current password, unasked. */
  unasked: string;
  greeting: string;
}

/** A poppassd with the account `anna`, behind TLS or in the clear. */
export async function startFakePoppassd(options: { readonly tls: boolean }): Promise<FakePoppassd> {
  const authority = await makeAuthority('Fake');
  const certificate = await issueCertificate(authority, { addresses: [fakeHost] });
  const server = await startHostileServer({
    certificate,
    implicit: options.tls,
    onOpen: (talk) => talk.send(`${fake.greeting}\r\n`),
    onLine: (line, talk) => {
      const step = steps.find(({ name }) => name === (talk.notes.get('step') ?? 'user'));
      const [, word = '', rest = ''] = /^(\w+)(?: (.*))?$/.exec(line) ?? [];
      step?.hear({ fake, talk, rest: word === step.name ? rest : '' });
    },
  });
  const fake: FakePoppassd = {
    ...{ server, authority: authority.certificate, password: '', refusal: [], message: [], unasked: '' },
    greeting: '200 poppassd v1.8.5 hello, who are you?',
  };
  return fake;
}

interface Heard {
  readonly fake: FakePoppassd;
  readonly talk: Talk;
  /** What stands behind the word that is awaited; empty behind any other. */
  readonly rest: string;
}

/** One word after the other, as `main` in poppassd.c has them; the first no ends the connection. */
const steps: readonly { readonly name: string; readonly hear: (heard: Heard) => void }[] = [
  {
    name: 'user',
    hear: ({ talk, rest }) => {
      talk.notes.set('user', rest).set('step', 'pass');
      if (rest === '') talk.end('500 Username required.\r\n');
      else talk.send('200 Your password please.\r\n');
    },
  },
  {
    name: 'pass',
    hear: ({ fake, talk, rest }) => {
      talk.notes.set('step', 'newpass');
      const right = talk.notes.get('user') === fakeUser && rest === fake.password;
      if (right) talk.send(`200 Your new password please.\r\n${fake.unasked}`);
      else talk.end('500 Old password is incorrect.\r\n');
    },
  },
  {
    name: 'newpass',
    hear: ({ fake, talk, rest }) => {
      talk.notes.set('step', 'quit');
      const no = rest === '' ? ['500 New password required.'] : fake.refusal;
      if (no.length > 0) {
        talk.end(`${no.join('\r\n')}\r\n`);
        return;
      }
      fake.password = rest;
      talk.send(`${[...fake.message, '200 Password changed, thank-you.'].join('\r\n')}\r\n`);
    },
  },
  { name: 'quit', hear: ({ talk }) => talk.end('200 Bye.\r\n') },
];
