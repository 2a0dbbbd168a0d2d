import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { freePorts } from './process.ts';

/** Swallows mail: Dovecot's submission service connects to its relay right after AUTH and fails without one. */
export interface MailSink {
  readonly host: string;
  readonly port: number;
  /** The messages taken so far, as they came over the wire. */
  messages(): readonly string[];
  stop(): Promise<void>;
}

/** Starts a plain SMTP server that accepts everything. For loopback between test servers only. */
export async function startMailSink(host: string): Promise<MailSink> {
  const taken: string[] = [];
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    converse(socket, taken);
  });
  const [port = 0] = await freePorts(1, host);
  server.listen(port, host);
  await once(server, 'listening');
  return {
    host,
    port,
    messages: () => taken,
    stop: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function converse(socket: Socket, taken: string[]): void {
  let waiting = '';
  let message: string[] | undefined;
  const answerLine = (line: string): string | undefined => {
    if (message !== undefined) {
      if (line !== '.') {
        message.push(line);
        return undefined;
      }
      taken.push(message.join('\r\n'));
      message = undefined;
      return '250 2.0.0 taken';
    }
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'DATA') message = [];
    return answers[verb] ?? '250 2.0.0 fine';
  };
  socket.setEncoding('latin1');
  socket.write('220 sink.example.test ESMTP\r\n');
  socket.on('data', (text: string) => {
    const lines = (waiting + text).split('\r\n');
    waiting = lines.pop() ?? '';
    for (const line of lines) {
      const answer = answerLine(line);
      if (answer !== undefined) socket.write(`${answer}\r\n`);
      if (answer === answers['QUIT']) socket.end();
    }
  });
}

const answers: Readonly<Record<string, string>> = {
  EHLO: '250-sink.example.test\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES',
  DATA: '354 go on',
  QUIT: '221 2.0.0 bye',
};
