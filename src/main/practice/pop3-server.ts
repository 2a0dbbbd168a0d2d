import type { Accounts } from './accounts.ts';
import type { LineProtocol, Talk } from './line-server.ts';
import { readSaslPlain } from './sasl.ts';

/** POP3 as far as signing in goes (RFC 1939, CAPA: RFC 2449, STLS: RFC 2595, AUTH: RFC 5034). The inbox is empty. */
export function pop3Protocol(accounts: Accounts): LineProtocol {
  let user: string | null = null;
  let awaitsPlain = false;
  let signedIn = false;

  const signIn = async (name: string, password: string, talk: Talk) => {
    const origin = { protocol: 'pop3', address: talk.address, remotePort: talk.remotePort, client: null } as const;
    switch (await accounts.signIn(name, password, origin)) {
      case 'ok':
        signedIn = true;
        return talk.send('+OK Logged in.');
      case 'locked':
        return talk.send('-ERR [AUTH] The account is locked, try again in some minutes.');
      case 'wrong':
        return talk.send('-ERR [AUTH] Authentication failed.');
    }
  };
  const signInPlain = async (response: string, talk: Talk) => {
    const given = readSaslPlain(response);
    if (given === null) talk.send('-ERR Invalid response.');
    else await signIn(given.user, given.password, talk);
  };
  const capabilities = (talk: Talk) => [
    '+OK',
    'CAPA',
    'UIDL',
    'RESP-CODES',
    'AUTH-RESP-CODE',
    ...(talk.secure ? ['USER', 'SASL PLAIN'] : ['STLS']),
    '.',
  ];

  const beforeTls = (command: string, talk: Talk): boolean => {
    if (talk.secure || !['USER', 'PASS', 'AUTH'].includes(command)) return false;
    talk.send('-ERR Encryption is needed first.');
    return true;
  };
  const whenSignedIn = (command: string, talk: Talk): boolean => {
    if (!signedIn) return false;
    if (command === 'STAT') talk.send('+OK 0 0');
    else if (command === 'LIST' || command === 'UIDL') talk.send('+OK\r\n.');
    return ['STAT', 'LIST', 'UIDL'].includes(command);
  };
  const auth = async (rest: string, talk: Talk) => {
    const [mechanism = '', response] = rest.split(' ');
    if (mechanism.toUpperCase() !== 'PLAIN') talk.send('-ERR Unknown mechanism.');
    else if (response !== undefined) await signInPlain(response, talk);
    else {
      awaitsPlain = true;
      talk.send('+ ');
    }
  };
  const others: Readonly<Record<string, (rest: string, talk: Talk) => Promise<void> | void>> = {
    CAPA: (_, talk) => talk.send(capabilities(talk).join('\r\n')),
    STLS: (_, talk) => (talk.secure ? talk.send('-ERR TLS is on.') : talk.startTls('+OK Begin TLS.')),
    USER: (rest, talk) => {
      user = rest;
      talk.send('+OK');
    },
    PASS: async (rest, talk) => await signIn(user ?? '', rest, talk),
    AUTH: auth,
    NOOP: (_, talk) => talk.send('+OK'),
    QUIT: (_, talk) => talk.end('+OK Bye.'),
  };

  return {
    greet: (talk) => talk.send('+OK Practice server ready.'),
    answer: async (line, talk) => {
      if (awaitsPlain) {
        awaitsPlain = false;
        await signInPlain(line, talk);
        return;
      }
      const [word = ''] = line.split(' ');
      const command = word.toUpperCase();
      if (beforeTls(command, talk) || whenSignedIn(command, talk)) return;
      const act = others[command];
      if (act === undefined) talk.send('-ERR Unknown command.');
      else await act(line.slice(word.length + 1), talk);
    },
  };
}
