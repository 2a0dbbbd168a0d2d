import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerFace, listFaceFiles } from './face-files.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'face-'));
  mkdirSync(join(folder, 'renderer', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.json'), 'not for the face');
  writeFileSync(join(folder, 'renderer', 'index.html'), '<!doctype html><html><head></head></html>');
  writeFileSync(join(folder, 'renderer', 'assets', 'index.js'), 'start();');
  symlinkSync(join(folder, 'secret.json'), join(folder, 'renderer', 'link.json'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ask = (url: string, method = 'GET') => answerFace(listFaceFiles(join(folder, 'renderer')), { method, url });

describe('answerFace', () => {
  it('serves the page with a new nonce each time, in the header and in the page', async () => {
    const [one, other] = [await ask('app://keyround/index.html'), await ask('app://keyround/')];
    const nonce = /nonce-([^']+)'/.exec(one.headers['content-security-policy'] ?? '')?.[1] ?? '';
    expect(nonce.length).toBeGreaterThan(20);
    expect(String(one.body)).toContain(`<meta property="csp-nonce" nonce="${nonce}"`);
    expect(other.headers['content-security-policy']).not.toContain(nonce);
  });

  it('serves scripts as scripts, under the strict policy', async () => {
    const answer = await ask('app://keyround/assets/index.js');
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.headers['content-type']).toContain('text/javascript');
    const policy = answer.headers['content-security-policy'] ?? '';
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "connect-src 'none'",
      "require-trusted-types-for 'script'",
    ])
      expect(policy).toContain(part);
    expect(policy).not.toMatch(/unsafe|wasm|\*/);
  });

  it.each([
    'app://keyround/../secret.json',
    'app://keyround/..%2fsecret.json',
    'app://keyround/%2e%2e/secret.json',
    'app://keyround/assets/..%5c..%5csecret.json',
    'app://keyround/index.html%00.js',
    'app://keyround//index.html',
    'app://keyround/link.json',
    'app://keyround/assets',
    'app://keyround/assets/',
    'app://keyround/../../../../etc/passwd',
    'app://keyround/__proto__',
    'app://elsewhere/index.html',
    'https://keyround/index.html',
    'not an address',
  ])('has nothing at %s', async (url) => {
    expect(await ask(url)).toMatchObject({ status: 404, body: '' });
  });

  it('answers nothing but GET', async () => {
    for (const method of ['POST', 'HEAD', 'PUT', 'OPTIONS'])
      expect((await ask('app://keyround/index.html', method)).status).toBe(404);
  });
});
