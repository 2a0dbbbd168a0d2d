import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import { issueCertificate, makeAuthority } from '../practice/certificates.ts';

/** A request as a fake hears it. */
export interface FakeRequest {
  readonly method: string;
  /** With the query. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** What a fake answers; 200 and JSON unless it says otherwise. */
export interface FakeAnswer {
  readonly status?: number;
  readonly type?: string;
  readonly cookies?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly text: string;
}

export const fakeHost = '127.0.0.1';

/** The network side of every fake: it listens by TLS, keeps what it heard, and knows nothing of what is said. */
export async function startFakeServer(answerTo: (request: FakeRequest) => FakeAnswer) {
  const authority = await makeAuthority('Fake');
  const keyed = await issueCertificate(authority, { addresses: [fakeHost] });
  const requests: FakeRequest[] = [];
  const server = createServer({ key: keyed.privateKey, cert: keyed.certificate }, async (request, response) => {
    let text = '';
    for await (const piece of request.setEncoding('utf8')) text += String(piece);
    const heard = { method: request.method ?? '', target: request.url ?? '', headers: request.headers, text };
    requests.push(heard);
    const { status = 200, type = 'application/json', cookies = [], headers = {}, text: said } = answerTo(heard);
    response.writeHead(status, { 'content-type': type, 'set-cookie': [...cookies], ...headers }).end(said);
  });
  server.listen(0, fakeHost);
  await once(server, 'listening');
  const bound = server.address();
  return {
    port: bound !== null && typeof bound === 'object' ? bound.port : 0,
    /** Of the certificate that it shows, as a mailbox's record has it. */
    authorities: [{ host: fakeHost, pem: authority.certificate, fingerprint: '', subject: 'Fake' }],
    /** In the order in which they came; to be emptied by whoever wants to. */
    requests,
    stop: async (): Promise<void> => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

export type FakeServer = Awaited<ReturnType<typeof startFakeServer>>;
