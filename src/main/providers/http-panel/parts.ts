import * as z from 'zod';
import { plainText } from '../../../shared/plain-text.ts';

/*
 * What the requests and answers of a description are made of. Nothing here is run: no code, no templates, no regular
 * expressions. A value is a literal or the name of something that Keyround knows.
 */

/** Words that are shown: one harmless line. */
export const lineSchema = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((text) => plainText(text, max) === text, 'must be one plain line');

const fieldKeys = ['fieldOne', 'fieldTwo', 'fieldThree'] as const;
/** What is no secret and may stand anywhere in a request. */
const open = ['address', 'local', 'domain', 'user', ...fieldKeys] as const;

const literalSchema = z.union([z.string().max(500), z.number(), z.boolean(), z.null()]);
export type Literal = z.infer<typeof literalSchema>;

/** A JSON pointer (RFC 6901). */
const pointerSchema = z
  .string()
  .max(200)
  .regex(/^(\/([^~/]|~[01])*)*$/, 'must be a JSON pointer');
/** The place of a field in the body: a name, or in JSON a pointer to a member of an object. */
const placeSchema = z
  .string()
  .min(1)
  .max(200)
  .refine((at) => !at.split('/').includes('__proto__'), 'must not be __proto__');

/** A part of the address. */
const openValue = <N extends z.ZodType>(names: N) => z.union([z.string().max(200), z.strictObject({ from: names })]);

const headerSchema = z.strictObject({
  // Those with a meaning for the connection or for who signs in are not the description's business.
  name: z.string().regex(/^(x-[a-z0-9-]{1,40}|accept|accept-language)$/, 'must be accept, accept-language or x-…'),
  is: z
    .string()
    .max(200)
    .regex(/^[\x20-\x7e]*$/, 'must be ASCII'),
});

const methods = { check: ['GET', 'POST'], change: ['POST', 'PUT', 'PATCH'] } as const;

/**
 * One request. Secrets have two places, the body and `authorization`: in an address, a query or another header they would
 * be written into logs.
 */
export function requestSchema(mode: 'self' | 'admin', act: keyof typeof methods) {
  const names = z.enum(mode === 'self' ? open : [...open, 'adminName']);
  const secret = z.enum([mode === 'self' ? 'current' : 'adminSecret']);
  const all = z.enum([...names.options, ...secret.options, ...(act === 'change' ? (['next'] as const) : [])]);
  const field = z.union([
    z.strictObject({ at: placeSchema, is: literalSchema }),
    z.strictObject({ at: placeSchema, from: all }),
  ]);
  return z
    .strictObject({
      method: z.enum(methods[act]),
      path: z.array(openValue(names)).min(1).max(20),
      query: z
        .array(z.strictObject({ name: z.string().min(1).max(100), value: openValue(names) }))
        .max(20)
        .optional(),
      headers: z.array(headerSchema).max(10).optional(),
      authorization: z
        .union([
          z.strictObject({ type: z.literal('basic'), user: z.strictObject({ from: names }), secret }),
          z.strictObject({ type: z.literal('token'), word: z.string().regex(/^[A-Za-z-]{1,30}$/), secret }),
        ])
        .optional(),
      body: z.strictObject({ format: z.enum(['json', 'form']), fields: z.array(field).min(1).max(40) }).optional(),
    })
    .refine(({ method, body }) => method !== 'GET' || body === undefined, 'GET has no body')
    .refine(
      ({ body }) =>
        body?.format !== 'json' || body.fields.every(({ at }) => pointerSchema.safeParse(at).success && at !== ''),
      'in JSON every place is a pointer',
    );
}
export type PanelRequest = z.infer<ReturnType<typeof requestSchema>>;

/** Something that an answer in JSON must show. All comparing is exact; upper and lower case differ, but not in `same`. */
const jsonConditionSchema = z.union([
  z.strictObject({ at: pointerSchema, is: literalSchema }),
  z.strictObject({ at: pointerSchema, contains: z.string().min(2).max(200) }),
  z.strictObject({ at: pointerSchema, same: z.enum(['address', 'local', 'user']) }),
  z.strictObject({ at: pointerSchema, present: z.boolean() }),
]);
export type JsonCondition = z.infer<typeof jsonConditionSchema>;
/** The same for an answer in plain text or HTML: all of it but the blanks at its ends, or a part of it. */
const textConditionSchema = z.union([
  z.strictObject({ is: z.string().min(1).max(200) }),
  z.strictObject({ contains: z.string().min(3).max(200) }),
]);
export type TextCondition = z.infer<typeof textConditionSchema>;

/** Why a panel refuses, in Keyround's words; each is a failure `provider.<code>`. */
const refusalCodes = [
  'wrong-current',
  'credential-refused',
  'no-such-mailbox',
  'not-allowed',
  'locked',
  'policy',
  'too-short',
  'too-long',
  'too-simple',
  'used-before',
  'too-soon',
  'busy',
] as const;

const within = (from: number, to: number) => z.int().min(from).max(to);
const few = <S extends z.ZodType>(status: S) => z.array(status).min(1).max(10);
/** These say by themselves that nothing was done (RFC 9110 sections 15.5.2 and 15.5.4). */
const saysAll = (status: number) => status === 401 || status === 403;
const proves = (condition: object): boolean => !('present' in condition);

function rulesOf<C extends z.ZodType<object>>(condition: C) {
  const when = z.array(condition).max(10);
  const accepted = z
    .strictObject({ status: few(within(200, 206)), when })
    // A page to sign in, or a body without an error, is no yes.
    .refine(
      ({ status, when: all }) => all.some(proves) || (all.length === 0 && status.every((one) => one === 204)),
      'a yes needs something that the answer says, unless it is 204',
    );
  const refused = z
    .strictObject({
      // Trouble in the server may have come after the change, and 429 has a meaning of its own.
      status: few(z.union([within(200, 206), within(400, 428), within(430, 499)])),
      when,
      code: z.enum(refusalCodes),
    })
    .refine(
      ({ status, when: all }) => all.some(proves) || (all.length === 0 && status.every(saysAll)),
      'a no needs something that the answer says, unless it is 401 or 403',
    );
  return { accepted: z.array(accepted).min(1).max(10), refused: z.array(refused).max(40) };
}

/** How an answer is read. A rule fits if the status is one of its own and every condition holds. */
export const answerSchema = z.discriminatedUnion('format', [
  z.strictObject({
    format: z.literal('json'),
    ...rulesOf(jsonConditionSchema),
    /** Where the panel gives its reason, for the technical line. */
    reason: pointerSchema.optional(),
  }),
  z.strictObject({ format: z.literal('text'), ...rulesOf(textConditionSchema) }),
]);
export type PanelAnswer = z.infer<typeof answerSchema>;
