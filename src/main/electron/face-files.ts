import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { answerHeaders, withNonce } from './content-policy.ts';
import { appUrl, isOwnAddress } from './origin.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** The files of the face by the path they are asked for. Made once at start: what is not in it does not exist. */
export function listFaceFiles(folder: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const visit = (path: string): void => {
    for (const entry of readdirSync(join(folder, path), { withFileTypes: true })) {
      const inner = `${path}/${entry.name}`;
      if (entry.isDirectory()) visit(inner);
      else if (entry.isFile() && extname(entry.name) in types) files.set(inner, join(folder, inner));
    }
  };
  visit('');
  return files;
}

export interface FaceAnswer {
  readonly status: 200 | 404;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array<ArrayBuffer> | string;
}

const nowhere: FaceAnswer = { status: 404, headers: { 'content-type': 'text/plain' }, body: '' };

/** Answers one request of the face from the list, with a nonce of its own. */
export async function answerFace(
  files: ReadonlyMap<string, string>,
  request: { readonly method: string; readonly url: string },
): Promise<FaceAnswer> {
  if (request.method !== 'GET' || !isOwnAddress(request.url, appUrl)) return nowhere;
  const { pathname } = new URL(request.url);
  const path = pathname === '/' ? '/index.html' : pathname;
  const file = files.get(path);
  if (file === undefined) return nowhere;
  const nonce = randomBytes(16).toString('base64');
  const headers = answerHeaders(nonce, types[extname(file)] ?? 'application/octet-stream');
  const content = await readFile(file);
  return {
    status: 200,
    headers,
    body: extname(file) === '.html' ? withNonce(content.toString('utf8'), nonce) : new Uint8Array(content),
  };
}
