import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AppWritten, MailApp } from '../../../core/apps/mail-app.ts';
import type { UpdateStage } from '../../../shared/apps.ts';
import { failure } from '../../../shared/failures.ts';
import {
  act,
  addWithApps,
  change,
  computer,
  disturbed,
  fresh,
  getter,
  gradesOf,
  never,
  passwords,
  sender,
  settled,
  shownIn,
  signIns,
  soon,
  stagesOf,
  start,
  updatesOf,
  withComputers,
  writeConfigs,
} from './app-updates.test-kit.ts';
import { context, value } from './whole-app.test-kit.ts';

withComputers();

describe('an update that is cut off', () => {
  it('writes nothing for a mailbox that was removed while the app was to be closed', async () => {
    const app = start();
    const mailbox = await addWithApps(app);
    let open = true;
    let looks = 0;
    await disturbed(app, ({ manifest }) => ({
      manifest: { ...manifest, whileOpen: 'close-first' },
      isOpen() {
        looks += 1;
        return Promise.resolve(open);
      },
    }));
    const rotation = await change(app, mailbox);
    await settled(app, rotation, ['asking', 'asking']);
    const before = passwords();
    value(await act(app, rotation, getter, 'agree'));
    await settled(app, rotation, ['close-first', 'asking']);
    expect(value(await app.calls['mailboxes.remove']({ mailbox }, context))).toEqual({ removed: true });
    open = false;
    looks = 0;
    // longer than it takes until it would be looked at again
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect([passwords(), looks]).toEqual([before, 0]);
    await app.spaces.stop();
  }, 30_000);

  it.each<[string, (written: () => void) => Partial<MailApp>, UpdateStage, string]>([
    ['before it is written', () => ({ write: () => never() }), 'asking', 'old'],
    ['after it is written and before it is proved', () => ({ holds: () => never() }), 'done', 'new'],
  ])(
    'tells the truth after a death %s',
    async (_, deadly, stage, held) => {
      const app = start();
      const mailbox = await addWithApps(app);
      let dies = false;
      await disturbed(app, (one) => {
        const death = deadly(() => undefined);
        return {
          write: async (...asked) => {
            if (dies && death.write) return await death.write(...asked);
            const written = await one.write(...asked);
            if (dies && death.holds) one = { ...one, holds: death.holds };
            return written;
          },
          holds: (...asked) => one.holds(...asked),
        };
      });
      const rotation = await change(app, mailbox);
      await settled(app, rotation, ['asking', 'asking']);
      dies = true;
      value(await act(app, rotation, getter, 'agree'));
      await soon(() => expect(passwords()[0] === fresh).toBe(held === 'new'));
      expect(shownIn(mailbox)).not.toContain('getter receiving stored');
      expect((await gradesOf(app, rotation))[0]).toBe('old-password');
      computer.apps = 'of its disk';
      const next = start();
      await next.spaces.home().rotations.resumeAll();
      await settled(next, rotation, [stage, 'asking']);
      expect((await updatesOf(next, rotation))[0]?.holds.receiving).toBe(held);
      const grade = held === 'new' ? 'stored' : 'old-password';
      await soon(async () => expect((await gradesOf(next, rotation))[0]).toBe(grade));
      await next.spaces.stop();
    },
    30_000,
  );

  it('does not say stored after a death while it was put back', async () => {
    const app = start();
    const mailbox = await addWithApps(app);
    const undoAndDie = async (undo: () => Promise<AppWritten>) => {
      await undo();
      return await never<AppWritten>();
    };
    const dying = (written: AppWritten): AppWritten =>
      written.done ? { ...written, undo: () => undoAndDie(written.undo) } : written;
    await disturbed(app, (one) => ({ write: async (...asked) => dying(await one.write(...asked)) }));
    const rotation = await change(app, mailbox);
    await settled(app, rotation, ['asking', 'asking']);
    const old = passwords()[0];
    value(await act(app, rotation, getter, 'agree'));
    await settled(app, rotation, ['proved', 'asking']);
    await soon(async () => expect((await gradesOf(app, rotation))[0]).toBe('stored'));
    value(await act(app, rotation, getter, 'undo'));
    await soon(() => expect(passwords()[0]).toBe(old));
    computer.apps = 'of its disk';
    const next = start();
    await next.spaces.home().rotations.resumeAll();
    expect((await gradesOf(next, rotation))[0]).toBe('old-password');
    await settled(next, rotation, ['asking', 'asking']);
    await next.spaces.stop();
  }, 30_000);

  it('carries a write through when the space is stopped, and begins no other', async () => {
    const app = start();
    const mailbox = await addWithApps(app);
    let writing = 0;
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    await disturbed(app, (one) => ({
      write: async (...asked) => {
        writing += 1;
        await held;
        return await one.write(...asked);
      },
    }));
    const rotation = await change(app, mailbox);
    await settled(app, rotation, ['asking', 'asking']);
    const before = signIns();
    value(await act(app, rotation, getter, 'agree'));
    value(await act(app, rotation, sender, 'agree'));
    await settled(app, rotation, ['writing', 'writing']);
    await soon(() => expect(writing).toBe(1));
    let isStopped = false;
    const stopping = app.spaces.stop().then(() => {
      isStopped = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(isStopped).toBe(false);
    goOn();
    await stopping;
    expect(passwords()[0]).toBe(fresh);
    expect(passwords()[1]).not.toBe(fresh);
    expect(signIns()).toBe(before);
  }, 30_000);

  it('finishes what is written of a device that is taken off the list meanwhile, and shows it no more', async () => {
    const app = start();
    const mailbox = await addWithApps(app);
    let isBegun = false;
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    await disturbed(app, (one) => ({
      write: async (...asked) => {
        isBegun = true;
        await held;
        return await one.write(...asked);
      },
    }));
    const rotation = await change(app, mailbox);
    await settled(app, rotation, ['asking', 'asking']);
    value(await act(app, rotation, getter, 'agree'));
    await soon(() => expect(isBegun).toBe(true));
    await settled(app, rotation, ['writing', 'asking']);
    value(await app.calls['clients.remove']({ mailbox, client: getter }, context));
    await settled(app, rotation, ['asking']);
    goOn();
    await soon(() => expect(passwords()[0]).toBe(fresh));
    expect(await act(app, rotation, getter, 'undo')).toMatchObject({ failure: { code: 'request.not-found' } });
    expect(shownIn(mailbox)).not.toContain('getter receiving stored');
    value(await act(app, rotation, sender, 'agree'));
    await settled(app, rotation, ['proved']);
    await app.spaces.stop();
  }, 30_000);

  it('only looks where another process is the one that writes', async () => {
    const first = start();
    const mailbox = await addWithApps(first);
    const rotation = await change(first, mailbox);
    await settled(first, rotation, ['asking', 'asking']);
    await first.spaces.stop();
    writeConfigs(fresh);
    const [noted, known] = [readFileSync(computer.journalOf(mailbox)), signIns()];
    computer.readOnly = failure('app.another-instance');
    const second = start();
    await settled(second, rotation, ['unproved', 'unproved']);
    expect((await updatesOf(second, rotation)).map(({ holds }) => [holds.receiving, holds.sending])).toEqual([
      ['new', null],
      [null, 'new'],
    ]);
    await second.spaces.stop();
    expect(signIns()).toBe(known);
    expect(readFileSync(computer.journalOf(mailbox))).toEqual(noted);
    // the one that writes proves what a person has typed into the apps meanwhile
    computer.readOnly = null;
    const next = start();
    await next.spaces.home().rotations.resumeAll();
    await settled(next, rotation, ['done', 'done']);
    await soon(async () => expect(await gradesOf(next, rotation)).toEqual(['stored', 'stored']));
    expect(signIns() - known).toBe(2);
    await next.spaces.stop();
  }, 30_000);

  it('ends with the round: what has signed in is kept, and nothing is told any more', async () => {
    const app = start();
    const mailbox = await addWithApps(app);
    const rotation = await change(app, mailbox);
    await settled(app, rotation, ['asking', 'asking']);
    value(await act(app, rotation, getter, 'agree'));
    await settled(app, rotation, ['proved', 'asking']);
    value(await app.calls['rotations.finish']({ rotation }, context));
    expect(await updatesOf(app, rotation)).toEqual([]);
    expect(await act(app, rotation, sender, 'agree')).toMatchObject({ failure: { code: 'request.not-found' } });
    expect(passwords()[0]).toBe(fresh);
    expect(passwords()[1]).not.toBe(fresh);
    await app.spaces.stop();
  }, 30_000);

  it('ends at once though a look gets no answer', async () => {
    const app = start();
    const mailbox = await addWithApps(app);
    let reads = 0;
    const silent = () => {
      reads += 1;
      return never<never>();
    };
    await disturbed(app, () => ({ holds: silent }));
    const rotation = await change(app, mailbox);
    await soon(() => expect(reads).toBe(1));
    expect(await stagesOf(app, rotation)).toEqual(['planning', 'planning']);
    await app.spaces.stop();
  }, 15_000);
});
