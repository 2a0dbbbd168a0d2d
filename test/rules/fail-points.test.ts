import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failPoints, stateFaults } from '../faults/kill/fail-points.ts';

/*
 * The app dies at a fail point because the tests meet its calls to the world outside. Nothing in the product knows of
 * that: no name of a point, no switch, no environment variable that could make it stop, wait or die.
 */
const hook =
  /fail-?_?point|fault-?_?point|FAIL_AT|\bFAULTS?_|chaos|test\/faults|process\.(kill|abort)\b|SIGKILL|debugger/i;
/** All that is read: where the development server shows its page, and where mail apps keep their files (XDG). */
const allowed = ["process.env['ELECTRON_RENDERER_URL']", 'placesOf(homedir(), process.platform, process.env)'];
const environment = /process\.env|import\.meta\.env/;

const isProduct = (path: string): boolean =>
  /\.(ts|tsx|css|html)$/.test(path) && !/\.(test|test-kit)\.tsx?$/.test(path);

function hooksIn(text: string): string[] {
  return text
    .split('\n')
    .map((line) => allowed.reduce((rest, one) => rest.replace(one, ''), line))
    .filter((line) => hook.test(line) || environment.test(line));
}

describe('the product', () => {
  it('has no hook for fail points', () => {
    const paths = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(isProduct);
    expect(paths.length).toBeGreaterThan(150);
    const found = paths.flatMap((path) =>
      hooksIn(readFileSync(join('src', path), 'utf8')).map((line) => `${path}: ${line}`),
    );
    expect(found).toEqual([]);
  });

  it.each([
    "if (process.env['FAIL_AT'] === 'F7') process.exit(1);",
    "await failPoint('submitting');",
    "import { failPoints } from '../../test/faults/kill/fail-points.ts';",
    "process.kill(process.pid, 'SIGKILL');",
    'if (import.meta.env.FAULTS) throw new Error();',
  ])('would be found out: %s', (line) => {
    expect(hooksIn(line)).toHaveLength(1);
  });
});

it('knows F1 to F26, each once, and names them for readers', () => {
  const numbers = [...failPoints, ...stateFaults].map(({ id }) => id);
  expect(new Set(numbers).size).toBe(numbers.length);
  for (let number = 1; number <= 26; number += 1) {
    expect(numbers.some((id) => id.replace(/[a-z]$/, '') === `F${number}`)).toBe(true);
  }
  const page = readFileSync('test/faults/README.md', 'utf8');
  for (const { id, name, suite } of stateFaults) expect(page).toContain(`| ${id} | ${name} | ${suite} |`);
});
