import type { KeyedCertificate } from '../../src/main/practice/certificates.ts';
import type { Protocol, Security } from '../../src/shared/model.ts';
import type { Script, Talk } from './hostile-server.ts';

/** How a scripted server differs from a right one. Texts are whole lines without line breaks. */
export interface Behaviour {
  readonly certificate: KeyedCertificate;
  readonly oldTls?: boolean;
  readonly cutInHandshake?: boolean;
  /** Replaces the greeting; null stays silent. */
  readonly greeting?: string | null | ((talk: Talk) => void);
  /** Capabilities under TLS, replacing the usual ones. */
  readonly offers?: readonly string[];
  /** Capabilities in clear. */
  readonly offersInClear?: readonly string[];
  /** IMAP: whether the greeting names the capabilities. */
  readonly greetingNames?: boolean;
  /** Replaces the answer to STARTTLS; `%` stands for IMAP's tag. */
  readonly startTls?: string | ((talk: Talk, tag: string) => void);
  /** Follows the right answer to STARTTLS in the same segment. */
  readonly injected?: string;
  /** Replaces the answer to the sign-in; `%` stands for IMAP's tag. */
  readonly verdict?: string | ((talk: Talk, tag: string, user: string, password: string) => void);
  /** Replaces the answer to the step before the password. */
  readonly firstStep?: string;
  /** Milliseconds before every answer. */
  readonly delay?: number;
}

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

export interface ScriptedMail extends Script {
  /** What the server read from the sign-in, after undoing the protocol's own writing. */
  readonly seen: Credentials[];
}

type Dialogue = (behaviour: Behaviour, act: Act) => Pick<Script, 'onOpen' | 'onLine'>;
interface Act {
  readonly say: (talk: Talk, text: string) => void;
  readonly judge: (talk: Talk, tag: string, user: string, password: string) => void;
  readonly startTls: (talk: Talk, tag: string, right: string) => void;
}

export const usualOffers: Readonly<Record<Protocol, readonly string[]>> = {
  imap: ['IMAP4rev1', 'SASL-IR', 'LITERAL+', 'ID', 'AUTH=PLAIN', 'AUTH=LOGIN'],
  pop3: ['CAPA', 'TOP', 'UIDL', 'USER', 'SASL PLAIN LOGIN'],
  smtp: ['PIPELINING', 'SIZE 1000000', 'AUTH PLAIN LOGIN', '8BITMIME'],
};

const usualInClear: Readonly<Record<Protocol, readonly string[]>> = {
  imap: ['IMAP4rev1', 'STARTTLS', 'LOGINDISABLED'],
  pop3: ['CAPA', 'STLS'],
  smtp: ['PIPELINING', 'STARTTLS'],
};

/** A right server of a protocol, bent by a behaviour. It accepts exactly `right`. */
export function scriptedMail(
  protocol: Protocol,
  security: Security,
  right: Credentials,
  behaviour: Behaviour,
): ScriptedMail {
  const seen: Credentials[] = [];
  const say = (talk: Talk, text: string): void => {
    if (behaviour.delay === undefined) talk.send(text);
    else setTimeout(() => talk.send(text), behaviour.delay);
  };
  const act: Act = {
    say,
    judge: (talk, tag, user, password) => {
      seen.push({ user, password });
      if (typeof behaviour.verdict === 'function') behaviour.verdict(talk, tag, user, password);
      else if (behaviour.verdict !== undefined) say(talk, `${behaviour.verdict.replace('%', tag)}\r\n`);
      else {
        const ok = user === right.user && password === right.password;
        say(talk, `${(ok ? yes : no)[protocol].replace('%', tag)}\r\n`);
      }
    },
    startTls: (talk, tag, rightAnswer) => {
      if (typeof behaviour.startTls === 'function') behaviour.startTls(talk, tag);
      else if (behaviour.startTls !== undefined) say(talk, `${behaviour.startTls.replace('%', tag)}\r\n`);
      else talk.startTls(`${rightAnswer}\r\n${behaviour.injected ?? ''}`);
    },
  };
  const dialogue = dialogues[protocol](
    {
      ...behaviour,
      offers: behaviour.offers ?? usualOffers[protocol],
      offersInClear: behaviour.offersInClear ?? usualInClear[protocol],
    },
    act,
  );
  return {
    seen,
    certificate: behaviour.certificate,
    implicit: security === 'tls',
    oldTls: behaviour.oldTls ?? false,
    cutInHandshake: behaviour.cutInHandshake ?? false,
    onLine: dialogue.onLine,
    onOpen: (talk) => {
      if (typeof behaviour.greeting === 'function') behaviour.greeting(talk);
      else if (behaviour.greeting === undefined) dialogue.onOpen(talk);
      else if (behaviour.greeting !== null) say(talk, `${behaviour.greeting}\r\n`);
    },
  };
}

