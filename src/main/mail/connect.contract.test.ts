import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HostileServer, startHostileServer } from '../../../test/kits/hostile-server.ts';
import { type KitCertificates, makeKitCertificates } from '../../../test/kits/kit-certificates.ts';
import { authorityFor } from '../../../test/kits/probe-once.ts';
import { scriptedMail } from '../../../test/kits/scripted-mail.ts';
import { plainHost, secureContextFor, tlsOptionsFor } from './connect.ts';

let certificates: KitCertificates;
beforeAll(async () => {
  certificates = await makeKitCertificates();
});

describe('secureContextFor', () => {
  it('is made once for each set of authorities of a host', () => {
    const chosen = [authorityFor('mail.example.test', certificates.authority)];
    const plain = secureContextFor('other.example.test', []);
    expect(secureContextFor('mail.example.test', chosen)).toBe(
      secureContextFor('MAIL.example.test.', [...chosen, ...chosen]),
    );
    expect(secureContextFor('mail.example.test', chosen)).not.toBe(plain);
    expect(secureContextFor('other.example.test', chosen)).toBe(plain);
    expect(secureContextFor('a.mail.example.test', chosen)).toBe(plain);
    expect(secureContextFor('example.test', chosen)).toBe(plain);
  });
});

describe('tlsOptionsFor', () => {
  it('names the server to itself only if it has a name', () => {
    expect(tlsOptionsFor('Mail.Example.test.', [])).toMatchObject({
      host: 'mail.example.test',
      servername: 'mail.example.test',
      rejectUnauthorized: true,
    });
    expect(tlsOptionsFor('192.0.2.7', [])).not.toHaveProperty('servername');
    expect(tlsOptionsFor('2001:db8::1', [])).not.toHaveProperty('servername');
    expect(plainHost('bücher.example')).toBe('xn--bcher-kva.example');
  });
});

/** What a fresh Node says about a server, with an environment that tries to widen trust. */
const program = `
import { createMailProbe } from './probe.js';
const [port, mode] = process.argv.slice(2);
const opened = await createMailProbe().open(
  { protocol: 'imap', host: '127.0.0.1', port: Number(port), security: 'tls' },
  { authorities: [], signal: new AbortController().signal, onStage: () => {}, read: mode === 'read' },
);
console.log(opened.open ? 'open' : opened.finding.code);
process.exit(0);
`;
const control = `
import { connect } from 'node:tls';
const socket = connect({ host: '127.0.0.1', port: Number(process.argv[2]) });
socket.on('secureConnect', () => { console.log('open'); process.exit(0); });
socket.on('error', (error) => { console.log(error.code); process.exit(0); });
`;

describe('no environment variable or flag widens trust', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyround-trust-'));
  let server: HostileServer;
  beforeAll(async () => {
    await build({
      logLevel: 'silent',
      configFile: false,
      ssr: { noExternal: true },
      resolve: { alias: { pino: new URL('./no-pino.ts', import.meta.url).pathname } },
      build: {
        ssr: new URL('./probe.ts', import.meta.url).pathname,
        outDir: folder,
        target: 'node18',
        rollupOptions: { output: { entryFileNames: 'probe.js' } },
      },
    });
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(join(folder, 'program.js'), program);
    writeFileSync(join(folder, 'control.js'), control);
    writeFileSync(join(folder, 'authority.pem'), certificates.authority);
    const script = scriptedMail('imap', 'tls', { user: 'a', password: 'b' }, { certificate: certificates.good });
    server = await startHostileServer(script);
  }, 30_000);
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = async (file: string, mode: string, environment: NodeJS.ProcessEnv, flags: readonly string[]) => {
    const answer = await promisify(execFile)(
      process.execPath,
      [...flags, join(folder, file), String(server.port), mode],
      {
        env: { ...process.env, ...environment },
      },
    );
    return answer.stdout.trim();
  };
  const authority = join(folder, 'authority.pem');
  const attacks: readonly (readonly [name: string, environment: NodeJS.ProcessEnv, flags: readonly string[]])[] = [
    ['NODE_EXTRA_CA_CERTS', { NODE_EXTRA_CA_CERTS: authority }, []],
    ['NODE_TLS_REJECT_UNAUTHORIZED', { NODE_TLS_REJECT_UNAUTHORIZED: '0' }, []],
    ['--use-openssl-ca', { SSL_CERT_FILE: authority }, ['--use-openssl-ca']],
    ['NODE_OPTIONS', { NODE_OPTIONS: '--use-openssl-ca', SSL_CERT_FILE: authority }, []],
  ];

  it.each(attacks)('%s', async (_name, environment, flags) => {
    expect(await ask('control.js', '', environment, flags)).toBe('open');
    for (const mode of ['sign-in', 'read']) {
      expect(await ask('program.js', mode, environment, flags)).toBe('mail.certificate-not-trusted');
    }
    expect(server.bytes()).toBe(0);
  });
});
