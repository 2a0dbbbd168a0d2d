import { BerWriter, FilterParser } from 'ldapts';
import type { Secret } from '../../../core/secret.ts';
import { decode, decodeInteger, type Element, encode, encodeInteger, NotBer, tag } from './ber.ts';
import { type LdapAnswer, type LdapEntry, type LdapSearch, noPolicyAnswer, type PolicyAnswer } from './types.ts';

const passwordPolicyControl = '1.3.6.1.4.1.42.2.27.8.5.1';
const passwordModify = '1.3.6.1.4.1.4203.1.11.1';
const startTls = '1.3.6.1.4.1.1466.20037';

/** Tags of RFC 4511 operations and their fields. */
const op = {
  bind: 0x60,
  bindAnswer: 0x61,
  search: 0x63,
  entry: 0x64,
  searchDone: 0x65,
  reference: 0x73,
  extended: 0x77,
  extendedAnswer: 0x78,
} as const;
const controlsTag = 0xa0;

/** The policy control (draft-behera-ldap-password-policy-10 section 6.1): no value, not critical. */
const askForPolicy = encode(controlsTag, encode(tag.sequence, encode(tag.octets, passwordPolicyControl)));

const message = (id: number, operation: Buffer, controls: Buffer = Buffer.alloc(0)) =>
  encode(tag.sequence, encodeInteger(id), operation, controls);

/** Simple bind (RFC 4511 section 4.2) with the policy control. */
export function bindRequest(id: number, dn: string, password: Secret): Buffer {
  const simple = encode(0x80, password.reveal());
  return message(id, encode(op.bind, encodeInteger(3), encode(tag.octets, dn), simple), askForPolicy);
}

/** StartTLS (RFC 4511 section 4.14). */
export const startTlsRequest = (id: number): Buffer => message(id, encode(op.extended, encode(0x80, startTls)));

/** Ends the session (RFC 4511 section 4.3); no answer follows. */
export const unbindRequest = (id: number): Buffer => message(id, encode(0x42));

/** Password Modify (RFC 3062 section 2) with the policy control. A part that is null is left out. */
export function passwordModifyRequest(
  id: number,
  parts: { readonly identity: string | null; readonly old: Secret | null; readonly next: Secret },
): Buffer {
  const identity = parts.identity === null ? Buffer.alloc(0) : encode(0x80, parts.identity);
  const old = parts.old === null ? Buffer.alloc(0) : encode(0x81, parts.old.reveal());
  const value = encode(tag.sequence, identity, old, encode(0x82, parts.next.reveal()));
  return message(id, encode(op.extended, encode(0x80, passwordModify), encode(0x81, value)), askForPolicy);
}

/** A search (RFC 4511 section 4.5). @throws Error when the filter is no RFC 4515 text */
export function searchRequest(id: number, search: LdapSearch, seconds: number): Buffer {
  const filter = new BerWriter();
  FilterParser.parseString(search.filter).write(filter);
  return message(
    id,
    encode(
      op.search,
      encode(tag.octets, search.base),
      encodeInteger(search.scope === 'base' ? 0 : 2, tag.enumerated),
      encodeInteger(0, tag.enumerated),
      encodeInteger(search.limit),
      encodeInteger(seconds),
      encode(tag.boolean, Buffer.from([0])),
      filter.buffer,
      encode(tag.sequence, ...search.attributes.map((name) => encode(tag.octets, name))),
    ),
  );
}

export type LdapMessage =
  | { readonly id: number; readonly kind: 'bind' | 'search-done' | 'extended'; readonly answer: LdapAnswer }
  | { readonly id: number; readonly kind: 'entry'; readonly entry: LdapEntry }
  | { readonly id: number; readonly kind: 'reference' };

/** Reads one whole message. @throws NotBer for anything that is none of the answers to the requests above */
export function readMessage(bytes: Buffer): LdapMessage {
  const [envelope, ...beyond] = decode(bytes);
  if (envelope?.tag !== tag.sequence || beyond.length > 0) throw new NotBer('envelope');
  const [idPart, operation, controls] = decode(envelope.value);
  if (idPart?.tag !== tag.integer || operation === undefined) throw new NotBer('message');
  const id = decodeInteger(idPart);
  if (operation.tag === op.entry) return { id, kind: 'entry', entry: readEntry(operation) };
  if (operation.tag === op.reference) return { id, kind: 'reference' };
  const kind = answerKinds.get(operation.tag);
  if (kind === undefined) throw new NotBer('operation');
  return { id, kind, answer: readAnswer(operation, controls) };
}

const answerKinds = new Map<number, 'bind' | 'search-done' | 'extended'>([
  [op.bindAnswer, 'bind'],
  [op.searchDone, 'search-done'],
  [op.extendedAnswer, 'extended'],
]);

function readAnswer(operation: Element, controls: Element | undefined): LdapAnswer {
  const [result, matched, text] = decode(operation.value);
  if (result?.tag !== tag.enumerated || matched?.tag !== tag.octets || text?.tag !== tag.octets) {
    throw new NotBer('result');
  }
  return { result: decodeInteger(result), text: text.value.toString('utf8'), policy: readPolicy(controls) };
}

function readPolicy(controls: Element | undefined): PolicyAnswer {
  if (controls?.tag !== controlsTag) return noPolicyAnswer;
  for (const control of decode(controls.value)) {
    const parts = decode(control.value);
    const value = parts.slice(1).find((part) => part.tag === tag.octets);
    if (parts[0]?.value.toString('latin1') === passwordPolicyControl && value !== undefined) {
      return readPolicyValue(value.value);
    }
  }
  return noPolicyAnswer;
}

/** `SEQUENCE { warning [0] CHOICE { expiry [0], grace [1] } OPTIONAL, error [1] ENUMERATED OPTIONAL }`. */
function readPolicyValue(value: Buffer): PolicyAnswer {
  const [body] = decode(value);
  const parts = body === undefined ? [] : decode(body.value);
  const warning = parts.find((part) => part.tag === 0xa0);
  const [choice] = warning === undefined ? [] : decode(warning.value);
  const error = parts.find((part) => part.tag === 0x81);
  return {
    expiresIn: choice?.tag === 0x80 ? decodeInteger(choice) : null,
    graceLeft: choice?.tag === 0x81 ? decodeInteger(choice) : null,
    error: error === undefined ? null : decodeInteger(error),
  };
}

function readEntry(operation: Element): LdapEntry {
  const [dn, list] = decode(operation.value);
  if (dn === undefined || list === undefined) throw new NotBer('entry');
  const attributes = new Map<string, readonly string[]>();
  for (const attribute of decode(list.value)) {
    const [name, values] = decode(attribute.value);
    if (name === undefined || values === undefined) throw new NotBer('attribute');
    attributes.set(
      name.value.toString('utf8').toLowerCase(),
      decode(values.value).map(({ value }) => value.toString('utf8')),
    );
  }
  return { dn: dn.value.toString('utf8'), attributes };
}