const yes: Readonly<Record<Protocol, string>> = {
  imap: '% OK Logged in',
  pop3: '+OK Logged in',
  smtp: '235 2.7.0 Logged in',
};
const no: Readonly<Record<Protocol, string>> = {
  imap: '% NO [AUTHENTICATIONFAILED] Authentication failed.',
  pop3: '-ERR [AUTH] Authentication failed.',
  smtp: '535 5.7.8 Authentication failed.',
};

function fromPlain(text: string): [string, string] {
  const [, user = '', password = ''] = Buffer.from(text, 'base64').toString('utf8').split('\0');
  return [user, password];
}

/** Answers the step before the password: as the behaviour says, or by `right` and a note that the password is next. */
function firstStep(behaviour: Behaviour, act: Act, talk: Talk, note: string, value: string, right: string): void {
  if (behaviour.firstStep === undefined) talk.notes.set(note, value);
  act.say(talk, `${behaviour.firstStep?.replace('%', value) ?? right}\r\n`);
}

const imapAnswers: Readonly<Record<string, string>> = {
  ID: '* ID NIL\r\n',
  NAMESPACE: '* NAMESPACE (("" "/")) NIL NIL\r\n',
  STATUS: '* STATUS INBOX (MESSAGES 7)\r\n',
  LOGOUT: '* BYE\r\n',
};

/** A sign-in command of IMAP; false if it is another one. */
function imapSignIn(tag: string, word: string, rest: string[], talk: Talk, behaviour: Behaviour, act: Act): boolean {
  if (word === 'LOGIN') act.judge(talk, tag, ...imapStrings(rest.join(' ')));
  else if (word !== 'AUTHENTICATE') return false;
  else if (rest[1] !== undefined) act.judge(talk, tag, ...fromPlain(rest[1]));
  else firstStep(behaviour, act, talk, 'plain', tag, '+ ');
  return true;
}

const imap: Dialogue = (behaviour, act) => {
  const offers = (talk: Talk): string => ((talk.secure ? behaviour.offers : behaviour.offersInClear) ?? []).join(' ');
  const command = (whole: string, talk: Talk): void => {
    const [tag = '', name = '', ...rest] = whole.split(' ');
    const word = name.toUpperCase();
    if (imapSignIn(tag, word, rest, talk, behaviour, act)) return;
    if (word === 'CAPABILITY') act.say(talk, `* CAPABILITY ${offers(talk)}\r\n${tag} OK done\r\n`);
    else if (word === 'STARTTLS') act.startTls(talk, tag, `${tag} OK begin`);
    else act.say(talk, `${imapAnswers[word] ?? ''}${tag} ${word in imapAnswers ? 'OK' : 'BAD'} done\r\n`);
  };
  const onLine = (line: string, talk: Talk): void => {
    const waiting = talk.notes.get('plain');
    if (waiting !== undefined) {
      talk.notes.delete('plain');
      act.judge(talk, waiting, ...fromPlain(line));
      return;
    }
    const whole = (talk.notes.get('literal') ?? '') + line;
    const literal = /\{\d+(\+?)\}$/.exec(line);
    if (literal !== null) {
      talk.notes.set('literal', `${whole}\n`);
      if (literal[1] === '') act.say(talk, '+ go on\r\n');
      return;
    }
    talk.notes.delete('literal');
    command(whole, talk);
  };
  return {
    onLine,
    onOpen: (talk) =>
      act.say(
        talk,
        behaviour.greetingNames === false ? '* OK ready\r\n' : `* OK [CAPABILITY ${offers(talk)}] ready\r\n`,
      ),
  };
};

