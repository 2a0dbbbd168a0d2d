import { randomBytes } from 'node:crypto';
import type * as z from 'zod';
import { callChannel, callNames } from '../../shared/channels.ts';
import { type CallName, type CallResponse, calls } from '../../shared/contract.ts';
import { type Failure, failure } from '../../shared/failures.ts';
import { failed, type Result } from '../../shared/result.ts';

/** Largest request that is looked at, in bytes of JSON. */
const largestRequest = 1_048_576;

/** What a handler is told about who asks. */
export interface CallContext {
  /** Number of the window's contents, for reveal tokens that belong to one window. */
  readonly contents: number;
}

export type ParsedRequest<N extends CallName> = z.output<(typeof calls)[N]['request']>;
/** The contract again, with the types of a call's two schemas tied to its name. */
const schemas: {
  readonly [N in CallName]: {
    readonly request: z.ZodType<ParsedRequest<N>>;
    readonly response: z.ZodType<CallResponse<N>>;
  };
} = calls;

/** Complete by type: a call of the contract without a handler does not compile. */
export type Handlers = {
  readonly [N in CallName]: (
    request: ParsedRequest<N>,
    context: CallContext,
  ) => Promise<Result<CallResponse<N>>> | Result<CallResponse<N>>;
};

/** The part of Electron's frame that is asked about. `null` where the frame is already gone. */
export interface SenderFrame {
  readonly url: string;
  readonly parent: unknown;
}
export interface CallEvent {
  readonly sender: { readonly id: number };
  readonly senderFrame: SenderFrame | null;
}

/** The part of `ipcMain` that is used; Electron itself stays in its own folder. */
export interface CallSource {
  handle(channel: string, listener: (event: CallEvent, ...parameters: unknown[]) => Promise<unknown>): void;
}

export interface BindOptions {
  /** True for the app's own windows, by the number of their contents. */
  readonly isOwnWindow: (contents: number) => boolean;
  /** True for exactly the origin of the face. */
  readonly isOwnAddress: (url: string) => boolean;
  /** Why a call must not be made now, or null. */
  readonly refusal?: (call: CallName) => Failure | null;
  /** Takes a bug with the id that the face is shown. The error may hold anything: redact before writing. */
  readonly onBug: (id: string, call: CallName, error: unknown) => void;
}

/** What an intruder is told: nothing. */
const refusal = () => new Error('Refused.');

/**
 * Puts the handlers behind their channels. In this order: right window and top frame of the right origin, size, strict
 * schema, handler, schema of the answer. Expected failures come back as values; a bug becomes `app.bug` with an id.
 */
export function bindCalls(source: CallSource, handlers: Handlers, options: BindOptions): void {
  const bind = <N extends CallName>(name: N): void => {
    source.handle(callChannel(name), async (event, ...parameters) => {
      // The frame is only there for as long as nothing has been awaited.
      const frame = event.senderFrame;
      if (!isFace(frame, options) || !options.isOwnWindow(event.sender.id)) throw refusal();
      return await answer(name, handlers[name], parameters, { contents: event.sender.id }, options);
    });
  };
  for (const name of callNames) bind(name);
}

function isFace(frame: SenderFrame | null, { isOwnAddress }: BindOptions): boolean {
  return frame !== null && frame.parent === null && isOwnAddress(frame.url);
}

async function answer<N extends CallName>(
  name: N,
  handler: Handlers[N],
  parameters: readonly unknown[],
  context: CallContext,
  options: BindOptions,
): Promise<Result<unknown>> {
  const request = readRequest(name, parameters);
  if (!request.ok) return request;
  const refused = options.refusal?.(name) ?? null;
  if (refused) return failed(refused);
  try {
    const result = await handler(request.value, context);
    if (!result.ok) return result;
    // An answer that breaks the contract is a bug, and it stays here.
    return { ok: true, value: schemas[name].response.parse(result.value) };
  } catch (error) {
    const id = randomBytes(6).toString('hex');
    options.onBug(id, name, error);
    return failed(failure('app.bug', id));
  }
}

function readRequest<N extends CallName>(name: N, parameters: readonly unknown[]): Result<ParsedRequest<N>> {
  if (parameters.length !== 1) return failed(failure('request.invalid', 'one request is expected'));
  if (!isSmall(parameters[0])) return failed(failure('request.invalid', 'the request is too large'));
  const parsed = schemas[name].request.safeParse(parameters[0]);
  return parsed.success ? { ok: true, value: parsed.data } : failed(invalid(parsed.error));
}

function isSmall(request: unknown): boolean {
  try {
    const text = JSON.stringify(request);
    return text !== undefined && Buffer.byteLength(text) <= largestRequest;
  } catch {
    // Circular, or holding something that JSON has no word for.
    return false;
  }
}

/** Names the field and what is wrong with it, never its content: it may be a password. */
function invalid(error: z.ZodError): Failure {
  const issue = error.issues[0];
  const field = (issue?.path ?? []).map(String).join('.').slice(0, 60);
  return failure('request.invalid', `${issue?.code ?? 'unknown'}`, field === '' ? null : field);
}
