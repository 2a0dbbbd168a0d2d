import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { filesBelow } from '../../scripts/set-up/fingerprint.mjs';

const repository = join(import.meta.dirname, '..', '..');
const program = join(repository, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');

const configurationSchema = z.object({ forbidden: z.array(z.object({ name: z.string() })) });
const ruleNames = configurationSchema
  .parse(createRequire(import.meta.url)('../../.dependency-cruiser.cjs'))
  .forbidden.map(({ name }) => name);

const reportSchema = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

function cruise(folder: string, parts: readonly string[]): z.infer<typeof reportSchema> {
  const { stdout } = spawnSync(
    process.execPath,
    [program, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...parts],
    { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 27 },
  );
  return reportSchema.parse(JSON.parse(stdout));
}

/** One or more violations of each rule: the file that breaks it and what it says. Paths that they import are planted too. */
const planted: Readonly<Record<string, readonly (readonly [file: string, text: string])[]>> = {
  'shared-imports-only-zod': [
    ['src/shared/a.ts', "import { secret } from '../core/secret.ts';\nexport const a = secret;\n"],
    ['src/shared/b.ts', "import { join } from 'node:path';\nexport const b = join;\n"],
    ['src/shared/c.ts', "import type { Entry } from '../main/storage/keychain.ts';\nexport type C = Entry;\n"],
  ],
  'core-is-pure': [
    ['src/core/a.ts', "import { readFileSync } from 'node:fs';\nexport const a = readFileSync;\n"],
    ['src/core/b.ts', "import react from 'react';\nexport const b = react;\n"],
    ['src/core/c.ts', "import { entry } from '../main/storage/keychain.ts';\nexport const c = entry;\n"],
  ],
  'main-knows-no-face': [
    ['src/main/ipc/a.ts', "import { face } from '../../renderer/face.ts';\nexport const a = face;\n"],
  ],
  'nobody-imports-the-renderer': [
    ['test/rules/a.ts', "import { face } from '../../src/renderer/face.ts';\nexport const a = face;\n"],
  ],
  'renderer-sees-little': [
    ['src/renderer/a.ts', "import { secret } from '../core/secret.ts';\nexport const a = secret;\n"],
    ['src/renderer/b.ts', "import { rules } from '../core/detect/domain.ts';\nexport const b = rules;\n"],
    ['src/renderer/c.ts', "import { entry } from '../main/storage/keychain.ts';\nexport const c = entry;\n"],
  ],
  'renderer-has-no-node': [['src/renderer/d.ts', "import { hostname } from 'node:os';\nexport const d = hostname;\n"]],
  'face-builds-no-schemas': [
    ['src/renderer/f.ts', "import { id } from '../shared/ids.ts';\nexport const f = id;\n"],
    [
      'src/renderer/g.ts',
      "import { type Id, id } from '../shared/ids.ts';\nexport const g = (one: Id) => [id, one];\n",
    ],
    ['src/renderer/h.ts', "import { z } from 'zod';\nexport const h = z;\n"],
    ['src/core/password/a.ts', "import { id } from '../../shared/ids.ts';\nexport const a = id;\n"],
  ],
  'preload-sees-only-shared': [
    ['src/preload/a.ts', "import { secret } from '../core/secret.ts';\nexport const a = secret;\n"],
  ],
  'electron-in-its-room': [
    ['src/main/mail/a.ts', "import { app } from 'electron';\nexport const a = app;\n"],
    ['src/renderer/e.ts', "import { ipcRenderer } from 'electron';\nexport const e = ipcRenderer;\n"],
  ],
  'keytar-in-one-file': [['src/main/storage/a.ts', "import keytar from 'keytar';\nexport const a = keytar;\n"]],
  'providers-stand-alone': [
    ['src/main/providers/ldap/a.ts', "import { hand } from '../by-hand/hand.ts';\nexport const a = hand;\n"],
  ],
  'apps-stand-alone': [
    ['src/main/apps/claws/a.ts', "import { bird } from '../thunderbird/bird.ts';\nexport const a = bird;\n"],
  ],
  'runs-no-programs': [
    ['src/main/apps/claws/b.ts', "import { exec } from 'node:child_process';\nexport const b = exec;\n"],
    ['src/main/mail/g.ts', "import { spawn } from 'child_process';\nexport const g = spawn;\n"],
  ],
  'src-imports-no-tests': [
    ['src/main/mail/b.ts', "import { kit } from '../../../test/kits/kit.ts';\nexport const b = kit;\n"],
  ],
  // A cycle is reported once, for the file that comes first.
  'no-cycles': [['src/main/mail/c.ts', "import { d } from './d.ts';\nexport const c = (): unknown => d;\n"]],
  'no-orphans': [['src/main/mail/e.ts', 'export const e = 1;\n']],
  'everything-resolves': [['src/main/mail/f.ts', "import { g } from './nowhere.ts';\nexport const f = g;\n"]],
};

const otherHalfOfTheCycle = [
  ['src/main/mail/d.ts', "import { c } from './c.ts';\nexport const d = (): unknown => c;\n"],
] as const;

/** What is allowed, and what the planted files import. */
const innocent: readonly (readonly [file: string, text: string])[] = [
  ['src/shared/ids.ts', "import { z } from 'zod';\nexport const id = z;\nexport type Id = string;\n"],
  ['src/shared/result.ts', "import type { Id } from './ids.ts';\nexport const result = (id: Id): Id => id;\n"],
  ['src/core/secret.ts', "import { id } from '../shared/ids.ts';\nexport const secret = id;\n"],
  [
    'src/core/password/policy.ts',
    "import type { Id } from '../../shared/ids.ts';\nexport const policy = (id: Id): Id => id;\n",
  ],
  ['src/core/detect/address.ts', "import { result } from '../../shared/result.ts';\nexport const address = result;\n"],
  ['src/core/detect/domain.ts', "import { id } from '../../shared/ids.ts';\nexport const rules = id;\n"],
  [
    'src/main/storage/keychain.ts',
    "import keytar from 'keytar';\nexport const entry = keytar;\nexport type Entry = string;\n",
  ],
  ['src/main/providers/registry.ts', "import { hand } from './by-hand/hand.ts';\nexport const registry = hand;\n"],
  [
    'src/main/providers/by-hand/hand.ts',
    "import { secret } from '../../../core/secret.ts';\nexport const hand = secret;\n",
  ],
  ['src/main/apps/thunderbird/bird.ts', "import { readFileSync } from 'node:fs';\nexport const bird = readFileSync;\n"],
  ['src/main/electron/window.ts', "import { app } from 'electron';\nexport const window = app;\n"],
  [
    'src/main/index.ts',
    "import { app } from 'electron';\nimport './electron/window.ts';\nimport './providers/registry.ts';\nexport const main = app;\n",
  ],
  [
    'src/preload/index.ts',
    "import { ipcRenderer } from 'electron';\nimport { id } from '../shared/ids.ts';\nexport const door = [ipcRenderer, id];\n",
  ],
  [
    'src/renderer/face.ts',
    "import react from 'react';\nimport type { Id } from '../shared/ids.ts';\nimport { policy } from '../core/password/policy.ts';\nimport { address } from '../core/detect/address.ts';\nexport const face: readonly unknown[] = [react, policy, address];\nexport type Face = Id;\n",
  ],
  ['test/kits/kit.ts', "import { secret } from '../../src/core/secret.ts';\nexport const kit = secret;\n"],
  ['src/main/providers/registry.test.ts', "import { kit } from '../../../test/kits/kit.ts';\nexport const t = kit;\n"],
];

describe('the layers', () => {
  let folder = '';

  const plant = (files: readonly (readonly [string, string])[]) => {
    for (const [file, text] of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keyround-layers-'));
    for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json'])
      copyFileSync(join(repository, name), join(folder, name));
    for (const name of ['zod', 'react', 'electron', 'keytar']) {
      plant([
        [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
        [`node_modules/${name}/index.js`, 'module.exports = {};\n'],
      ]);
    }
    plant(innocent);
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('let through what is allowed', () => {
    const { modules, summary } = cruise(folder, ['src', 'test']);
    expect(modules.map(({ source }) => source)).toEqual(expect.arrayContaining(innocent.map(([file]) => file)));
    expect(summary.violations).toEqual([]);
  });

  it('find a planted violation of every rule', () => {
    plant([...Object.values(planted).flat(), ...otherHalfOfTheCycle]);
    const { violations } = cruise(folder, ['src', 'test']).summary;
    const found = (name: string) => violations.filter(({ rule }) => rule.name === name).map(({ from }) => from);
    expect(Object.keys(planted).sort()).toEqual([...ruleNames].sort());
    for (const [name, files] of Object.entries(planted)) {
      expect(found(name), name).toEqual(expect.arrayContaining(files.map(([file]) => file)));
    }
  });

  it('are checked on every source file of this project', () => {
    const expected = filesBelow(join(repository, 'src'))
      .map((file) => relative(repository, file))
      .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'));
    const seen = new Set(cruise(repository, ['src']).modules.map(({ source }) => source));
    expect(expected.length).toBeGreaterThan(20);
    expect(expected.filter((file) => !seen.has(file))).toEqual([]);
  });
});
