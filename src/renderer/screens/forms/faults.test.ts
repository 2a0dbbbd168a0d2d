import type { TFunction } from 'i18next';
import { afterEach, expect, it, vi } from 'vitest';
import { urlFault } from './faults.ts';

const t = ((key: string) => key) as unknown as TFunction;

afterEach(() => vi.unstubAllGlobals());

it('reads web addresses also where the runtime is older than URL.canParse', () => {
  class OldUrl extends URL {}
  Object.defineProperty(OldUrl, 'canParse', { value: undefined });
  vi.stubGlobal('URL', OldUrl);
  expect(urlFault(t, ' https://panel.example.test/password?from=mail ')).toBeNull();
  for (const bad of ['http://panel.example.test/', 'panel.example.test', 'https://', 'https://[', 'https://a b/']) {
    expect([bad, urlFault(t, bad)]).toEqual([bad, 'fault.urlBad']);
  }
  expect(urlFault(t, `https://example.test/${'x'.repeat(1_000)}`)).toBe('fault.tooLong');
});
