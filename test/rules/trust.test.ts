import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

/*
 * Nothing but an authority that a person has chosen for a host may widen what is trusted (docs/decisions/0003 and the
 * README). This reads the product's source for everything that could: each rule has a planted violation that it must
 * find, because a search that finds nothing passes everything.
 */
interface Rule {
  readonly what: string;
  readonly pattern: RegExp;
  /** Files that may hold it, because they are the one place for it. */
  readonly except: readonly string[];
  readonly planted: readonly string[];
}

const connect = 'src/main/mail/connect.ts';
const doubt = 'src/main/electron/security.ts';

const rules: readonly Rule[] = [
  {
    what: 'certificate checks that are not simply on',
    pattern: /rejectUnauthorized(?!['"]?\s*:\s*true\b)/,
    except: [],
    planted: [
      '{ rejectUnauthorized: false }',
      '{ rejectUnauthorized: strict }',
      '{ rejectUnauthorized }',
      'o.rejectUnauthorized = 0',
    ],
  },
  {
    what: 'environment variables and flags of TLS',
    pattern: /NODE_TLS|NODE_EXTRA_CA|SSL_CERT_(FILE|DIR)|use-openssl-ca|use-system-ca|tls-min-v|NODE_OPTIONS/,
    except: [],
    planted: ["process.env['NODE_TLS_REJECT_UNAUTHORIZED']", 'NODE_EXTRA_CA_CERTS=x', "'--use-openssl-ca'"],
  },
  {
    what: 'a name check of our own',
    pattern: /checkServerIdentity/,
    except: [],
    planted: ['checkServerIdentity: () => undefined', 'options.checkServerIdentity = ok'],
  },
  {
    what: 'authorities outside the one place for them',
    pattern: /\bca['"]?\s*[:=](?!=)|[{,]\s*ca\s*[,}]|setDefaultCACertificates|addCACert/,
    except: [connect, 'src/main/practice/certificates.ts'],
    planted: [
      '{ ca: [pem] }',
      '{ cert, ca }',
      "{ 'ca': pem }",
      'tls.setDefaultCACertificates(all)',
      'options.ca = pem',
    ],
  },
  {
    what: 'TLS contexts outside the one place for them',
    pattern: /createSecureContext|new SecureContext|new TLSSocket/,
    except: [connect, 'src/main/practice/'],
    planted: ['createSecureContext({})', 'new TLSSocket(raw)'],
  },
  {
    what: 'weaker protocols and ciphers',
    pattern: /minVersion(?!: 'TLSv1\.[23]')|secureProtocol|SECLEVEL|DEFAULT_MIN_VERSION|DEFAULT_CIPHERS\s*=/,
    except: [],
    planted: ["minVersion: 'TLSv1'", "minVersion: 'TLSv1.1'", 'minVersion: low', "ciphers: 'DEFAULT:@SECLEVEL=0'"],
  },
  {
    what: 'trust settings of Electron and Chromium',
    pattern:
      /setCertificateVerifyProc|select-client-certificate|ignore-certificate|allowRunningInsecureContent(?!: false)|webSecurity['"]?\s*:\s*false|host-rules/,
    except: [],
    planted: [
      'session.setCertificateVerifyProc(ok)',
      "appendSwitch('ignore-certificate-errors')",
      'allowRunningInsecureContent: true',
      'webSecurity: false',
    ],
  },
  {
    what: 'an answer to a certificate in doubt, but for the one that says no',
    pattern: /certificate-error/,
    except: [doubt],
    planted: ["app.on('certificate-error', ok)"],
  },
  {
    what: 'anything that calls itself insecure',
    pattern: /insecure(?!Content)|ignoreTLS|opportunisticTLS|verifyOnly/i,
    // the word of aerc's settings for a connection without encryption, which is then none of ours
    except: ['src/main/apps/aerc/read.ts'],
    planted: ['allowInsecure: true', 'insecureHttp()', 'ignoreTLS: true', 'opportunisticTLS: true'],
  },
];

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(path);
    return /\.(ts|tsx|mts|cts|js|mjs|cjs)$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

/** Code without its comments, which may say what must not be done. */
function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[\s;{(,])\/\/.*$/gm, '$1');
}

const root = process.cwd();
const sources = filesUnder(join(root, 'src')).map((path) => ({
  path: relative(root, path).replaceAll('\\', '/'),
  code: withoutComments(readFileSync(path, 'utf8')),
}));

describe('nothing widens trust', () => {
  it('reads the product', () => {
    expect(sources.map(({ path }) => path)).toEqual(expect.arrayContaining([connect, 'src/main/mail/smtp.ts']));
  });

  it.each(rules)('by $what', ({ pattern, except }) => {
    const found = sources
      .filter(({ path }) => !except.some((allowed) => path.startsWith(allowed)))
      .flatMap(({ path, code }) =>
        code
          .split('\n')
          .filter((line) => pattern.test(line))
          .map((line) => `${path}: ${line.trim()}`),
      );
    expect(found).toEqual([]);
  });

  it.each(rules.flatMap(({ what, pattern, planted }) => planted.map((line) => ({ what, pattern, line }))))(
    'and would be found: $line',
    ({ pattern, line }) => {
      expect(pattern.test(withoutComments(`const a = 1; // plain\n${line}`))).toBe(true);
    },
  );

  it('builds its trust from the roots of this program, named one by one', () => {
    const { code = '' } = sources.find(({ path }) => path === connect) ?? {};
    expect(code.match(/\bca:/g)).toHaveLength(1);
    expect(code).toContain('ca: [...rootCertificates, ...chosen]');
  });

  it('says no to every certificate in doubt', () => {
    const { code = '' } = sources.find(({ path }) => path === doubt) ?? {};
    const handler = code.slice(code.indexOf("'certificate-error'")).split('});')[0];
    expect(handler).toContain('event.preventDefault()');
    expect(handler?.match(/answer\([^)]*\)/g)).toEqual(['answer(false)']);
  });
});
