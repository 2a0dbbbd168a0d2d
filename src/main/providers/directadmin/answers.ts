import { orderSchema } from './types.ts';

/** What an order came to: whether it is an error, and in which words. */
export interface Said {
  readonly error: boolean;
  readonly text: string;
}

/** Reads what an order came to in either of its two forms; null for everything else, such as a page. */
export function readSaid(body: string): Said | null {
  try {
    const order = orderSchema.safeParse(JSON.parse(body));
    if (!order.success) return null;
    const { error } = order.data;
    return error === undefined ? { error: false, text: '' } : { error: true, text: `${error} ${order.data.result}` };
  } catch {
    return readFields(body);
  }
}

/**
 * `error=0&text=…`: the entities of HTML first, then the fields (docs.directadmin.com, legacy API). There has to be
 * exactly one `error` that is 0 or 1: half an answer is neither yes nor no.
 */
function readFields(body: string): Said | null {
  const fields = new URLSearchParams(withoutEntities(body.trim()));
  const [error = '', ...others] = fields.getAll('error');
  if (!/^[01]$/.test(error) || others.length > 0 || /[<>]/.test([...fields.keys()].join(''))) return null;
  return { error: error === '1', text: `${fields.get('text') ?? ''} ${fields.get('details') ?? ''}` };
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };

/** Entities become percent-encoded, so that what they stand for stays inside of its field. */
function withoutEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7});?|(amp|lt|gt|quot|nbsp);)/g, (_, number?: string, name?: string) =>
    encodeURIComponent(name === undefined ? characterOf(Number(number)) : (named[name] ?? '')),
  );
}

/** Nothing for a number that is no character. */
function characterOf(code: number): string {
  const half = code >= 0xd800 && code <= 0xdfff;
  return half || code > 0x10ffff ? '' : String.fromCodePoint(code);
}
