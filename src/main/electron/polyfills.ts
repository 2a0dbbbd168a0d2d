import { webcrypto } from 'node:crypto';

// Packages that make certificates expect the global of newer Node; the main process of older Electrons lacks it.
// Imported first by src/main/index.ts.
if (!('crypto' in globalThis)) {
  Object.defineProperty(globalThis, 'crypto', { value: webcrypto, configurable: true });
}
