import type { Detection, FoundHow, FoundServer } from '../../../src/shared/detection.ts';

/* What a search could answer, for tests that ask nobody. */

/** One server as one source named it, at its usual port. */
export function foundServer(
  protocol: 'imap' | 'smtp',
  host: string,
  trust: FoundServer['trust'],
  how: FoundHow,
): FoundServer {
  const port = protocol === 'smtp' ? 465 : 993;
  const sources = [{ how, where: how === 'srv' ? `_${protocol}s._tcp.firm.example` : 'autoconfig.firm.example' }];
  return { protocol, host, port, security: 'tls', user: 'anna@firm.example', signIn: 'password', trust, sources };
}

/** A search for anna@firm.example that found nothing but what is given. */
export function detectionOf(more: Partial<Detection>): Detection {
  const place = (name: string, port: number) => ({ host: `${name}.firm.example`, port, security: 'tls' as const });
  return {
    ...{ address: 'anna@firm.example', outcome: 'found', kind: 'ordinary', service: null, page: null, looked: [] },
    ...{ providers: ['by-hand'], providerSettings: {}, receiving: [], sending: [] },
    form: {
      user: 'anna@firm.example',
      receiving: { protocol: 'imap', ...place('imap', 993) },
      sending: place('smtp', 465),
    },
    ...more,
  };
}