/** The two arguments of LOGIN, quoted or literal (RFC 9051 section 4.3). */
function imapStrings(text: string): [string, string] {
  const found: string[] = [];
  let rest = text;
  while (rest.length > 0 && found.length < 2) {
    const quoted = /^"((?:[^"\\]|\\.)*)" ?/.exec(rest);
    const literal = /^\{(\d+)\+?\}\n/.exec(rest);
    if (quoted !== null) {
      found.push((quoted[1] ?? '').replace(/\\(.)/g, '$1'));
      rest = rest.slice(quoted[0].length);
    } else if (literal !== null) {
      const start = literal[0].length;
      const end = start + Number(literal[1]);
      found.push(rest.slice(start, end));
      rest = rest.slice(end).replace(/^ /, '');
    } else return ['not an IMAP string', text];
  }
  return [found[0] ?? '', rest === '' ? (found[1] ?? '') : `${found[1]} and ${rest}`];
}

const pop3: Dialogue = (behaviour, act) => ({
  onOpen: (talk) => act.say(talk, '+OK ready\r\n'),
  onLine: (line, talk) => {
    if (talk.notes.delete('plain')) {
      act.judge(talk, '', ...fromPlain(line));
      return;
    }
    const [, name = '', rest = ''] = /^(\S*) ?(.*)$/.exec(line) ?? [];
    const offers = (talk.secure ? behaviour.offers : behaviour.offersInClear) ?? [];
    switch (name.toUpperCase()) {
      case 'CAPA':
        return act.say(talk, `+OK\r\n${offers.join('\r\n')}\r\n.\r\n`);
      case 'STLS':
        return act.startTls(talk, '', '+OK begin');
      case 'USER':
        talk.notes.set('user', rest);
        return act.say(talk, `${behaviour.firstStep ?? '+OK go on'}\r\n`);
      case 'PASS':
        return act.judge(talk, '', talk.notes.get('user') ?? '', rest);
      case 'AUTH':
        return firstStep(behaviour, act, talk, 'plain', '', '+ ');
      default:
        return act.say(talk, name.toUpperCase() === 'QUIT' ? '+OK bye\r\n' : '-ERR unknown\r\n');
    }
  },
});

/** The steps of AUTH LOGIN after the first; false if none is under way. */
function smtpLogin(line: string, talk: Talk, act: Act): boolean {
  const step = talk.notes.get('step');
  const text = Buffer.from(line, 'base64').toString('utf8');
  talk.notes.delete('step');
  if (step === 'user') {
    talk.notes.set('user', text).set('step', 'password');
    act.say(talk, '334 UGFzc3dvcmQ6\r\n');
  } else if (step === 'password') {
    act.judge(talk, '', talk.notes.get('user') ?? '', text);
  }
  return step !== undefined;
}

const smtp: Dialogue = (behaviour, act) => ({
  onOpen: (talk) => act.say(talk, '220 mail.example.test ESMTP\r\n'),
  onLine: (line, talk) => {
    if (smtpLogin(line, talk, act)) return;
    const offers = (talk.secure ? behaviour.offers : behaviour.offersInClear) ?? [];
    const [name = '', mechanism = '', response = ''] = line.split(' ');
    switch (name.toUpperCase()) {
      case 'EHLO':
        return act.say(talk, ehloAnswer(offers));
      case 'STARTTLS':
        return act.startTls(talk, '', '220 2.0.0 begin');
      case 'AUTH':
        if (mechanism.toUpperCase() === 'PLAIN') return act.judge(talk, '', ...fromPlain(response));
        return firstStep(behaviour, act, talk, 'step', 'user', '334 VXNlcm5hbWU6');
      default:
        return act.say(talk, name.toUpperCase() === 'QUIT' ? '221 bye\r\n' : '502 5.5.1 unknown\r\n');
    }
  },
});

function ehloAnswer(offers: readonly string[]): string {
  return ['mail.example.test', ...offers]
    .map((word, index) => `250${index === offers.length ? ' ' : '-'}${word}\r\n`)
    .join('');
}

const dialogues: Readonly<Record<Protocol, Dialogue>> = { imap, pop3, smtp };
