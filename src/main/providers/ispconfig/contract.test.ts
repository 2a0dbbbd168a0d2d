import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { httpWire, testProvider } from '../../../../test/kits/provider-kit.ts';
import { Secret } from '../../../core/secret.ts';
import { hostedAccess } from '../hosted.test-kit.ts';
import { createIspconfigProvider } from './adapter.ts';
import { type FakeIspconfig, freshRecord, startFakeIspconfig } from './fake-ispconfig.test-kit.ts';

testProvider({
  name: 'ISPConfig, a fake made from its sources',
  create: createIspconfigProvider,
  changeMark: 'json.php?mail_user_update',
  wire: httpWire,
  fixture: new URL('./fixture.json', import.meta.url),
  calls: new URL('./calls.json', import.meta.url),
  carries: null,
  refusals: { policy: ['provider.policy'] },
  stranger: ['provider.no-such-mailbox'],
  start: startFakeIspconfig,
});

describe('ISPConfig, beyond what every provider promises', () => {
  const provider = createIspconfigProvider({ connect: 2_000, answer: 900 });
  const next = new Secret('Second-Ochre-Anvil-87');
  const whole = freshRecord('anna@example.test');
  let fake: FakeIspconfig;
  beforeAll(async () => {
    fake = await startFakeIspconfig();
    return () => fake.stop();
  });
  beforeEach(() => fake.reset('First-Mauve-Kettle-41'));
  const asked = () => fake.requests.map(({ target }) => target.split('?')[1]);

  it('sends the whole record back, field for field, with nothing but the password changed', async () => {
    expect(await provider.changePassword(hostedAccess(fake), next)).toEqual({ kind: 'accepted' });
    const sent: unknown = JSON.parse(fake.requests.find(({ target }) => target.endsWith('update'))?.text ?? '');
    expect(sent).toMatchObject({ client_id: 0, primary_id: 12 });
    expect(sent).toHaveProperty('params', { ...whole, password: next.reveal() });
    expect(fake.kept.record).toEqual({ ...whole, password: expect.not.stringContaining('0f3a9c1b7d5e2a48') });
  });

  it('carries every sign that it may send', async () => {
    const all = String.fromCharCode(...Array.from({ length: 95 }, (_, index) => 0x20 + index));
    expect(await provider.changePassword(hostedAccess(fake), new Secret(all))).toEqual({ kind: 'accepted' });
    expect(await fake.holds(all)).toBe(true);
  });

  it.each([
    ['without a field', { disablesmtp: undefined }],
    ['without a number', { mailuser_id: 'x' }],
    ['with a list in it', { cc: ['other@example.test'] }],
    ['with a number that no double holds', { quota: 2 ** 60 }],
    ['with an order to the server among its fields', { _ispconfig_pw_crypted: '1' }],
    ['with a field that would be cut', { name: 'Anna <Ann>' }],
    ['with a text that would be cut', { autoresponder_text: 'I <3 mail' }],
  ])('leaves a record alone that is %s', async (_, odd) => {
    const kept = { ...whole, ...odd };
    Object.assign(fake.kept, { record: kept });
    const before = fake.requests.length;
    const answer = await provider.changePassword(hostedAccess(fake), next);
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.not-allowed' });
    expect(asked().slice(before)).toEqual(['login', 'mail_user_get', 'logout']);
    expect(fake.kept.record).toBe(kept);
    expect(await provider.check(hostedAccess(fake))).toMatchObject({ failure: { code: 'provider.not-allowed' } });
  });

  it('takes nobody else for the mailbox whose address is like it', async () => {
    fake.kept.more = [{ ...whole, mailuser_id: '13', email: 'annabel@example.test' }];
    const like = hostedAccess(fake, { address: 'ann%@example.test' });
    expect(await provider.changePassword(like, next)).toMatchObject({ code: 'provider.no-such-mailbox' });
    fake.kept.record = { ...whole, email: 'annabel@example.test' };
    fake.kept.more = [];
    expect(await provider.changePassword(like, next)).toMatchObject({ code: 'provider.no-such-mailbox' });
  });

  it('does not choose between two mailboxes of one address', async () => {
    fake.kept.more = [{ ...whole, mailuser_id: '13' }];
    const answer = await provider.changePassword(hostedAccess(fake), next);
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.no-such-mailbox' });
    expect(await fake.holds('First-Mauve-Kettle-41')).toBe(true);
  });

  it('leaves no session behind, whatever came of it', async () => {
    await provider.check(hostedAccess(fake));
    await provider.changePassword(hostedAccess(fake), next);
    await provider.changePassword(hostedAccess(fake), new Secret('short'));
    await provider.changePassword(hostedAccess(fake, { address: 'nobody@example.test' }), next);
    expect(asked().slice(-4)).toContain('logout');
    expect(fake.sessions.size).toBe(0);
  });
});
