import { describe, expect, it } from 'vitest';
import type { MailProbe } from '../../core/ports.ts';
import { createDetector } from './detector.ts';
import type { Names } from './names.ts';

const probe: MailProbe = { open: () => Promise.reject(new Error('nobody knocks')) };

/** Name servers that say that there is nothing, or nothing at all until the search ends. */
function namesThat(answer: boolean) {
  let closed = 0;
  const names = (): Names => {
    let end: () => void = () => undefined;
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    const say = async () => {
      if (!answer) await over;
      return { kind: 'none' } as const;
    };
    const close = () => {
      closed += 1;
      end();
    };
    return { mx: say, srv: say, addresses: say, close };
  };
  return { names, closed: () => closed };
}

describe('the search of the product', () => {
  it('ends the one before it', async () => {
    const { names, closed } = namesThat(false);
    const { names: quick } = namesThat(true);
    let first = true;
    const detector = createDetector(probe, () => {
      const made = first ? names() : quick();
      first = false;
      return made;
    });
    const before = detector.search('anna@example.com', ['by-hand']);
    const after = await detector.search('bert@example.org', ['by-hand']);
    expect(await before).toMatchObject({ ok: false, failure: { code: 'request.cancelled' } });
    expect(after).toMatchObject({ ok: true, value: { address: 'bert@example.org', outcome: 'nothing-found' } });
    expect(closed()).toBe(1);
  });

  it('knows the table’s services, and names the field of what is no address', async () => {
    const detector = createDetector(probe, namesThat(true).names);
    expect(await detector.search('anna@posteo.de', ['by-hand'])).toMatchObject({
      ok: true,
      value: { service: { id: 'posteo' }, providers: ['by-hand'] },
    });
    const refusal = { ok: false, failure: { code: 'request.invalid', field: 'address' } };
    expect(await detector.search('anna', ['by-hand'])).toMatchObject(refusal);
    expect(detector.lookUp('anna@', ['by-hand'], [])).toMatchObject(refusal);
  });
});
