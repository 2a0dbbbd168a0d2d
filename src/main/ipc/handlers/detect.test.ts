import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { calls } from '../../../shared/contract.ts';
import { failure } from '../../../shared/failures.ts';
import { failed } from '../../../shared/result.ts';
import type { App } from '../../app/app.ts';
import { createDetector, type Detector } from '../../detect/detector.ts';
import { createMailProbe } from '../../mail/probe.ts';
import { detectHandlers } from './detect.ts';
import { Computer, context, value } from './whole-app.test-kit.ts';

describe('detect.fromAddress', () => {
  let folder: string;
  let computer: Computer;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keyround-detect-'));
    computer = await Computer.begin(folder);
  });
  afterAll(async () => {
    await computer.service.stop();
    await rm(folder, { recursive: true, force: true });
  });

  function started() {
    const app = computer.start();
    const real = createDetector(createMailProbe());
    const search = vi.fn<Detector['search']>(() => Promise.resolve(failed(failure('request.cancelled'))));
    const detector: Detector = { ...real, search };
    const handlers = detectHandlers({
      spaces: app.spaces,
      detector: () => Promise.resolve(detector),
    } as unknown as App);
    const ask = (address: string) => handlers['detect.fromAddress']({ address }, context);
    return { ...app, search, ask };
  }

  it('searches for the user’s own mailboxes, with the providers on the list', async () => {
    const { ask, search } = started();
    expect(await ask('anna@example.com')).toMatchObject({ ok: false, failure: { code: 'request.cancelled' } });
    expect(search).toHaveBeenCalledWith('anna@example.com', expect.arrayContaining(['by-hand', 'ldap']));
  });

  it('asks nobody while practising: the practice service is found at once, and nothing else', async () => {
    const { ask, search, spaces } = started();
    value(await spaces.enterPractice());
    try {
      const found = calls['detect.fromAddress'].response.parse(value(await ask(' new@Practice.example ')));
      expect(found).toMatchObject({
        address: 'new@practice.example',
        outcome: 'found',
        kind: 'ordinary',
        service: { id: 'practice' },
        providers: ['practice', 'by-hand'],
        providerSettings: { mode: 'self' },
        form: { user: 'new@practice.example', receiving: { protocol: 'imap', host: '127.0.0.1' } },
      });
      expect(found.receiving.map(({ trust }) => trust)).toEqual(['built-in', 'built-in']);
      expect(value(await ask('anna@gmail.com'))).toMatchObject({ outcome: 'nothing-found', looked: [] });
      expect(search).not.toHaveBeenCalled();
    } finally {
      await spaces.leave();
    }
  });
});
