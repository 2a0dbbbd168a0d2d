import * as z from 'zod';
import { type FakeAnswer, type FakeRequest, startFakeServer } from '../fake-server.test-kit.ts';

/*
 * A fake, made from UI/MainUI/SOGoRootPage.m of SOGo 5.8.0 and its successors: it proves that the provider does what is
 * written there. The real one is met in test/integration/sogo.test.ts.
 */

export const sogoUser = 'anna@example.test';

export interface FakeSogo {
  password: string;
  /** `LDAPPasswordPolicyError` of every change, or of every sign-in with the right password. */
  refusal: number | null;
  signInRefusal: number | null;
  /** What a right sign-in says. */
  expire: number;
  grace: number;
  secondFactor: boolean;
  /** Since 5.9 a change is answered with the name. */
  names: boolean;
}

const asked = z.object({
  userName: z.string().optional(),
  password: z.string().optional(),
  oldPassword: z.string().optional(),
  newPassword: z.string().optional(),
});
const cookies = ['0xHIGHFLYxSOGo=YmFzaWM%3D; path=/SOGo/', 'XSRF-TOKEN=1f2e3d4c5b; path=/SOGo/'];
const refusedWith = (policyError: number): FakeAnswer => ({
  status: 403,
  text: JSON.stringify({ LDAPPasswordPolicyError: policyError }),
});

/** A SOGo with the mailbox anna@example.test. */
export async function startFakeSogo() {
  const fake: FakeSogo = {
    ...{ password: '', refusal: null, signInRefusal: null, expire: -1, grace: -1 },
    ...{ secondFactor: false, names: false },
  };
  const server = await startFakeServer((request) => answerTo(fake, request));
  return Object.assign(fake, { server });
}

function answerTo(fake: FakeSogo, { target, text, headers }: FakeRequest): FakeAnswer {
  const said = asked.parse(JSON.parse(text));
  if (target === '/SOGo/connect') return connect(fake, said);
  if (target !== '/SOGo/so/changePassword') return { status: 404, type: 'text/html', text: '<h1>Not Found</h1>' };
  // With a session its user is asked about; without one, whoever is named.
  const user = headers.cookie === undefined ? said.userName : sogoUser;
  if (user !== sogoUser || said.oldPassword !== fake.password) return refusedWith(65_535);
  if (fake.refusal !== null) return refusedWith(fake.refusal);
  if ((said.newPassword ?? '').length < 8) return refusedWith(6);
  fake.password = said.newPassword ?? '';
  return fake.names ? { cookies, text: JSON.stringify({ username: user }) } : { status: 204, cookies, text: '' };
}

function connect(fake: FakeSogo, { userName, password }: z.infer<typeof asked>): FakeAnswer {
  if (userName !== sogoUser || password !== fake.password) return refusedWith(65_535);
  if (fake.signInRefusal !== null) return refusedWith(fake.signInRefusal);
  if (fake.secondFactor) return { status: 202, text: JSON.stringify({ totpMissingKey: 1 }) };
  return { cookies, text: JSON.stringify({ cn: 'Anna', expire: fake.expire, grace: fake.grace }) };
}
