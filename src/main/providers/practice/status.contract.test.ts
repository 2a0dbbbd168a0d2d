import { once } from 'node:events';
import { createServer } from 'node:https';
import { afterEach, expect, it } from 'vitest';
import { Secret } from '../../../core/secret.ts';
import { issueCertificate, makeAuthority } from '../../practice/certificates.ts';
import { createPracticeProvider } from './adapter.ts';

let stop: () => void = () => undefined;
afterEach(() => stop());

/** What the provider makes of one answer of an interface. */
async function changeAt(status: number, body: object) {
  const authority = await makeAuthority('Fake');
  const keyed = await issueCertificate(authority, { addresses: ['127.0.0.1'] });
  const server = createServer({ key: keyed.privateKey, cert: keyed.certificate }, (request, response) => {
    request.resume().on('end', () => response.writeHead(status).end(JSON.stringify(body)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stop = () => server.close();
  const bound = server.address();
  const door = {
    host: '127.0.0.1',
    port: bound !== null && typeof bound === 'object' ? bound.port : 0,
    token: 'token',
    authorities: [{ host: '127.0.0.1', pem: authority.certificate, fingerprint: '', subject: '' }],
  };
  const access = {
    address: 'anna@practice.example',
    user: 'anna@practice.example',
    settings: { mode: 'self' },
    authorities: [],
    current: new Secret('First-Mauve-Kettle-41'),
    credential: null,
    signal: new AbortController().signal,
  };
  return await createPracticeProvider(door).changePassword(access, new Secret('Second-Ochre-Anvil-87'));
}

it.each([
  [200, true, { kind: 'accepted' }],
  [201, true, { kind: 'accepted' }],
  [302, true, { kind: 'unknown', code: 'provider.odd-answer' }],
  [401, true, { kind: 'unknown', code: 'provider.odd-answer' }],
  [500, true, { kind: 'unknown', code: 'provider.odd-answer' }],
  [511, true, { kind: 'unknown', code: 'provider.odd-answer' }],
  [200, false, { kind: 'refused', code: 'provider.locked' }],
  [422, false, { kind: 'refused', code: 'provider.locked' }],
  [302, false, { kind: 'unknown', code: 'provider.odd-answer' }],
  [503, false, { kind: 'unknown', code: 'provider.odd-answer' }],
])('status %i with ok %s is %j', async (status, ok, expected) => {
  expect(await changeAt(status, ok ? { ok } : { ok, code: 'locked' })).toMatchObject(expected);
});
