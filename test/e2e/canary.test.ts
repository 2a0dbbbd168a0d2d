import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findSecret, formsOf, tracesInFiles, tracesInProcesses } from './support/canary.ts';

const secret = 'Marker-5-wombat-"<&%/?';
const user = 'anna@example.test';

describe('the search for a planted secret', () => {
  it.each([
    ['plain', secret],
    ['JSON', JSON.stringify({ password: secret })],
    ['JSON', JSON.stringify(`${secret}!`)],
    ['HTML', '<p>Marker-5-wombat-&quot;&lt;&amp;%/?</p>'],
    ['URL', new URLSearchParams({ q: secret }).toString()],
    ['hex', Buffer.from(secret).toString('hex')],
    ['HEX', Buffer.from(`xx${secret}`).toString('hex').toUpperCase()],
    ['UTF-16LE', Buffer.from(`ab${secret}`, 'utf16le')],
    ['SASL PLAIN', Buffer.from(`\0${user}\0${secret}`).toString('base64')],
    ['base64', Buffer.from(secret).toString('base64')],
    ['base64', Buffer.from(`a${secret}b`).toString('base64')],
    ['base64', Buffer.from(`ab${secret}ä`).toString('base64')],
    ['base64url', Buffer.from(`abc${secret}`).toString('base64url')],
    ['base64url', Buffer.from(`abcd${secret}`).toString('base64url')],
  ])('finds it as %s', (form, planted) => {
    const bytes = Buffer.concat([Buffer.from('noise \0\xff'), Buffer.from(planted), Buffer.from(' noise')]);
    expect(findSecret([{ where: 'here', bytes }], secret, [user]).join()).toContain(`here (${form}`);
  });

  it('finds nothing where it is not', () => {
    const bytes = Buffer.from(`Marker-5-wombat ${Buffer.from('Marker-4').toString('base64')}`);
    expect(findSecret([{ where: 'here', bytes }], secret, [user])).toEqual([]);
  });

  it('looks for forms that are long enough to be found by no accident', () => {
    for (const [name, form] of formsOf(secret, [user])) expect([name, form.length > 20]).toEqual([name, true]);
  });

  describe('in this computer', () => {
    let folder = '';
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'keyround-canary-'));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it('finds it deep in a folder', () => {
      const path = join(folder, 'a', 'b', '.hidden');
      mkdirSync(join(folder, 'a', 'b'), { recursive: true });
      writeFileSync(path, `"${secret}`);
      expect(findSecret(tracesInFiles(folder), secret, [])).toContain(`${path} (plain)`);
    });

    it('finds it in command lines and environments', async () => {
      const child = spawn('sleep', ['60'], { argv0: `sleep ${secret}`, env: { LEAK: secret }, stdio: 'ignore' });
      try {
        await once(child, 'spawn');
        const found = findSecret(tracesInProcesses(process.getuid?.() ?? 0), secret, []);
        expect(found).toContain(`/proc/${child.pid}/cmdline (plain)`);
        expect(found).toContain(`/proc/${child.pid}/environ (plain)`);
      } finally {
        child.kill();
      }
    });
  });
});
