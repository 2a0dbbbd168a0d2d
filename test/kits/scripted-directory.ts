import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { KeyedCertificate } from '../../src/main/practice/certificates.ts';
import { decode, decodeInteger, type Element, encode, encodeInteger, tag } from '../../src/main/providers/ldap/ber.ts';

/*
 * A directory that says what it is told to: answers that slapd does not give on demand, and malformed ones. What slapd
 * does give is tried on slapd itself, in test/integration/ldap.test.ts.
 */

export interface Answer {
  readonly result: number;
  readonly text?: string;
  /** The password policy control: an error, or seconds until the password expires. */
  readonly policy?: { readonly error?: number; readonly expiresIn?: number; readonly graceLeft?: number };
  /** Answer as if to another request; 0 is an unsolicited notification. */
  readonly id?: number;
}
export type Reply = Answer | 'close' | Buffer;

export interface DirectoryScript {
  /** To a bind with this name and password. */
  bind(dn: string, password: string): Reply;
  /** To Password Modify. */
  modify(next: string): Reply;
  /** Entries for a search at `base`; none means that nothing is there. */
  search?(base: string): readonly { readonly dn: string; readonly attributes: Readonly<Record<string, string>> }[];
  /** To StartTLS; bytes in `afterwards` follow the answer in the clear. */
  startTls?: { readonly result: number; readonly afterwards?: Buffer };
}

export interface ScriptedDirectory {
  readonly port: number;
  /** Whatever arrived before TLS. */
  clear(): Buffer;
  binds(): number;
  modifies(): number;
  stop(): Promise<void>;
}

const policyControl = '1.3.6.1.4.1.42.2.27.8.5.1';

/** Starts it on 127.0.0.1, with TLS from the first byte or after StartTLS. */
export async function startScriptedDirectory(
  security: 'tls' | 'starttls',
  keyed: KeyedCertificate,
  script: DirectoryScript,
): Promise<ScriptedDirectory> {
  const context = createSecureContext({ key: keyed.privateKey, cert: keyed.certificate });
  const open = new Set<Socket>();
  const clear: Buffer[] = [];
  const counts = { binds: 0, modifies: 0 };
  const server = createServer((tcp) => {
    open.add(tcp);
    tcp.on('error', () => undefined).on('close', () => open.delete(tcp));
    const encrypt = () => {
      const socket = new TLSSocket(tcp, { isServer: true, secureContext: context });
      socket.on('error', () => tcp.destroy());
      socket.on('data', (bytes: Buffer) => answerAll(socket, bytes, script, counts));
    };
    if (security === 'tls') encrypt();
    else
      tcp.once('data', (bytes: Buffer) => {
        clear.push(bytes);
        const { result, afterwards } = script.startTls ?? { result: 0 };
        tcp.write(Buffer.concat([answer(idOf(bytes), 0x78, { result }), afterwards ?? Buffer.alloc(0)]));
        if (result === 0) encrypt();
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  return {
    port: bound !== null && typeof bound === 'object' ? bound.port : 0,
    clear: () => Buffer.concat(clear),
    binds: () => counts.binds,
    modifies: () => counts.modifies,
    stop: async () => {
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, 'close');
    },
  };
}

const partsOf = (bytes: Buffer): Element[] => decode(decode(bytes)[0]?.value ?? Buffer.alloc(0));
const idOf = (bytes: Buffer): number => decodeInteger(partsOf(bytes)[0]);
const text = (element: Element | undefined): string => element?.value.toString('utf8') ?? '';

function answerAll(
  socket: Socket,
  bytes: Buffer,
  script: DirectoryScript,
  counts: { binds: number; modifies: number },
): void {
  for (const message of decode(bytes)) {
    const [idPart, operation] = decode(message.value);
    const id = decodeInteger(idPart);
    const say = (operationTag: number, reply: Reply) => {
      if (reply === 'close') socket.destroy();
      else socket.write(Buffer.isBuffer(reply) ? reply : answer(id, operationTag, reply));
    };
    if (operation?.tag === 0x60) {
      counts.binds += 1;
      const [, dn, password] = decode(operation.value);
      say(0x61, script.bind(text(dn), text(password)));
    } else if (operation?.tag === 0x63) {
      const [base] = decode(operation.value);
      for (const entry of script.search?.(text(base)) ?? []) socket.write(entryMessage(id, entry));
      say(0x65, { result: 0 });
    } else if (operation?.tag === 0x77) {
      counts.modifies += 1;
      const value = decode(operation.value)[1]?.value ?? Buffer.alloc(0);
      const next = decode(decode(value)[0]?.value ?? value).find((part) => part.tag === 0x82);
      say(0x78, script.modify(text(next)));
    }
  }
}

/** A whole answer to the request with this number. */
export function answer(id: number, operationTag: number, given: Answer): Buffer {
  const body = encode(
    operationTag,
    encodeInteger(given.result, tag.enumerated),
    encode(tag.octets),
    encode(tag.octets, given.text ?? ''),
  );
  return encode(tag.sequence, encodeInteger(given.id ?? id), body, controlOf(given.policy));
}

function controlOf(policy: Answer['policy']): Buffer {
  if (policy === undefined) return Buffer.alloc(0);
  const { error, expiresIn, graceLeft } = policy;
  const warning = [
    ...(expiresIn === undefined ? [] : [encode(0xa0, encodeInteger(expiresIn, 0x80))]),
    ...(graceLeft === undefined ? [] : [encode(0xa0, encodeInteger(graceLeft, 0x81))]),
  ];
  const value = encode(tag.sequence, ...warning, ...(error === undefined ? [] : [encodeInteger(error, 0x81)]));
  return encode(0xa0, encode(tag.sequence, encode(tag.octets, policyControl), encode(tag.octets, value)));
}

function entryMessage(id: number, entry: { dn: string; attributes: Readonly<Record<string, string>> }): Buffer {
  const attributes = Object.entries(entry.attributes).map(([name, value]) =>
    encode(tag.sequence, encode(tag.octets, name), encode(0x31, encode(tag.octets, value))),
  );
  return encode(
    tag.sequence,
    encodeInteger(id),
    encode(0x64, encode(tag.octets, entry.dn), encode(tag.sequence, ...attributes)),
  );
}
