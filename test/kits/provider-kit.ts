import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, type MockInstance, vi } from 'vitest';
import { describesCalls } from './provider-calls-cases.ts';
import {
  describesChanges,
  describesChecks,
  describesFaults,
  describesManifest,
  describesRefusals,
} from './provider-cases.ts';
import { describesFixture } from './provider-fixture-cases.ts';
import { describesHttp } from './provider-http-cases.ts';
import { describesTold } from './provider-told-cases.ts';
import { type ProviderSubject, World } from './provider-world.ts';

export type { ProviderBackend } from './provider-world.ts';
export { httpWire, ldapWire } from './provider-world.ts';

/** Every promise of the `Provider` port, tried against a server whose truth can be asked. */
export function testProvider(subject: ProviderSubject): void {
  describe(`the provider contract: ${subject.name}`, () => {
    const world = new World(subject);
    beforeAll(() => world.start(), 60_000);
    let spoken: readonly MockInstance[] = [];
    beforeEach(() => {
      spoken = (['log', 'info', 'warn', 'error', 'debug'] as const).map((way) => vi.spyOn(console, way));
    });
    afterEach(async () => {
      await world.tidy();
      // A provider keeps no log and says nothing but its answer.
      for (const way of spoken) expect(way).not.toHaveBeenCalled();
      vi.restoreAllMocks();
    });
    afterAll(() => world.stop());
    describesManifest(world);
    describesChanges(world);
    describesRefusals(world);
    describesFaults(world);
    describesChecks(world);
    describesTold(world);
    describesFixture(world);
    if (subject.calls !== undefined) describesCalls(world, subject.calls);
    if (subject.wire.http) describesHttp(world);
  });
}
