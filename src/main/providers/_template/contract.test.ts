import { once } from 'node:events';
import { createServer } from 'node:https';
import * as z from 'zod';
import { httpWire, type ProviderBackend, testProvider } from '../../../../test/kits/provider-kit.ts';
import { Secret } from '../../../core/secret.ts';
import { issueCertificate, makeAuthority } from '../../practice/certificates.ts';
import { createTemplateProvider } from './adapter.ts';

// The three lines that a provider needs: its name, how it is made, and a server that tells the truth.
testProvider({
  name: 'template',
  create: createTemplateProvider,
  start: startFake,
  changeMark: 'POST /password',
  wire: httpWire,
  fixture: new URL('./fixture.json', import.meta.url),
  calls: new URL('./calls.json', import.meta.url),
  refusals: { policy: ['provider.too-short'], locked: ['provider.locked'], 'too-soon': ['provider.too-soon'] },
  stranger: ['provider.no-such-mailbox'],
});

const host = '127.0.0.1';
const address = 'anna@example.test';
const requestSchema = z.object({ address: z.string(), password: z.string().optional() });

/** A server of the imagined provider with one mailbox. Better is the real one, in `test/integration`. */
async function startFake(): Promise<ProviderBackend> {
  let password = '';
  let refusal: string | null = null;
  const keyed = await issueCertificate(await makeAuthority('Fake'), { addresses: [host] });
  const server = createServer({ key: keyed.privateKey, cert: keyed.certificate }, async (request, response) => {
    let text = '';
    for await (const part of request) text += String(part);
    const asked = requestSchema.parse(JSON.parse(text));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answerTo(asked, request.headers.authorization === 'Bearer right-token')));
  });
  const answerTo = (asked: z.infer<typeof requestSchema>, trusted: boolean): object => {
    if (!trusted) return { error: 'bad-token' };
    if (asked.address !== address) return { error: 'no-account' };
    if (asked.password === undefined) return { shortest: 8 };
    if (refusal !== null) return { error: refusal };
    if (asked.password.length < 8) return { error: 'too-short' };
    password = asked.password;
    return { changed: true };
  };
  server.listen(0, host);
  await once(server, 'listening');
  const bound = server.address();
  return {
    host,
    port: bound !== null && typeof bound === 'object' ? bound.port : 0,
    access: (door, given) => ({
      address: given.stranger === true ? 'nobody@example.test' : address,
      user: address,
      // This provider knows administrators only, so whoever asks as the mailbox's owner brings no token.
      settings: { host: door.host, port: String(door.port) },
      authorities: door.authorities,
      current: given.current,
      credential: given.mode === 'self' ? null : new Secret(given.wrongCredential === true ? 'wrong' : 'right-token'),
      signal: given.signal,
    }),
    holds: (text) => Promise.resolve(password === text),
    reset: (text) => {
      password = text;
      refusal = null;
      return Promise.resolve();
    },
    provoke: (wanted) => {
      if (wanted !== 'policy') refusal = wanted;
      return Promise.resolve(new Secret(wanted === 'policy' ? 'Ab1-' : 'Another-Plum-Signal-52'));
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
