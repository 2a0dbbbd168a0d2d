import { once } from 'node:events';
import { connect } from 'node:net';
import { runProgram } from './process.ts';

/*
 * Witnesses from outside the app: they share no code with it. A password goes to curl through its standard input only.
 */

export interface WitnessRequest {
  readonly protocol: 'imap' | 'pop3' | 'submission';
  readonly security: 'starttls' | 'tls';
  readonly host: string;
  readonly port: number;
  /** Name to expect in the certificate, when it is not the host itself. */
  readonly name?: string;
  /** The client's own address: a server's penalty for wrong tries is per address. Default: the system's choice. */
  readonly from?: string;
  /** PEM file of the authority to trust. */
  readonly authorityFile: string;
  readonly user: string;
  readonly password: string;
}

export interface WitnessAnswer {
  /** `failed`: no answer about the password at all (connection, certificate, time-out, temporary refusal). */
  readonly verdict: 'accepted' | 'refused' | 'failed';
  readonly tookMs: number;
  /** curl's exit code, and what it and the server said. Nothing of what was sent. */
  readonly detail: string;
}

const schemes = {
  imap: { starttls: 'imap', tls: 'imaps' },
  pop3: { starttls: 'pop3', tls: 'pop3s' },
  submission: { starttls: 'smtp', tls: 'smtps' },
} as const;

/** Signs in once with curl: one connection, one AUTH PLAIN, then NOOP. Waits at most 40 s. */
export async function witnessSignIn(request: WitnessRequest): Promise<WitnessAnswer> {
  const name = request.name ?? request.host;
  const options: [string, string][] = [
    ['url', `${schemes[request.protocol][request.security]}://${name}:${request.port}/`],
    ['resolve', `${name}:${request.port}:${request.host}`],
    ['user', `${request.user}:${request.password}`],
    ['login-options', 'AUTH=PLAIN'],
    ['cacert', request.authorityFile],
    ['request', 'NOOP'],
    ['max-time', '40'],
  ];
  if (request.from !== undefined) options.push(['interface', request.from]);
  const config = [
    ...options.map(([key, value]) => `${key} = ${quoted(value)}`),
    'ssl-reqd',
    'head',
    'sasl-ir',
    'verbose',
  ];
  const start = performance.now();
  const result = await runProgram(['curl', '-q', '-sS', '-K', '-'], { input: `${config.join('\n')}\n` });
  // Lines that begin with > are what curl sent, the password included.
  const heard = result.output.split('\n').filter((line) => line.startsWith('< ') || line.startsWith('curl: '));
  return {
    verdict: verdictOf(result.code, heard),
    tookMs: performance.now() - start,
    detail: `curl ${result.code}: ${heard.join('\n')}`,
  };
}

/** curl calls every NO, -ERR and 4xx after AUTH a denied login; a refusal that says it is temporary is none. */
function verdictOf(code: number | null, heard: readonly string[]): WitnessAnswer['verdict'] {
  const loginDenied = 67;
  if (code === 0) return 'accepted';
  const temporary = /\[(LIMIT|UNAVAILABLE|INUSE|IN-USE|SYS\/TEMP|LOGIN-DELAY)|^< 4\d\d/;
  return code === loginDenied && !heard.some((line) => temporary.test(line)) ? 'refused' : 'failed';
}

/**
 * Speaks plain text without TLS: waits for the greeting, sends each line, waits for its answer.
 *
 * @returns the greeting and one answer per line; a closed connection ends the list early
 */
export async function plainDialogue(host: string, port: number, lines: readonly string[]): Promise<string[]> {
  const socket = connect({ host, port });
  socket.setEncoding('latin1');
  socket.setTimeout(20_000, () => socket.destroy(new Error('no answer for 20 s')));
  const answers: string[] = [];
  const incoming = socket[Symbol.asyncIterator]();
  let text = '';
  const answer = async (done: (text: string) => boolean): Promise<boolean> => {
    text = '';
    while (!done(text)) {
      const chunk = await incoming.next();
      if (chunk.done === true) return false;
      text += String(chunk.value);
    }
    answers.push(text);
    return true;
  };
  const isGreeting = (greeting: string) => greeting.endsWith('\r\n');
  if (await answer(isGreeting)) {
    for (const line of lines) {
      socket.write(`${line}\r\n`);
      if (!(await answer((reply) => isWhole(line, reply)))) break;
    }
  }
  socket.destroy();
  if (!socket.closed) await once(socket, 'close');
  return answers;
}

/** An IMAP answer ends with the tagged line, an SMTP one with `250 `, a POP3 one with its line or, for CAPA, a dot. */
function isWhole(line: string, reply: string): boolean {
  if (!reply.endsWith('\r\n')) return false;
  const last = reply.trimEnd().split('\r\n').at(-1) ?? '';
  if (/^CAPA$/i.test(line)) return last === '.' || last.startsWith('-ERR');
  const tag = /^(\w+\d) /.exec(line)?.[1];
  if (tag !== undefined) return last.startsWith(`${tag} `) || last.startsWith('* BYE');
  return /^(\d{3} |\+OK|-ERR|\+ )/.test(last);
}

/** curl's config files know backslash escapes inside double quotes. */
function quoted(value: string): string {
  const escaped = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
  return `"${escaped.replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\v', '\\v')}"`;
}
