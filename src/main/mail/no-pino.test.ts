import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import pino from './no-pino.ts';

it('is loud when it is asked for a logger', () => {
  expect(() => pino()).toThrow('default logger');
});

it('is all that imapflow takes from pino: one default import, in one file', () => {
  const folder = dirname(fileURLToPath(import.meta.resolve('imapflow')));
  const importing = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').match(/^.*['"]pino['"].*$/gm) ?? []);
  expect(importing).toEqual(["import pino from 'pino';"]);
});
