import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';
import { plainText } from '../../shared/plain-text.ts';
import type { Accounts } from './accounts.ts';
import type { KeyedCertificate } from './certificates.ts';
import type { LineServer } from './line-server.ts';

/** Message submission (RFC 6409) on `host` at a free port. Mail is taken and thrown away: nothing leaves this computer. */
export async function startSmtpServer(
  host: string,
  security: 'tls' | 'starttls',
  keyed: KeyedCertificate,
  accounts: Accounts,
): Promise<LineServer> {
  const smtp = new SMTPServer({
    name: 'practice.example',
    secure: security === 'tls',
    key: keyed.privateKey,
    cert: keyed.certificate,
    authMethods: ['PLAIN', 'LOGIN'],
    disableReverseLookup: true,
    logger: false,
    maxClients: 64,
    closeTimeout: 100,
    size: 1024 * 1024,
    onAuth: ({ username, password }, { remoteAddress, remotePort, hostNameAppearsAs }, callback) => {
      const client = plainText(hostNameAppearsAs || '', 100) || null;
      const origin = { protocol: 'smtp', address: remoteAddress, remotePort, client } as const;
      void accounts.signIn(username ?? '', password ?? '', origin).then((answer) => {
        if (answer === 'ok') return callback(null, { user: username ?? '' });
        return callback(
          answer === 'locked'
            ? refusal(525, '5.7.13 The account is locked, try again in some minutes.')
            : refusal(535, '5.7.8 Authentication failed.'),
        );
      });
    },
    onData: (stream, _, callback) => {
      stream.resume().on('end', () => callback(null));
    },
  });
  smtp.on('error', () => undefined);
  smtp.listen(0, host);
  await once(smtp.server, 'listening');
  const bound = smtp.server.address();
  if (bound === null || typeof bound === 'string') throw new Error('a listener without a port');
  return { port: bound.port, stop: () => new Promise((resolve) => smtp.close(() => resolve())) };
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
