import { afterEach, beforeEach, expect, it } from 'vitest';
import { calls } from '../../../shared/contract.ts';
import { clientIdSchema, rotationIdSchema } from '../../../shared/ids.ts';
import type { App } from '../../app/app.ts';
import { temporaryFolders } from '../../storage/temporary-folder.test-kit.ts';
import { evidenceHandlers } from './evidence.ts';
import { spaceHandlers } from './spaces.ts';
import { Computer, context, type Started, value } from './whole-app.test-kit.ts';

const newFolder = temporaryFolders();
let computer: Computer;
let app: Started;
beforeEach(async () => {
  computer = await Computer.begin(newFolder());
  app = computer.start();
});
afterEach(async () => {
  if (app.spaces.practice()) await app.spaces.leave();
  await computer.service.stop();
});

const client = clientIdSchema.parse('c'.repeat(16));
const nowhere = rotationIdSchema.parse('r'.repeat(16));
const handlers = () => {
  const parts = { spaces: app.spaces, catalogue: [] } as unknown as App;
  return { ...evidenceHandlers(parts), ...spaceHandlers(parts) };
};

it('tells nothing of a rotation that is not there, and an empty view of one in which nothing was watched yet', async () => {
  expect(await handlers()['evidence.get']({ rotation: nowhere }, context)).toMatchObject({
    ...{ ok: false, failure: { code: 'request.not-found' } },
  });
  const { rotation } = value(await app.calls['rotations.start']({ mailbox: await computer.add(app) }, context));
  const view = value(await handlers()['evidence.get']({ rotation }, context));
  expect(calls['evidence.get'].response.parse(view)).toEqual({
    ...{ watching: false, askedAt: null, failure: null, unclear: [], knocking: null },
  });
});

it('lets a device sign in at the practice service only, and only one that is there', async () => {
  const request = { rotation: nowhere, client, password: 'new' } as const;
  const refusal = async (asked: Parameters<ReturnType<typeof handlers>['practice.deviceSignsIn']>[0]) => {
    const answer = await handlers()['practice.deviceSignsIn'](asked, context);
    return answer.ok ? 'done' : answer.failure.code;
  };
  expect(await refusal(request)).toBe('request.wrong-stage');
  value(await app.spaces.enterPractice());
  expect(await refusal(request)).toBe('request.not-found');
  const [mailbox] = value(await app.calls['mailboxes.list']({}, context));
  if (!mailbox) throw new Error('nobody is there');
  const { rotation } = value(await app.calls['rotations.start']({ mailbox: mailbox.id }, context));
  expect(await refusal({ ...request, rotation })).toBe('request.not-found');
  const seeded = value(await app.calls['mailboxes.get']({ mailbox: mailbox.id }, context)).clients[0]?.client.id;
  if (!seeded) throw new Error('no device');
  expect(await refusal({ ...request, rotation, client: seeded })).toBe('done');
  // there is no old one yet
  expect(await refusal({ ...request, rotation, client: seeded, password: 'old' })).toBe('request.not-found');
  const log = value(await app.calls['atProvider.signIns']({ mailbox: mailbox.id }, context));
  expect(log.entries.some(({ protocol, outcome }) => protocol === 'smtp' && outcome === 'signed-in')).toBe(true);
});
