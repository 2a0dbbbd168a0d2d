import { connect as connectTcp, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { Authority } from '../../shared/model.ts';
import type { Result } from '../../shared/result.ts';
import { failed, success } from '../../shared/result.ts';
import { bothFamilies, plainHost, tlsOptionsFor } from '../mail/connect.ts';
import { type Trouble, trouble } from './outcome.ts';

/** Where to connect and what to trust there. */
export interface Door {
  readonly host: string;
  readonly port: number;
  /** Authorities of the mailbox's record; only those chosen for exactly this host are used. */
  readonly authorities: readonly Authority[];
  /** Who knows the host's addresses, where it is not this computer. The certificate is checked against the name all the same. */
  readonly lookup?: LookupFunction;
}

/** `limit` in milliseconds, for the whole of name look-up, TCP and TLS. */
export interface DialOptions {
  readonly limit: number;
  readonly signal: AbortSignal;
}

/** Opens TCP only, for protocols that turn TLS on themselves. */
export async function dialPlain(door: Door, options: DialOptions): Promise<Result<Socket, Trouble>> {
  const { port, lookup } = door;
  const from = lookup === undefined ? {} : { lookup };
  const socket = connectTcp({ host: plainHost(door.host), port, ...from, ...bothFamilies });
  return await ready(socket, 'connect', door, options);
}

/**
 * Opens TLS and checks the certificate against the host. Nothing is written before that. TCP comes first and by itself:
 * where Node 18.15 looks a name up for both families and encrypts in one call, it leaves SNI out (nodejs/node#46679).
 */
export async function dialTls(door: Door, options: DialOptions): Promise<Result<TLSSocket, Trouble>> {
  const started = performance.now();
  const plain = await dialPlain(door, options);
  if (!plain.ok) return plain;
  const left = Math.max(0, Math.ceil(options.limit - (performance.now() - started)));
  const encrypted = await secure(plain.value, door, { ...options, limit: left });
  if (!encrypted.ok) plain.value.destroy();
  return encrypted;
}

/** Turns TLS on over an open connection, with the same checks. */
export async function secure(plain: Socket, door: Door, options: DialOptions): Promise<Result<TLSSocket, Trouble>> {
  const socket = connectTls({ ...tlsOptionsFor(door.host, door.authorities), socket: plain });
  return await ready(socket, 'secureConnect', door, options);
}

async function ready<S extends Socket>(
  socket: S,
  event: 'connect' | 'secureConnect',
  door: Door,
  options: DialOptions,
): Promise<Result<S, Trouble>> {
  const place = `${door.host}:${door.port}`;
  const unreachable = (why: string) => trouble('provider.unreachable', `${place} ${why}`);
  const outcome = await new Promise<Trouble | null>((resolve) => {
    const settle = (result: Trouble | null) => {
      clearTimeout(timer);
      options.signal.removeEventListener('abort', onAbort);
      socket.off(event, onReady).off('error', onError).off('close', onClose);
      // A late error must not end the program; reads and writes see it as a closed connection.
      socket.on('error', () => undefined);
      resolve(result);
    };
    const onReady = () => settle(null);
    const onError = (error: Error) => settle(connectionTrouble(place, error));
    const onClose = () => settle(unreachable('closed the connection'));
    const onAbort = () => settle(unreachable('stopped'));
    const timer = setTimeout(() => settle(unreachable(`no connection within ${options.limit} ms`)), options.limit);
    socket.once(event, onReady).once('error', onError).once('close', onClose);
    options.signal.addEventListener('abort', onAbort, { once: true });
    if (options.signal.aborted) onAbort();
  });
  if (outcome === null) return success(socket);
  socket.destroy();
  return failed(outcome);
}

const certificateError = /CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH/;

function connectionTrouble(place: string, error: Error): Trouble {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'failed';
  const kind = certificateError.test(code) ? 'provider.certificate' : 'provider.unreachable';
  return trouble(kind, `${place} ${code}`);
}
