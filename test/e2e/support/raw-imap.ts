import { once } from 'node:events';
import { connect } from 'node:tls';

/**
 * Signs in at the practice mail server without the app: one connection over TLS, one AUTHENTICATE PLAIN. The server's
 * certificate is made anew for each practice round and is what the app checks; this witness asks only about the password.
 */
export async function imapSignsIn(port: number, user: string, password: string): Promise<'accepted' | 'refused'> {
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
  socket.setEncoding('utf8');
  socket.setTimeout(10_000, () => socket.destroy(new Error('the mail server does not answer')));
  let heard = '';
  socket.on('data', (text: string) => (heard += text));
  const until = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const answer = pattern.exec(heard)?.[0];
      if (answer !== undefined) return answer;
      await once(socket, 'data');
    }
  };
  try {
    await until(/^\* OK .*\r\n/m);
    socket.write('a AUTHENTICATE PLAIN\r\n');
    await until(/^\+.*\r\n/m);
    socket.write(`${Buffer.from(`\0${user}\0${password}`).toString('base64')}\r\n`);
    return (await until(/^a (OK|NO|BAD)\b/m)) === 'a OK' ? 'accepted' : 'refused';
  } finally {
    socket.destroy();
  }
}
