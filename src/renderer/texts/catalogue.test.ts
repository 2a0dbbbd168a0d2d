import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProviders } from '../../main/providers/registry.ts';
import { appTroubleSchema, holdingSchema } from '../../shared/apps.ts';
import { failureCodes } from '../../shared/failures.ts';
import { gradeSchema, probeStageSchema } from '../../shared/findings.ts';
import { ruleCheckSchema } from '../../shared/held-password.ts';
import { en } from '../../shared/texts/en/index.ts';
import { clientKindViewSchema, rotationStageSchema } from '../../shared/views.ts';

const root = join(import.meta.dirname, '../../..');
const texts = new Map<string, string>();
const walk = (value: unknown, key: string): void => {
  if (typeof value === 'string') texts.set(key, value);
  else for (const [name, inner] of Object.entries(Object(value))) walk(inner, key === '' ? name : `${key}.${name}`);
};
walk(en, '');
const textOf = (key: string): string => texts.get(key) ?? '';

describe('what happened, and what to do', () => {
  it.each(failureCodes)('%s has both', (code) => {
    const what = textOf(`failure.${code}.what`);
    expect(what).toMatch(/^[A-Z].*[.]$/);
    expect(what.slice(0, -1)).not.toMatch(/[.!?] [A-Z]/);
    expect(textOf(`failure.${code}.do`)).toMatch(/^[A-Z].*[.]$/);
  });

  it('has no failure that the table does not know', () => {
    const codes = [...texts.keys()].filter((key) => key.startsWith('failure.') && key.endsWith('.what'));
    expect(codes.map((key) => key.slice('failure.'.length, -'.what'.length)).toSorted()).toEqual(
      failureCodes.toSorted(),
    );
  });
});

describe('code tables', () => {
  it.each(gradeSchema.options)('grade %s', (grade) => {
    expect(textOf(`grade.${grade}.short`)).not.toBe('');
    expect(textOf(`grade.${grade}.long`)).toMatch(/[.]$/);
  });
  it.each(rotationStageSchema.options)('stage %s is said after a restart', (stage) => {
    expect(textOf(`recovery.stage.${stage}`)).toMatch(/[.]$/);
  });
  it.each(probeStageSchema.options)('stage of a sign-in %s', (stage) => {
    expect(textOf(`stage.${stage}`)).not.toBe('');
    expect(textOf(`probeStage.${stage}`)).not.toBe('');
  });
  it.each(holdingSchema.options)('an app that holds %s', (holding) => {
    expect(textOf(`apps.holds.${holding}`)).not.toBe('');
  });
  it.each(appTroubleSchema.options)('an app that cannot be read or written: %s', (why) => {
    expect(textOf(`apps.why.${why}`)).toMatch(/^[A-Z].*[.]$/);
  });
  it.each(ruleCheckSchema.shape.rule.options)('rule %s', (rule) => {
    expect(textOf(`choose.rule.${rule}`)).not.toBe('');
  });
});

describe('providers', () => {
  const practice = { host: '127.0.0.1', port: 1, token: 'none', authorities: [] };
  const manifests = createProviders({ practice }).map(({ manifest }) => manifest);
  it.each(manifests)('$id has a name and words for every field', ({ id, fields }) => {
    expect(textOf(`provider.${id}.name`)).not.toBe('');
    expect(textOf(`provider.${id}.about`)).not.toBe('');
    for (const { key, choices } of fields) {
      expect(textOf(`provider.${id}.${key}.label`), key).not.toBe('');
      expect(texts.has(`provider.${id}.${key}.help`), key).toBe(true);
      for (const choice of choices) expect(textOf(`provider.${id}.${key}.choice.${choice}`), choice).not.toBe('');
    }
  });
});

describe('the catalogue of devices', () => {
  const folder = join(root, 'resources/clients');
  const files = readdirSync(folder);

  it.each(files)('%s is well-formed and has words', (file) => {
    const kind = clientKindViewSchema.parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))).kind;
    expect(`${kind}.json`).toBe(file);
    for (const part of ['name', 'about', 'suggestion']) expect(textOf(`clientKind.${kind}.${part}`)).not.toBe('');
  });
});

describe('keys', () => {
  const sources = ['src/renderer', 'src/core/aids', 'src/core/report', 'src/main'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !/\.test/.test(file))
      .map((file) => readFileSync(join(root, folder, file), 'utf8')),
  );
  const all = sources.join('\n');
  const literals = new Set([...all.matchAll(/(['"`])([a-z][A-Za-z]*(?:\.[\w-]+)+)\1/g)].map((match) => match[2] ?? ''));
  const patterns = [...all.matchAll(/`([a-z][A-Za-z]*\.[^`\s]*\$\{[^`\s]*)`/g)].map((match) => {
    const parts = (match[1] ?? '').split(/\$\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('.+')}$`);
  });
  const plain = (key: string): string => key.replace(/_(one|other)$/, '');
  const known = new Set([...texts.keys()].map(plain));

  it('are found by this walk at all', () => {
    expect(literals.size).toBeGreaterThan(250);
    expect(patterns.length).toBeGreaterThan(20);
  });
  it('that are used exist', () => {
    const used = [...all.matchAll(/\bt\(\s*(['"])([^'"]+)\1/g)].map((match) => match[2] ?? '');
    expect(used.length).toBeGreaterThan(200);
    expect(used.filter((key) => !known.has(key))).toEqual([]);
  });
  it('that exist are used', () => {
    // Texts that only a provider's or a device's own data names, read with `lookUp`.
    const byData = /^provider\.[\w-]+\.\w+\.(label|help|choice\.\w+)$/;
    const idle = [...known].filter(
      (key) => !literals.has(key) && !byData.test(key) && !patterns.some((pattern) => pattern.test(key)),
    );
    expect(idle).toEqual([]);
  });
  it('with a plural have both forms', () => {
    const ones = [...texts.keys()].filter((key) => key.endsWith('_one'));
    expect(ones.length).toBeGreaterThan(10);
    for (const key of ones) expect(texts.has(key.replace(/_one$/, '_other')), key).toBe(true);
  });
});
