import { expect, it } from 'vitest';
import { Secret } from '../../src/core/secret.ts';
import { type Exchange, faultsOfAnswer, faultsOfRequest, readCalls } from './described-calls.ts';
import { heardAnswers, heardRequests } from './heard-requests.ts';
import { readFixture } from './provider-fixture.ts';
import { second, type World } from './provider-world.ts';
import { readVendorDocument, vendorDisagreements, vendorFolder } from './vendor-calls.ts';

/** What is asked and what is answered is as our description of the provider's calls says. */
export function describesCalls(world: World, file: URL): void {
  const document = readCalls(file);

  it('asks and is answered as its description of the calls says', async () => {
    for (const mode of world.modes) {
      const exchanges = await wholeChange(world, mode);
      expect(exchanges.flatMap((exchange) => faultsOfRequest(document, exchange))).toEqual([]);
      expect(exchanges.flatMap((exchange) => faultsOfAnswer(document, exchange))).toEqual([]);
    }
  });

  it('describes every answer of its fixture that is known from elsewhere', async () => {
    const fixture = readFixture(world.subject.fixture);
    for (const mode of world.modes) {
      const asked = (await wholeChange(world, mode)).find(({ body }) => body.includes(second));
      if (asked === undefined) throw new Error('no request with the new password');
      for (const { name, status, headers, body } of fixture.answers.filter((answer) => answer.mode === mode)) {
        const source = fixture.sources[body.from];
        // Traps are made here, and are there because no server is known to answer so.
        if (source === undefined || 'file' in source) continue;
        const answerHeaders = new Map(Object.entries(headers).map(([header, { is }]) => [header, is]));
        const exchange = { ...asked, status: status.is, answerHeaders, answer: body.is };
        expect(faultsOfAnswer(document, exchange), name).toEqual([]);
      }
    }
  });

  const { 'x-vendor-document': vendorName } = document;
  if (vendorFolder === null || vendorName === null) return;
  it(`disagrees with the vendor's own document only where it says so (${vendorName})`, async () => {
    const vendor = readVendorDocument(vendorFolder ?? '', vendorName);
    for (const mode of world.modes) {
      const exchanges = await wholeChange(world, mode);
      expect(exchanges.flatMap((exchange) => vendorDisagreements(document, vendor, exchange))).toEqual([]);
    }
  });
}

/** A check and a change that both go well: everything that went over the wire. */
async function wholeChange(world: World, mode: 'self' | 'admin'): Promise<Exchange[]> {
  const access = await world.access({ mode });
  await world.provider.check(access);
  expect(await world.provider.changePassword(access, new Secret(second))).toEqual({ kind: 'accepted' });
  const requests = heardRequests(world.door.received());
  const answers = heardAnswers(world.door.answered());
  await world.tidy();
  expect(answers).toHaveLength(requests.length);
  return requests.flatMap((request, index) => {
    const said = answers[index];
    return said === undefined ? [] : [{ ...request, ...said }];
  });
}
