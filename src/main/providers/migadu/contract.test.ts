import * as z from 'zod';
import { httpWire, testProvider } from '../../../../test/kits/provider-kit.ts';
import type { FakeAnswer, FakeRequest } from '../fake-server.test-kit.ts';
import { startHostedFake } from '../hosted.test-kit.ts';
import { createMigaduProvider } from './adapter.ts';

// Self-consistent, never met the service: the fake is made from the same documents as the provider.

const adminUser = 'office@example.test';
const apiKey = 'Migadu-Cobalt-Drum-19';
const right = `Basic ${Buffer.from(`${adminUser}:${apiKey}`).toString('base64')}`;
const bodySchema = z.strictObject({ password: z.string() });

testProvider({
  name: 'Migadu, a fake made from documents',
  create: createMigaduProvider,
  changeMark: 'PUT /v1/domains/',
  wire: httpWire,
  fixture: new URL('./fixture.json', import.meta.url),
  refusals: { policy: ['provider.policy'] },
  stranger: ['provider.no-such-mailbox'],
  start: () => startHostedFake({ settings: { adminUser }, credential: apiKey, answerTo }),
});

/** The domain example.test with the one mailbox anna; passwords of fewer than eight characters are refused. */
function answerTo({ method, target, headers, text }: FakeRequest, held: { password: string }): FakeAnswer {
  const said = (status: number, body: object): FakeAnswer => ({ status, text: JSON.stringify(body) });
  if (headers.authorization !== right) return said(401, { error: 'unauthorized' });
  if (target === '/v1/domains/example.test/mailboxes') {
    const mailbox = (local: string) => ({ local_part: local, address: `${local}@example.test` });
    return said(200, { mailboxes: [mailbox('ben'), mailbox('anna')] });
  }
  if (target !== '/v1/domains/example.test/mailboxes/anna') return said(404, { error: 'no such mailbox' });
  if (method === 'PUT') {
    const { password } = bodySchema.parse(JSON.parse(text));
    if (password.length < 8) return said(400, { error: 'password is too short' });
    held.password = password;
  }
  return said(200, { local_part: 'anna', address: 'anna@example.test', may_access_imap: true });
}
