import { plainText } from '../../shared/plain-text.ts';
import type { Accounts } from './accounts.ts';
import type { LineProtocol, Talk } from './line-server.ts';
import { readSaslPlain } from './sasl.ts';

/** IMAP as far as signing in and looking at an empty inbox go (RFC 9051, SASL-IR: RFC 4959). */
export function imapProtocol(accounts: Accounts): LineProtocol {
  let awaitsPlain: string | null = null;
  let signedIn = false;
  let client: string | null = null;

  const capabilities = (talk: Talk) => {
    if (signedIn) return 'IMAP4rev1 ID NAMESPACE';
    return talk.secure ? 'IMAP4rev1 SASL-IR AUTH=PLAIN ID' : 'IMAP4rev1 STARTTLS LOGINDISABLED';
  };
  const originOf = (talk: Talk) =>
    ({ protocol: 'imap', address: talk.address, remotePort: talk.remotePort, client }) as const;
  const signIn = async (tag: string, user: string, password: string, talk: Talk) => {
    switch (await accounts.signIn(user, password, originOf(talk))) {
      case 'ok':
        signedIn = true;
        return talk.send(`${tag} OK [CAPABILITY ${capabilities(talk)}] Logged in`);
      case 'locked':
        return talk.send(`${tag} NO [CONTACTADMIN] The account is locked, try again in some minutes.`);
      case 'wrong':
        return talk.send(`${tag} NO [AUTHENTICATIONFAILED] Authentication failed.`);
    }
  };
  const signInPlain = async (tag: string, response: string, talk: Talk) => {
    const given = readSaslPlain(response);
    if (given === null) talk.send(`${tag} BAD Invalid response.`);
    else await signIn(tag, given.user, given.password, talk);
  };
  const authenticate = async (tag: string, rest: string, talk: Talk) => {
    const [mechanism = '', response] = rest.split(' ');
    if (mechanism.toUpperCase() !== 'PLAIN') talk.send(`${tag} NO [CANNOT] Unknown mechanism.`);
    else if (response !== undefined) await signInPlain(tag, response, talk);
    else {
      awaitsPlain = tag;
      talk.send('+ ');
    }
  };
  const login = async (tag: string, rest: string, talk: Talk) => {
    const given = /^("(?:[^"\\]|\\.)*"|\S+) ("(?:[^"\\]|\\.)*"|\S+)$/.exec(rest);
    if (given === null) talk.send(`${tag} BAD LOGIN takes two strings.`);
    else await signIn(tag, unquoted(given[1] ?? ''), unquoted(given[2] ?? ''), talk);
  };

  type Act = (tag: string, rest: string, talk: Talk) => Promise<void> | void;
  const say =
    (...untagged: readonly string[]): Act =>
    (tag, _, talk) => {
      for (const line of untagged) talk.send(`* ${line}`);
      talk.send(`${tag} OK Done.`);
    };
  const always: Readonly<Record<string, Act>> = {
    CAPABILITY: (tag, rest, talk) => say(`CAPABILITY ${capabilities(talk)}`)(tag, rest, talk),
    NOOP: say(),
    ID: (tag, rest, talk) => {
      client = clientOf(rest);
      if (signedIn) accounts.introduced(originOf(talk));
      return say('ID NIL')(tag, rest, talk);
    },
    LOGOUT: (tag, _, talk) => talk.end(`* BYE Logging out\r\n${tag} OK Done.`),
  };
  const beforeTls: Readonly<Record<string, Act>> = {
    STARTTLS: (tag, _, talk) => talk.startTls(`${tag} OK Begin TLS.`),
    LOGIN: (tag, _, talk) => talk.send(`${tag} NO [PRIVACYREQUIRED] Encryption is needed first.`),
    AUTHENTICATE: (tag, _, talk) => talk.send(`${tag} NO [PRIVACYREQUIRED] Encryption is needed first.`),
  };
  const beforeSignIn: Readonly<Record<string, Act>> = { LOGIN: login, AUTHENTICATE: authenticate };
  const inbox = ['FLAGS (\\Seen)', '0 EXISTS', '0 RECENT', 'OK [UIDVALIDITY 1] Valid', 'OK [UIDNEXT 1] Next'];
  const afterSignIn: Readonly<Record<string, Act>> = {
    NAMESPACE: say('NAMESPACE (("" "/")) NIL NIL'),
    LIST: say('LIST () "/" "INBOX"'),
    LSUB: say('LSUB () "/" "INBOX"'),
    STATUS: say('STATUS "INBOX" (MESSAGES 0 RECENT 0 UIDNEXT 1 UIDVALIDITY 1 UNSEEN 0)'),
    SELECT: say(...inbox),
    EXAMINE: say(...inbox),
    CLOSE: say(),
  };
  const known = (talk: Talk) => {
    if (signedIn) return afterSignIn;
    return talk.secure ? beforeSignIn : beforeTls;
  };

  return {
    greet: (talk) => talk.send(`* OK [CAPABILITY ${capabilities(talk)}] Practice server ready.`),
    answer: async (line, talk) => {
      if (awaitsPlain !== null) {
        const tag = awaitsPlain;
        awaitsPlain = null;
        await signInPlain(tag, line, talk);
        return;
      }
      const parts = /^([A-Za-z0-9.]{1,40}) ([A-Za-z]{1,20})(?: (.*))?$/.exec(line);
      if (parts === null) {
        talk.send('* BAD Unreadable line.');
        return;
      }
      const [, tag = '', command = '', rest = ''] = parts;
      const act = always[command.toUpperCase()] ?? known(talk)[command.toUpperCase()];
      if (act === undefined) talk.send(`${tag} BAD Not here and now.`);
      else await act(tag, rest, talk);
    },
  };
}

/** Name and version out of an ID (RFC 2971), as long as a log would take them; null where it tells no name. */
function clientOf(parameters: string): string | null {
  const fields = [...parameters.matchAll(/"((?:[^"\\]|\\.)*)"\s+"((?:[^"\\]|\\.)*)"/g)];
  const said = (name: string) => fields.find(([, key = '']) => key.toLowerCase() === name)?.[2] ?? '';
  return plainText(`${said('name')} ${said('version')}`, 100).trim() || null;
}

function unquoted(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text;
}
