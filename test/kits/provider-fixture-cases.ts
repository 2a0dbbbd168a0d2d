import { expect, it } from 'vitest';
import type { ProviderAccess } from '../../src/core/ports.ts';
import { Secret } from '../../src/core/secret.ts';
import { heardRequests } from './heard-requests.ts';
import { expectHidden } from './provider-answers.ts';
import {
  bytesMissing,
  differences,
  type Filling,
  filledText,
  type RequestFixture,
  readFixture,
} from './provider-fixture.ts';
import { httpAnswer } from './provider-http-cases.ts';
import { askFor, claimsOf } from './provider-told.ts';
import { first, second, type World } from './provider-world.ts';

/** What is sent is what the provider's sources say, and its known refusals and traps are taken for what they are. */
export function describesFixture(world: World): void {
  const fixture = readFixture(world.subject.fixture);

  it('has a request of every mode in its fixture', () => {
    expect(fixture.changes.map(({ mode }) => mode).sort()).toEqual([...world.modes].sort());
  });

  it.each(fixture.changes)('sends what the fixture says, and nothing else ($mode)', async ({ mode, requests }) => {
    const access = await world.access({ mode });
    expect(await world.provider.changePassword(access, new Secret(second))).toEqual({ kind: 'accepted' });
    const filling = fillingOf(access);
    const received = world.door.received();
    if (world.subject.wire.http) expectHeard(requests, received, filling);
    else expect(requests.flatMap((request) => bytesMissing(request, received, filling))).toEqual([]);
  });

  it('has a request for everything that it tells beside the change', () => {
    expect(new Set(fixture.told.map(({ what }) => what))).toEqual(new Set(claimsOf(world.subject)));
  });

  for (const { what, mode, requests } of fixture.told) {
    it(`asks for it as the fixture says: ${what} (${mode})`, async () => {
      const access = await world.access({ mode });
      expect(await askFor(world.provider, what, access)).toMatchObject({ ok: true });
      expectHeard(requests, world.door.received(), fillingOf(access));
    });
  }

  if (fixture.answers.length === 0) return;
  it.each(fixture.answers)(
    'takes it for $expect.kind: $name',
    async ({ mode, status, headers, body, expect: wanted }) => {
      const filling = fillingOf(world.usualAccess(mode));
      const lines = Object.entries(headers).map(([name, { is }]) => `${name}: ${filledText(is, filling)}`);
      const said = httpAnswer(`${status.is} Said`, lines, filledText(body.is, filling));
      const access = await world.access({ mode, fault: 'answered-instead', said });
      const answer = await world.provider.changePassword(access, new Secret(second));
      expect(answer).toMatchObject(wanted);
      expect(world.door.changes()).toBe(1);
      expectHidden(answer, [first, second]);
    },
  );
}

function expectHeard(requests: readonly RequestFixture[], received: Buffer, filling: Filling): void {
  const heard = heardRequests(received);
  expect(heard.map(({ method, target }) => `${method} ${target}`)).toHaveLength(requests.length);
  heard.forEach((request, index) => {
    const expected = requests[index];
    if (expected !== undefined) expect(differences(expected, request, filling)).toEqual([]);
  });
}

function fillingOf({ address, current, credential }: ProviderAccess): Filling {
  const at = address.lastIndexOf('@');
  return {
    address,
    local: address.slice(0, at),
    domain: address.slice(at + 1),
    current: current?.reveal() ?? '',
    next: second,
    credential: credential?.reveal() ?? '',
  };
}
