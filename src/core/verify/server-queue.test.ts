import { describe, expect, it } from 'vitest';
import { mailboxIdSchema } from '../../shared/ids.ts';
import { checkOf, endpointAt, notProvedAt, provedAt, versionNamed } from './mail-world.test-kit.ts';
import { ServerQueue, type Started } from './server-queue.ts';

const endpoint = endpointAt('imap', 993);
const office = (count: number) =>
  Array.from({ length: count }, (_, at) => {
    const name = `m${String(at).padStart(15, '0')}`;
    return checkOf(endpoint, { mailbox: mailboxIdSchema.parse(name), version: versionNamed(name) });
  });
const signsIn = { kind: 'finding', finding: provedAt(endpoint) } as const;
const crowded = { kind: 'finding', finding: notProvedAt(endpoint, 'mail.too-many-connections') } as const;

function startAll(queue: ServerQueue): Started[] {
  const started: Started[] = [];
  for (let one = queue.next(); one; one = queue.next()) started.push(one);
  return started;
}

describe('ServerQueue', () => {
  it('grows from one over 8 and 16 to 32 as sign-ins succeed', () => {
    const queue = new ServerQueue(office(200), () => true);
    const limits: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const started = startAll(queue);
      expect(started.length).toBe(queue.limit);
      limits.push(started.length);
      for (const one of started) expect(queue.ended(one, signsIn)).toEqual([]);
    }
    expect(limits).toEqual([1, 8, 16, 32, 32]);
  });

  it('halves when the server is crowded, down to one, and grows again', () => {
    const queue = new ServerQueue(office(300), () => true);
    for (let round = 0; round < 3; round += 1) for (const one of startAll(queue)) queue.ended(one, signsIn);
    expect(queue.limit).toBe(32);
    const flying = startAll(queue);
    const limits = flying.slice(0, 7).map((one) => {
      expect(queue.ended(one, crowded)).toEqual([]);
      return queue.limit;
    });
    expect(limits).toEqual([16, 8, 4, 2, 1, 1, 1]);
    expect(queue.next()).toBeNull();
    for (const one of flying.slice(7)) queue.ended(one, signsIn);
    expect(queue.limit).toBeGreaterThanOrEqual(8);
  });

  it('is done when nothing waits and nothing is in flight', () => {
    const queue = new ServerQueue(office(1), () => true);
    expect(queue.isDone).toBe(false);
    const started = queue.next();
    expect(queue.isDone).toBe(false);
    if (started) queue.ended(started, { kind: 'held-back', freeAt: 1 });
    expect(queue.isDone).toBe(true);
  });
});
