import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import * as z from 'zod';
import { type Accounts, type Origin, same } from './accounts.ts';
import type { KeyedCertificate } from './certificates.ts';
import type { LineServer } from './line-server.ts';

const longestBody = 16 * 1024;
/** With the switch `acceptAndAnswerNothing` the connection stays open this long and then ends without a word. */
const silence = 5_000;

/** Who asks: the person with the current password, or the administrator with the administrator's. */
const askerSchema = {
  address: z.string().max(320),
  current: z.string().max(1_000).nullable(),
  administrator: z.string().max(1_000).nullable(),
};
const requestSchemas = {
  check: z.strictObject(askerSchema),
  change: z.strictObject({ ...askerSchema, next: z.string().min(1).max(1_000) }),
  signIns: z.strictObject({ ...askerSchema, since: z.number() }),
};
type Asker = z.infer<typeof requestSchemas.check>;

interface Gate {
  readonly token: string;
  readonly administratorPassword: string;
}

/** The interface of the practice service: JSON over HTTPS, for whoever holds the token. */
export async function startApiServer(
  host: string,
  keyed: KeyedCertificate,
  accounts: Accounts,
  gate: Gate,
): Promise<LineServer> {
  const server = createServer(
    { key: keyed.privateKey, cert: keyed.certificate, requestTimeout: 10_000 },
    (request, response) => {
      void answer(request, response, accounts, gate).catch(() => response.destroy());
    },
  );
  server.on('tlsClientError', () => undefined);
  server.listen(0, host);
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('a listener without a port');
  return {
    port: bound.port,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

type Reply = readonly [status: number, body: object] | 'silence';
const refusal = (status: number, code: string): Reply => [status, { ok: false, code }];
const oddRequest = refusal(400, 'odd-request');

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  accounts: Accounts,
  gate: Gate,
): Promise<void> {
  const body = await bodyOf(request);
  await accounts.dawdle();
  const known = same(request.headers.authorization ?? '', `Bearer ${gate.token}`);
  const reply = known ? replyTo(request, body, accounts, gate) : refusal(401, 'credential-refused');
  if (reply === 'silence') {
    setTimeout(() => response.destroy(), silence).unref();
    return;
  }
  response.writeHead(reply[0], { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify(reply[1]));
}

function replyTo(request: IncomingMessage, body: unknown, accounts: Accounts, gate: Gate): Reply {
  const origin = {
    protocol: 'api',
    address: request.socket.remoteAddress ?? '',
    remotePort: request.socket.remotePort ?? 0,
    client: null,
  } as const;
  const act = request.method === 'POST' ? acts.get(request.url ?? '') : undefined;
  if (act === undefined) return refusal(404, 'odd-request');
  const asker = z.object(askerSchema).safeParse(body);
  if (!asker.success) return oddRequest;
  const denied = denial(asker.data, accounts, gate, origin);
  return denied === null ? act(body, accounts) : refusal(403, denied);
}

/** Why this asker may not act on this mailbox; null if it may. Tries the password once. */
function denial(asker: Asker, accounts: Accounts, gate: Gate, origin: Origin): string | null {
  if (asker.administrator !== null) {
    if (!same(asker.administrator, gate.administratorPassword)) return 'credential-refused';
    return accounts.has(asker.address) ? null : 'no-such-mailbox';
  }
  const proof = accounts.proves(asker.address, asker.current ?? '', origin);
  if (proof === 'wrong') return 'wrong-current';
  return proof === 'ok' ? null : proof;
}

const acts = new Map<string, (body: unknown, accounts: Accounts) => Reply>([
  [
    '/check',
    (body, { rules }) => {
      if (!requestSchemas.check.safeParse(body).success) return oddRequest;
      return [200, { ok: true, rules: { minLength: rules.minLength, maxLength: rules.maxLength } }];
    },
  ],
  [
    '/change-password',
    (body, accounts) => {
      const asked = requestSchemas.change.safeParse(body);
      if (!asked.success) return oddRequest;
      const outcome = accounts.change(asked.data.address, asked.data.next);
      if (outcome !== 'changed') return refusal(422, outcome);
      return accounts.switches.acceptAndAnswerNothing ? 'silence' : [200, { ok: true }];
    },
  ],
  [
    '/sign-ins',
    (body, accounts) => {
      const asked = requestSchemas.signIns.safeParse(body);
      if (!asked.success) return oddRequest;
      const { address, since } = asked.data;
      const mine = accounts
        .signIns()
        .filter(({ user, at }) => user.toLowerCase() === address.toLowerCase() && at >= since);
      return [200, { ok: true, now: accounts.now(), from: accounts.logFrom(), ...lock(accounts), signIns: mine }];
    },
  ],
  [
    '/app-passwords',
    (body, accounts) => {
      const asked = requestSchemas.check.safeParse(body);
      return asked.success ? [200, { ok: true, appPasswords: accounts.appPasswords(asked.data.address) }] : oddRequest;
    },
  ],
  [
    '/mailboxes',
    (body, accounts) => {
      const asked = requestSchemas.check.safeParse(body);
      if (!asked.success) return oddRequest;
      // Whoever asks in a mailbox's own name may see that one only.
      const may = asked.data.administrator === null ? [asked.data.address] : accounts.addresses();
      return [200, { ok: true, mailboxes: may }];
    },
  ],
]);

/** After how many refusals it locks a mailbox; null for never. */
const lock = ({ switches }: Accounts) => ({ lockAfter: switches.lockAfterFailures || null });

/** The parsed body, or null if it is no JSON. @throws Error when it is too long */
async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part);
    length += bytes.length;
    if (length > longestBody) throw new Error('the request is too long');
    parts.push(bytes);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    return null;
  }
}
