import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { type FakeAnswer, type FakeRequest, startFakeServer } from '../fake-server.test-kit.ts';

/* A fake of the panel that docs/panels/example-hosting.json describes: no such panel exists. */

const example = readFileSync(new URL('../../../../docs/panels/example-hosting.json', import.meta.url), 'utf8');

/** The example, with the panel somewhere else. */
export const exampleAt = (origin: string): string => example.replace('https://panel.hosting.example', origin);

export const anna = 'anna@example.test';
export const customer = 'C 42/7';
export const apiToken = 'kp_Umber-Wicket-70';
const mailboxes = `/api/v1/customers/${encodeURIComponent(customer)}/mailboxes/`;

const bodySchema = z.strictObject({
  password: z.strictObject({ old: z.string().optional(), new: z.string() }),
  sign_out_elsewhere: z.literal(false).optional(),
});

interface State {
  password: string;
  locked: boolean;
}

/** A panel with the one mailbox anna. */
export async function startFakePanel() {
  const state: State = { password: '', locked: false };
  return { state, server: await startFakeServer((request) => answerTo(request, state)) };
}

const said = (status: number, body: object): FakeAnswer => ({ status, text: JSON.stringify(body) });
const no = (status: number, code: string, message: string) => said(status, { error: { code, message } });

function answerTo(request: FakeRequest, state: State): FakeAnswer {
  const { target, method } = request;
  const [name = '', act, ...more] = target.startsWith(mailboxes) ? target.slice(mailboxes.length).split('/') : [];
  if (name === '' || more.length > 0) return { status: 404, type: 'text/html', text: '<h1>Not Found</h1>' };
  const address = decodeURIComponent(name);
  if (!letsIn(request, address, state.password)) return no(401, 'unauthorized', 'Sign in first');
  if (address !== anna) return no(404, 'no_mailbox', `There is no ${address}`);
  if (act === undefined && method === 'GET') return said(200, { mailbox: { address } });
  return act === 'password' && method === 'POST' ? change(request, state) : no(405, 'method', 'Not like this');
}

function change({ text }: FakeRequest, state: State): FakeAnswer {
  const { password } = bodySchema.parse(JSON.parse(text));
  if (state.locked) return no(423, 'locked', `Locked, says ${password.new}`);
  if (password.new.length < 10) return no(422, 'weak_password', `The password ${password.new} is too short`);
  state.password = password.new;
  return said(200, { status: 'changed', mailbox: { address: anna.toUpperCase() } });
}

function letsIn({ headers }: FakeRequest, address: string, password: string): boolean {
  if (headers.authorization === `Bearer ${apiToken}`) return true;
  return headers.authorization === `Basic ${Buffer.from(`${address}:${password}`).toString('base64')}`;
}
