import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findSecret, type Trace } from '../../../../test/kits/secret-forms.ts';
import type { RotationRun } from '../../../core/rotation/run.ts';
import { calls } from '../../../shared/contract.ts';
import type { MailboxId, RotationId } from '../../../shared/ids.ts';
import type { MailboxDraft } from '../../../shared/model.ts';
import { addMailbox } from '../../app/mailboxes.ts';
import { practiceSeed } from '../../practice/seed.ts';
import {
  type FakeGroupOffice,
  groupOfficeUser,
  startFakeGroupOffice,
} from '../../providers/group-office/fake-group-office.test-kit.ts';
import { temporaryFolders } from '../../storage/temporary-folder.test-kit.ts';
import { address, Computer, context, type Started, value } from './whole-app.test-kit.ts';

// The mail server is the practice service, and Group-Office a fake that is made from its sources: no real one was met.

const code = '90417263';
const fresh = 'Something quite new 7!';
const newFolder = temporaryFolders();
let computer: Computer;
let groupOffice: FakeGroupOffice;
beforeEach(async () => {
  computer = await Computer.begin(newFolder());
  groupOffice = await startFakeGroupOffice();
  Object.assign(groupOffice, { secondFactor: 'otpauthenticator', code });
  // One password for both, as Group-Office hands it on to its mail server.
  const { accounts } = computer.service;
  Object.defineProperty(groupOffice, 'password', {
    get: () => accounts.passwordOf(address),
    set: (next: string) => accounts.reset(address, next),
  });
});
afterEach(async () => {
  await computer.service.stop();
  await groupOffice.stop();
});

async function add({ home }: Started): Promise<MailboxId> {
  const seed = practiceSeed(computer.service).find(({ mailbox }) => mailbox.address === address);
  if (!seed) throw new Error('the seed is gone');
  const { port, authorities } = groupOffice;
  const place = { host: '127.0.0.1', port: String(port), path: '/office/' };
  const settings = { ...place, mode: 'self', signIn: 'key', userName: groupOfficeUser };
  const draft: MailboxDraft = { ...seed.mailbox, provider: { id: 'group-office', settings } };
  const fingerprint = Array.from({ length: 32 }, () => '00').join(':');
  const trusted = [...seed.authorities, ...authorities.map((one) => ({ ...one, fingerprint }))];
  const password = seed.password.reveal();
  return value(await addMailbox(home, { draft, password, secrets: {}, authorities: trusted }));
}

const until = (run: RotationRun, stage: string): Promise<void> =>
  vi.waitFor(() => expect(run.view().stage).toBe(stage), { timeout: 10_000 });

async function begin(app: Started): Promise<{ rotation: RotationId; run: RotationRun }> {
  const mailbox = await add(app);
  const { rotation } = value(await app.calls['rotations.start']({ mailbox }, context));
  const run = value(app.spaces.active().rotations.get(rotation));
  await until(run, 'not-ready');
  return { rotation, run };
}

const signIns = () => groupOffice.requests.filter(({ method, target }) => method === 'POST' && /auth/.test(target));

