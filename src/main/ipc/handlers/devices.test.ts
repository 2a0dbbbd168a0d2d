import { expect, it, vi } from 'vitest';
import { clientIdSchema, mailboxIdSchema } from '../../../shared/ids.ts';
import { success } from '../../../shared/result.ts';
import type { App } from '../../app/app.ts';
import { createSay } from '../../app/say.ts';
import { deviceHandlers } from './devices.ts';

const mailbox = mailboxIdSchema.parse('abcdefgh12345678');
const phone = clientIdSchema.parse('p'.repeat(16));
const scanner = clientIdSchema.parse('s'.repeat(16));
const former = clientIdSchema.parse('f'.repeat(16));
const user = 'anna@firm.example';
const receiving = { protocol: 'imap', host: 'mail.firm.example', port: 993, security: 'tls' };
const sending = { host: 'smtp.firm.example', port: 587, security: 'starttls' };
const clients = [
  { id: phone, kind: 'iphone', user, receiving, sending },
  { id: scanner, kind: 'scanner', user, receiving: null, sending },
  { id: former, kind: 'a-former-kind', user, receiving, sending: null },
];
const copyText = vi.fn(() => Promise.resolve());
const records = { load: () => Promise.resolve(success({ address: user, clients })) };
const spaces = { active: () => ({ workspace: { world: { records } } }) };
const calls = deviceHandlers({ spaces, native: { copyText }, say: createSay() } as unknown as App);
const context = { contents: 1 };
const guideOf = async (client: typeof phone) => await calls['devices.guide']({ mailbox, client }, context);

it('guides exactly this kind of device, with the values of the mailbox', async () => {
  const answer = await guideOf(phone);
  expect(answer).toMatchObject({ ok: true, value: { guide: { kind: 'iphone' } } });
  expect(JSON.stringify(answer)).toContain('Tap the account anna@firm.example');
  expect(JSON.stringify(answer)).not.toMatch(/\{(address|user|host|port|security)\}/);
});

it('guides a device only in what it does, and one of an unknown kind in general', async () => {
  expect(await guideOf(scanner)).toMatchObject({ value: { guide: { kind: 'scanner', receiving: [] } } });
  expect(await guideOf(former)).toMatchObject({ value: { guide: { kind: 'other', sending: [] } } });
});

it('copies one value, and none that the device does not have', async () => {
  expect(await calls['devices.copyValue']({ mailbox, client: phone, value: 'sending-port' }, context)).toEqual(
    success({}),
  );
  expect(copyText).toHaveBeenCalledExactlyOnceWith('587');
  expect(
    await calls['devices.copyValue']({ mailbox, client: scanner, value: 'receiving-host' }, context),
  ).toMatchObject({
    failure: { code: 'request.not-found' },
  });
  expect(copyText).toHaveBeenCalledOnce();
});

it('knows only devices of this mailbox', async () => {
  expect(await guideOf(clientIdSchema.parse('x'.repeat(16)))).toMatchObject({ failure: { code: 'request.not-found' } });
});
