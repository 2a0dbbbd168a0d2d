import { describe, expect, it } from 'vitest';
import { Secret } from '../../../core/secret.ts';
import { handleSchema, mailboxIdSchema, rotationIdSchema, versionIdSchema } from '../../../shared/ids.ts';
import { success } from '../../../shared/result.ts';
import type { App } from '../../app/app.ts';
import { rotationHandlers } from './rotations.ts';

const rotation = rotationIdSchema.parse('rotation00000001');
const mailbox = mailboxIdSchema.parse('mailbox000000001');
const pending = versionIdSchema.parse('version000000001');

/** An app of which only what these calls touch is there; what it does is written down. */
function scene({ stage = 'your-turn', page = 'https://panel.firm.example/', agrees = true, checking = false } = {}) {
  const done: string[] = [];
  const note = (what: string) => {
    done.push(what);
    return Promise.resolve();
  };
  const run = {
    mailbox,
    view: () => ({ stage, pending: stage === 'your-turn' ? pending : null, address: 'anna@firm.example' }),
    answer: (answer: string) => note(`answered ${answer}`).then(() => success(undefined)),
    getReady: () => note('got ready'),
  };
  const record = { address: 'anna@firm.example', provider: { id: 'by-hand', settings: { page } } };
  const world = {
    records: { load: () => Promise.resolve(success(record)) },
    secrets: { get: () => Promise.resolve(success(new Secret('new one'))) },
  };
  const rotations = { find: () => Promise.resolve(success(run)) };
  const native = {
    copySecret: (secret: Secret, after: number) => note(`copied ${secret.reveal()} for ${after}`),
    takeBackSecret: () => note('took back'),
    openPage: (url: string) => note(`opened ${url}`),
    confirm: () => note('asked').then(() => agrees),
  };
  const spaces = {
    active: () => ({
      workspace: { world },
      rotations,
      checkups: { isRunning: () => checking },
      asks: { isAsking: () => false },
    }),
  };
  const app = { native, spaces, say: (key: string) => key, held: { find: () => null } } as unknown as App;
  return { done, calls: rotationHandlers(app) };
}
const context = { contents: 1 };

describe('a change by hand', () => {
  it('copies the stored password for five minutes before it opens the page', async () => {
    const { done, calls } = scene();
    expect(await calls['rotations.openPage']({ rotation }, context)).toMatchObject({ ok: true });
    expect(done).toEqual(['copied new one for 300000', 'opened https://panel.firm.example/']);
  });

  it('opens no page before the new password is stored', async () => {
    const { done, calls } = scene({ stage: 'new-password' });
    const opened = await calls['rotations.openPage']({ rotation }, context);
    expect(opened).toMatchObject({ ok: false, failure: { code: 'request.wrong-stage' } });
    expect(done).toEqual([]);
  });

  it('asks before it opens a page outside the domain of the mailbox', async () => {
    const stranger = { page: 'https://panel.host.example/' };
    const no = scene({ ...stranger, agrees: false });
    expect(await no.calls['rotations.openPage']({ rotation }, context)).toMatchObject({ ok: false });
    expect(no.done).toEqual(['asked']);
    const yes = scene(stranger);
    expect(await yes.calls['rotations.openPage']({ rotation }, context)).toMatchObject({ ok: true });
    expect(yes.done).toEqual(['asked', 'copied new one for 300000', 'opened https://panel.host.example/']);
  });

  it('takes the copied password back once the person has answered', async () => {
    const { done, calls } = scene();
    await calls['rotations.answer']({ rotation, answer: 'changed', password: null }, context);
    expect(done).toEqual(['answered changed', 'took back']);
  });

  it('takes no other password with a line break or control characters', async () => {
    const { done, calls } = scene();
    const answered = await calls['rotations.answer']({ rotation, answer: 'different', password: 'other\n' }, context);
    expect(answered).toMatchObject({ ok: false, failure: { code: 'password.control-characters', field: 'password' } });
    expect(done).toEqual([]);
  });
});

describe('a check-up beside a rotation', () => {
  it('is waited for', async () => {
    const { done, calls } = scene({ checking: true });
    expect(await calls['rotations.getReadyAgain']({ rotation }, context)).toMatchObject({ ok: false });
    const handle = handleSchema.parse('handle0000000001');
    const changed = await calls['rotations.change']({ rotation, handle, endSessions: false }, context);
    expect(changed).toMatchObject({ ok: false, failure: { code: 'request.busy' } });
    expect(done).toEqual([]);
  });
});
