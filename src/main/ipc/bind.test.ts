import { describe, expect, it } from 'vitest';
import { callChannel, callNames } from '../../shared/channels.ts';
import type { CallName } from '../../shared/contract.ts';
import { failure } from '../../shared/failures.ts';
import { failed, success } from '../../shared/result.ts';
import { appUrl, isOwnAddress } from '../electron/origin.ts';
import { bindCalls, type CallEvent, type CallSource, type Handlers, type SenderFrame } from './bind.ts';

const secret = 'Hunter2-marker!';
const id = 'abcdefghij012345';
const flood = 'x'.repeat(10_000_000);
type Listener = Parameters<CallSource['handle']>[1];

/** Stands in for `ipcMain`: keeps the listeners by channel. */
function setUp(own: Partial<Handlers> = {}) {
  const listeners = new Map<string, Listener>();
  const called: CallName[] = [];
  const bugs: { id: string; call: CallName; error: unknown }[] = [];
  const refuseAll = Object.fromEntries(
    callNames.map((name) => [
      name,
      () => {
        called.push(name);
        return failed(failure('request.not-found'));
      },
    ]),
  ) as unknown as Handlers;
  bindCalls(
    { handle: (channel, listener) => listeners.set(channel, listener) },
    { ...refuseAll, ...own },
    {
      isOwnWindow: (contents) => contents === 7,
      isOwnAddress: (url) => isOwnAddress(url, appUrl),
      onBug: (bug, call, error) => bugs.push({ id: bug, call, error }),
    },
  );
  const face: CallEvent = { sender: { id: 7 }, senderFrame: { url: appUrl, parent: null } };
  const call = (name: CallName, parameters: unknown[] = [{}], event: CallEvent = face) => {
    const listener = listeners.get(callChannel(name));
    if (!listener) throw new Error(`nothing listens to ${name}`);
    return listener(event, ...parameters);
  };
  return { listeners, called, bugs, call };
}
const from = (frame: SenderFrame | null, contents = 7): CallEvent => ({ sender: { id: contents }, senderFrame: frame });

describe('bindCalls', () => {
  it('listens to every call of the contract and to nothing else', () => {
    expect([...setUp().listeners.keys()].sort()).toEqual(callNames.map(callChannel).sort());
  });

  it.each(callNames)('%s: refuses strangers, foreign keys and floods before its handler runs', async (name) => {
    const { call, called } = setUp();
    const strangers: CallEvent[] = [
      from(null),
      from({ url: appUrl, parent: { url: appUrl } }),
      from({ url: appUrl, parent: null }, 8),
      ...['https://evil.example/', 'app://evil/index.html', 'app://keyround.evil.example/', 'about:blank', ''].map(
        (url) => from({ url, parent: null }),
      ),
    ];
    for (const stranger of strangers) await expect(call(name, [{}], stranger)).rejects.toThrow('Refused.');

    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    for (const parameters of [
      [],
      [{}, {}],
      [undefined],
      [null],
      ['text'],
      [[]],
      [() => undefined],
      [1n],
      [circular],
      [{ surprise: true }],
      [{ filler: flood }],
      [JSON.parse('{"__proto__":{"admin":true},"constructor":1}')],
    ])
      expect(await call(name, parameters)).toMatchObject({ ok: false, failure: { code: 'request.invalid' } });
    expect(called).toEqual([]);
  });

  it('passes a good request on, with its window, and its answer back', async () => {
    const seen: unknown[] = [];
    const { call } = setUp({
      'helpdesk.resume': (request, context) => {
        seen.push(request, context);
        return success({});
      },
    });
    expect(await call('helpdesk.resume', [{ how: 'wipe' }])).toEqual({ ok: true, value: {} });
    expect(seen).toEqual([{ how: 'wipe' }, { contents: 7 }]);
  });

  it('takes a request just below the limit and none above it', async () => {
    const { call, called } = setUp();
    const request = (length: number) => ({ mailbox: id, password: 'x'.repeat(length) });
    const large = await call('mailboxes.setPassword', [request(1_040_000)]);
    expect(large).toMatchObject({ failure: { code: 'request.invalid', field: 'password' } });
    const tooLarge = await call('mailboxes.setPassword', [request(1_048_577)]);
    expect(tooLarge).toMatchObject({ failure: { code: 'request.invalid', field: null } });
    expect(called).toEqual([]);
  });

  it('reads the frame before anything is awaited', async () => {
    const { call, called } = setUp();
    let reads = 0;
    const event: CallEvent = {
      sender: { id: 7 },
      get senderFrame() {
        reads += 1;
        return reads === 1 ? { url: appUrl, parent: null } : null;
      },
    };
    const answer = call('app.status', [{}], event);
    expect(reads).toBe(1);
    await answer;
    expect(called).toEqual(['app.status']);
  });

  it('names the field at fault and never what was in it', async () => {
    const { call } = setUp();
    const answer = await call('mailboxes.setPassword', [{ mailbox: `${secret}`, password: secret }]);
    expect(answer).toMatchObject({ ok: false, failure: { code: 'request.invalid', field: 'mailbox' } });
    expect(JSON.stringify(answer)).not.toContain('marker');
    const foreign = await call('app.status', [{ [secret]: 1 }]);
    expect(JSON.stringify(foreign)).not.toContain('marker');
  });

  it.each([
    ['throws', () => Promise.reject(new Error(`wrong: ${secret}`))],
    [
      'throws at once',
      () => {
        throw new Error(secret);
      },
    ],
    ['breaks the contract', () => success({ token: 5, password: secret })],
    ['says more than the contract', () => success({ token: 't', password: secret })],
  ])('turns a handler that %s into a bug with an id', async (_name, handler) => {
    const { bugs, call } = setUp({ 'secrets.askToReveal': handler as unknown as Handlers['secrets.askToReveal'] });
    const answer = await call('secrets.askToReveal', [{ subject: { what: 'held', handle: id } }]);
    expect(answer).toMatchObject({ ok: false, failure: { code: 'app.bug' } });
    expect(JSON.stringify(answer)).not.toContain('marker');
    expect(bugs).toHaveLength(1);
    expect(answer).toMatchObject({ failure: { technical: bugs[0]?.id } });
    expect(bugs[0]).toMatchObject({ call: 'secrets.askToReveal' });
  });
});
