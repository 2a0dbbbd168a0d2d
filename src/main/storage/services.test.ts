import { expect, it } from 'vitest';
import { serviceNames } from './services.ts';

it('gives no service a name that another one begins with', () => {
  const names = Object.values(serviceNames).flatMap((pair) => [pair.secrets, pair.records]);
  expect(names).toHaveLength(6);
  for (const one of names)
    for (const other of names) if (one !== other) expect(other.toLowerCase().startsWith(one.toLowerCase())).toBe(false);
  expect(new Set(names).size).toBe(names.length);
});
