import { expect, it } from 'vitest';
import { Secret } from '../../src/core/secret.ts';
import { type Exchange, faultsOfAnswer, faultsOfRequest, readCalls } from './described-calls.ts';
import { heardAnswers, heardRequests } from './heard-requests.ts';
import { readFixture } from './provider-fixture.ts';
import { askFor, claimsOf } from './provider-told.ts';
import { second, type World } from './provider-world.ts';
import { readVendorDocument, vendorDisagreements, vendorFolder } from './vendor-calls.ts';

type Mode = 'self' | 'admin';

/** What is asked and what is answered is as our description of the provider's calls says. */
export function describesCalls(world: World, file: URL): void {
  const document = readCalls(file);
  const kept = new Map<Mode, readonly Exchange[]>();
  /** Once for each mode: it goes the same way every time. */
  const whole = async (mode: Mode): Promise<readonly Exchange[]> => {
    const exchanges = kept.get(mode) ?? (await wholeChange(world, mode));
    kept.set(mode, exchanges);
    return exchanges;
  };

  it('asks and is answered as its description of the calls says', async () => {
    for (const mode of world.modes) {
      const exchanges = await whole(mode);
      expect(exchanges.flatMap((exchange) => faultsOfRequest(document, exchange))).toEqual([]);
      expect(exchanges.flatMap((exchange) => faultsOfAnswer(document, exchange))).toEqual([]);
    }
  });

  const claims = claimsOf(world.subject);
  if (claims.length > 0) {
    it('asks as described for what else it tells, and is answered so', async () => {
      for (const { what, mode } of readFixture(world.subject.fixture).told) {
        const access = await world.access({ mode });
        expect(await askFor(world.provider, what, access)).toMatchObject({ ok: true });
        const exchanges = exchangesOf(world);
        expect(exchanges.length).toBeGreaterThan(0);
        expect(exchanges.flatMap((exchange) => faultsOfRequest(document, exchange))).toEqual([]);
        expect(exchanges.flatMap((exchange) => faultsOfAnswer(document, exchange))).toEqual([]);
        await world.tidy();
      }
    });
  }

  it('describes every answer of its fixture that is known from elsewhere', async () => {
    for (const mode of world.modes) {
      for (const { name, exchange } of knownAnswers(world, mode, await whole(mode))) {
        expect(faultsOfAnswer(document, exchange), name).toEqual([]);
      }
    }
  });

  const { 'x-vendor-document': vendorName } = document;
  const folder = vendorFolder;
  if (folder === null || vendorName === null) return;
  it(`disagrees with the vendor's own document only where it says so (${vendorName})`, async () => {
    const vendor = readVendorDocument(folder, vendorName);
    for (const mode of world.modes) {
      const known = knownAnswers(world, mode, await whole(mode)).map(({ exchange }) => exchange);
      const exchanges = [...(await whole(mode)), ...known];
      const disagreements = exchanges.flatMap((exchange) => vendorDisagreements(document, vendor, exchange));
      expect(disagreements).toEqual([]);
    }
    // Documents of a whole server take a while to read.
  }, 60_000);
}

/** What the fixture says that the request which changes the password may be answered with. */
function knownAnswers(world: World, mode: Mode, exchanges: readonly Exchange[]) {
  // A new password may travel as a hash; then only the mark of a change tells.
  const marks = [second, world.subject.changeMark];
  const asked = exchanges.find(({ body }) => marks.some((mark) => body.includes(mark)));
  if (asked === undefined) throw new Error('no request with the new password');
  const { sources, answers } = readFixture(world.subject.fixture);
  return answers.flatMap(({ name, mode: own, status, headers, body }) => {
    const source = sources[body.from];
    // Traps are made here, and are there because no server is known to answer so.
    if (own !== mode || source === undefined || 'file' in source) return [];
    const answerHeaders = new Map(Object.entries(headers).map(([header, { is }]) => [header, is]));
    return [{ name, exchange: { ...asked, status: status.is, answerHeaders, answer: body.is } }];
  });
}

/** A check and a change that both go well: everything that went over the wire. */
async function wholeChange(world: World, mode: Mode): Promise<Exchange[]> {
  const access = await world.access({ mode });
  expect(await world.provider.check(access)).toMatchObject({ kind: 'ready' });
  expect(await world.provider.changePassword(access, new Secret(second))).toEqual({ kind: 'accepted' });
  const exchanges = exchangesOf(world);
  await world.tidy();
  return exchanges;
}

/** Everything that went through the door. */
function exchangesOf(world: World): Exchange[] {
  const requests = heardRequests(world.door.received());
  const answers = heardAnswers(world.door.answered());
  expect(answers).toHaveLength(requests.length);
  return requests.flatMap((request, index) => {
    const said = answers[index];
    return said === undefined ? [] : [{ ...request, ...said }];
  });
}