describe('a one-time code', () => {
  it('is asked for, used once, and the change goes on in the session that came of it', async () => {
    const app = computer.start();
    const { rotation, run } = await begin(app);
    expect(run.view().failure?.code).toBe('provider.second-factor');
    value(await app.calls['rotations.oneTimeCode']({ rotation, code: '00000000' }, context));
    await vi.waitFor(() => expect(run.view().failure?.code).toBe('provider.wrong-code'), { timeout: 10_000 });
    value(await app.calls['rotations.oneTimeCode']({ rotation, code }, context));
    await until(run, 'new-password');
    const { handle } = value(await app.calls['passwords.submit']({ rotation, password: fresh }, context));
    value(await app.calls['rotations.change']({ rotation, handle, endSessions: false }, context));
    await until(run, 'round');
    expect(computer.service.accounts.passwordOf(address)).toBe(fresh);
    expect([signIns().length, groupOffice.open.size]).toEqual([3, 0]);
  });

  it('reaches the body of one request, and nothing else', async () => {
    const app = computer.start();
    const told: string[] = [];
    const spoken = (['log', 'info', 'warn', 'error', 'debug'] as const).map((way) => vi.spyOn(console, way));
    const { rotation, run } = await begin(app);
    run.onChange(() => told.push(JSON.stringify(run.view())));
    // The answer repeats it, as the worst of servers would.
    groupOffice.aboutCode = { otp_code: { code: 10, description: `not ${code}` } };
    told.push(JSON.stringify(await app.calls['rotations.oneTimeCode']({ rotation, code }, context)));
    await vi.waitFor(() => expect(run.view().failure?.technical).toContain('[hidden]'), { timeout: 10_000 });
    const withCode = groupOffice.requests.filter(({ text }) => text.includes(code));
    expect(withCode).toHaveLength(1);
    const requests = groupOffice.requests.map((one) =>
      JSON.stringify(withCode.includes(one) ? { ...one, text: '' } : one),
    );
    const files = readdirSync(computer.folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    const kept = [...computer.keytar.entries].flat();
    const traces: Trace[] = [
      ...[...told, ...requests, ...kept].map((text, index) => ({ where: `text ${index}`, bytes: Buffer.from(text) })),
      ...files.map(({ parentPath, name }) => ({ where: name, bytes: readFileSync(join(parentPath, name)) })),
    ];
    expect(traces.length).toBeGreaterThan(files.length + told.length + requests.length);
    expect(findSecret(traces, code, [])).toEqual([]);
    for (const way of spoken) expect(way).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });

  it('is taken only where one is asked for', async () => {
    const app = computer.start();
    const { rotation, run } = await begin(app);
    value(await app.calls['rotations.oneTimeCode']({ rotation, code }, context));
    await until(run, 'new-password');
    const again = await app.calls['rotations.oneTimeCode']({ rotation, code }, context);
    expect(again).toMatchObject({ ok: false, failure: { code: 'request.wrong-stage' } });
    expect(signIns()).toHaveLength(2);
  });

  it.each(['12345', '123456789', '12345a', '', ' 123456'])(
    'has six to eight digits and nothing else: "%s"',
    (typed) => {
      const request = { rotation: 'rotation00000001', code: typed };
      expect(calls['rotations.oneTimeCode'].request.safeParse(request).success).toBe(false);
      expect(calls['rotations.oneTimeCode'].request.safeParse({ ...request, code }).success).toBe(true);
    },
  );

  it.each(['the change is left', 'the space is stopped'])('leaves no session behind when %s', async (how) => {
    const app = computer.start();
    const { rotation, run } = await begin(app);
    value(await app.calls['rotations.oneTimeCode']({ rotation, code }, context));
    await until(run, 'new-password');
    expect(groupOffice.open.size).toBe(1);
    if (how === 'the change is left') value(await app.calls['rotations.leave']({ rotation }, context));
    else await app.spaces.stop();
    await vi.waitFor(() => expect(groupOffice.open.size).toBe(0), { timeout: 5_000 });
  });

  it('is asked for again where the session has ended before the change, and nothing was sent', async () => {
    const app = computer.start();
    const { rotation, run } = await begin(app);
    value(await app.calls['rotations.oneTimeCode']({ rotation, code }, context));
    await until(run, 'new-password');
    const before = groupOffice.password;
    groupOffice.open.clear();
    // a person who is as quick as can be
    const ended = new Promise<void>((resolve) => {
      run.onChange(() => run.view().stage === 'reverted' && resolve());
    });
    const { handle } = value(await app.calls['passwords.submit']({ rotation, password: fresh }, context));
    value(await app.calls['rotations.change']({ rotation, handle, endSessions: false }, context));
    await ended;
    expect(run.view().failure?.code).toBe('provider.sign-in-ended');
    expect(groupOffice.password).toBe(before);
    const next = value(await app.calls['rotations.start']({ mailbox: run.mailbox }, context));
    const again = value(app.spaces.active().rotations.get(next.rotation));
    await until(again, 'not-ready');
    expect(again.view().failure?.code).toBe('provider.second-factor');
  });
});
