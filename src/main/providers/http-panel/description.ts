import * as z from 'zod';
import type { PasswordRules } from '../../../core/ports.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { answerSchema, lineSchema, requestSchema } from './parts.ts';

/** In bytes. */
export const largestDescription = 65_536;

/** Exactly as a browser writes it: https, host in ASCII and lower case, port only if it is not 443, nothing behind it. */
const originSchema = z
  .string()
  .max(300)
  .refine(isOrigin, 'must be the https address of one server, with nothing behind it');

const labelSchema = z.strictObject({ label: lineSchema(60), help: lineSchema(200).optional() });

function waySchema(mode: 'self' | 'admin') {
  const change = requestSchema(mode, 'change').refine(
    ({ body }) => body?.fields.some((field) => 'from' in field && field.from === 'next') ?? false,
    'the body must carry the new password',
  );
  return {
    /** Reads only: whether the panel is there and lets this credential in. */
    check: z.strictObject({ request: requestSchema(mode, 'check'), answer: answerSchema }).optional(),
    change: z.strictObject({ request: change, answer: answerSchema }),
  };
}

const rulesSchema = z
  .strictObject({
    minLength: z.int().min(1).max(1_000),
    maxLength: z.int().min(1).max(1_000),
    maxBytes: z.int().min(1).max(4_000).optional(),
    upper: z.boolean().optional(),
    lower: z.boolean().optional(),
    digit: z.boolean().optional(),
    special: z.boolean().optional(),
    forbidden: z.string().max(100).optional(),
  })
  .refine(({ minLength, maxLength }) => minLength <= maxLength, 'the shortest is longer than the longest');

/**
 * A control panel in one file. Its host writes it, and a person who was shown its one origin in full confirms it. It can
 * say what is sent and how answers are told apart, and nothing else: every object is closed, every list is bounded.
 */
const panelSchema = z
  .strictObject({
    format: z.literal('keyround-panel-1'),
    name: lineSchema(60),
    origin: originSchema,
    /** What is asked for beside the mailbox itself, such as the number of a customer. */
    fields: z
      .strictObject({
        fieldOne: labelSchema.optional(),
        fieldTwo: labelSchema.optional(),
        fieldThree: labelSchema.optional(),
      })
      .optional(),
    rules: rulesSchema.optional(),
    /** The mailbox changes its own password, with its current one. */
    self: z.strictObject(waySchema('self')).optional(),
    /** An administrator's name and secret change it. */
    admin: z
      .strictObject({ adminName: labelSchema.optional(), adminSecret: labelSchema, ...waySchema('admin') })
      .optional(),
  })
  .refine(({ self, admin }) => self !== undefined || admin !== undefined, 'somebody must be able to change a password');
export type PanelDescription = z.infer<typeof panelSchema>;

/** Reads a file. Fails with where it is wrong and why, in English, for whoever writes one. */
export function readDescription(bytes: Uint8Array): Result<PanelDescription, string> {
  if (bytes.length > largestDescription) return failed(`larger than ${largestDescription} bytes`);
  const json = parsed(bytes);
  if (json === undefined) return failed('not JSON in UTF-8');
  const read = panelSchema.safeParse(json);
  if (read.success) return success(read.data);
  const issue = read.error.issues[0];
  return failed(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a description'}`);
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function isOrigin(text: string): boolean {
  try {
    const url = new URL(text);
    return url.protocol === 'https:' && url.origin === text;
  } catch {
    return false;
  }
}

/** Where the panel listens; an IPv6 address without its brackets. */
export function placeOf({ origin }: PanelDescription): { readonly host: string; readonly port: number } {
  const { hostname, port } = new URL(origin);
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: port === '' ? 443 : Number(port) };
}

/** The password rules that the file states, or null. */
export function rulesOf({ rules }: PanelDescription): PasswordRules | null {
  if (rules === undefined) return null;
  const { minLength, maxLength, maxBytes = null, upper = false, lower = false } = rules;
  const { digit = false, special = false, forbidden = '' } = rules;
  const must = { upper, lower, digit, special };
  return { minLength, maxLength, maxBytes, ...must, forbidden, notCurrent: false, source: 'manifest' };
}
