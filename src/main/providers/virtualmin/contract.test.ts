import { beforeAll, describe, expect, it } from 'vitest';
import { httpWire, testProvider } from '../../../../test/kits/provider-kit.ts';
import { Secret } from '../../../core/secret.ts';
import type { FakeAnswer, FakeRequest } from '../fake-server.test-kit.ts';
import { type HostedFake, hostedAccess } from '../hosted.test-kit.ts';
import { startPanelFake } from '../panel.test-kit.ts';
import { createVirtualminProvider } from './adapter.ts';

// Self-consistent, never met a server: the fake is made from the same sources as the provider.

const adminPassword = 'Root-Umber-Wicket-70';
const right = `Basic ${Buffer.from(`root:${adminPassword}`).toString('base64')}`;
const startFake = () => startPanelFake({ settings: { adminUser: 'root' }, credential: adminPassword, answerTo });

testProvider({
  name: 'Virtualmin, a fake made from its sources',
  create: createVirtualminProvider,
  changeMark: 'program=modify-user',
  wire: httpWire,
  fixture: new URL('./fixture.json', import.meta.url),
  refusals: { policy: ['provider.policy'] },
  stranger: ['provider.no-such-mailbox'],
  start: startFake,
});

const said = (value: object, status = 200): FakeAnswer => ({ status, text: JSON.stringify(value) });
const failure = (command: string, error: string): FakeAnswer =>
  said({
    command,
    status: 'failure',
    error,
    full_error: `${error}\n\nModifies a mail, FTP or database user in a domain.\n`,
  });

/** The domain example.test with the users anna and, with an address of another name, ann. */
function answerTo({ target, headers, text }: FakeRequest, held: { password: string }): FakeAnswer {
  if (headers.authorization !== right) return { status: 401, type: 'text/html', text: '<h1>Error - Unauthorized</h1>' };
  if (target !== '/virtual-server/remote.cgi') return { status: 404, text: '' };
  const fields = new URLSearchParams(text);
  const [command, user] = [fields.get('program') ?? '', fields.get('user') ?? ''];
  if (fields.get('domain') !== 'example.test') return failure(command, 'Virtual server does not exist');
  if (command === 'list-users') {
    const entry = (name: string, email: string) => ({
      name,
      values: { unix_username: [`${name}.example`], password: ['kept plainly'], email_address: [email] },
    });
    const users = [entry('anna', 'anna@example.test'), entry('ann', 'other@example.test')];
    return said({ command, status: 'success', data: users.filter(({ name }) => name === user) });
  }
  if (command !== 'modify-user') return said({ status: 'error', error: 'No such program' });
  if (user !== 'anna.example') return failure(command, `No user named ${user} was found`);
  const next = fields.get('pass') ?? '';
  if (next.length < 8) return failure(command, `Password ${next} is too short`);
  held.password = next;
  return said({ command, status: 'success', output: 'User anna.example updated successfully\n' });
}

describe('Virtualmin, beyond what every provider promises', () => {
  const provider = createVirtualminProvider({ connect: 2_000, answer: 900 });
  const next = new Secret('Second-Ochre-Anvil-87');
  let fake: HostedFake;
  beforeAll(async () => {
    fake = await startFake();
    return () => fake.stop();
  });

  it("sets no other user's password who is called like the address", async () => {
    const answer = await provider.changePassword(hostedAccess(fake, { address: 'ann@example.test' }), next);
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.no-such-mailbox' });
    expect(fake.requests.map(({ text }) => text).join('')).not.toContain(next.reveal());
  });

  it('never asks for all users, whose passwords some servers tell', async () => {
    await provider.changePassword(hostedAccess(fake), next);
    const lists = fake.requests.map(({ text }) => new URLSearchParams(text)).filter((sent) => sent.has('multiline'));
    expect(lists.length).toBeGreaterThan(0);
    expect(lists.every((sent) => sent.get('user') !== null && sent.get('domain') !== null)).toBe(true);
  });
});
