import { SaxesParser, type SaxesTagNS } from 'saxes';

/*
 * saxes, because it takes nothing that is not well-formed: a reader that forgives, as those for HTML must, closes what a
 * cut-off answer has left open and so makes a whole yes of half of one. It also tells of each piece as it comes, so that
 * the limits below hold while a document is read, not after.
 */

/** One element of a document that was read. Text is text: nothing in it is looked at again. */
export interface XmlElement {
  /** Without its prefix. */
  readonly name: string;
  /** The namespace that its prefix stands for; empty without one. */
  readonly namespace: string;
  /** By name without prefix; namespace declarations are left out. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Its own text and CDATA, whatever stands between the pieces, without that of its children. */
  readonly text: string;
}

/** What one document may hold. Answers to password changes come nowhere near any of it. */
const most = { length: 256 * 1024, depth: 32, elements: 4_000, attributes: 32 } as const;

class NotXml extends Error {}

/**
 * Reads one whole, well-formed XML 1.0 document; null for anything else: a piece of one, more than one, a document type
 * declaration (so no entity but the five of the standard can be there, and nothing is fetched), another encoding than
 * UTF-8, or more than the limits above. Never throws.
 */
export function readXml(text: string): XmlElement | null {
  if (text.length > most.length) return null;
  try {
    return parse(text);
  } catch {
    return null;
  }
}

interface Growing extends XmlElement {
  readonly children: Growing[];
  text: string;
}

function parse(text: string): XmlElement | null {
  // Without an error handler the parser throws at the first thing that is not well-formed.
  const parser = new SaxesParser({ xmlns: true, position: false });
  const open: Growing[] = [];
  let root: Growing | null = null;
  let elements = 0;
  let attributes = 0;
  parser.on('xmldecl', ({ version, encoding }) => {
    if (version !== '1.0' || !/^(utf-8)?$/i.test(encoding ?? '')) throw new NotXml('declaration');
  });
  parser.on('doctype', () => {
    throw new NotXml('document type');
  });
  parser.on('attribute', () => {
    attributes += 1;
    if (attributes > most.attributes) throw new NotXml('attributes');
  });
  parser.on('opentag', (tag) => {
    elements += 1;
    attributes = 0;
    if (elements > most.elements || open.length >= most.depth) throw new NotXml('elements');
    const element: Growing = { ...head(tag), children: [], text: '' };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  const addText = (piece: string) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += piece;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(text).close();
  return root;
}

function head(tag: SaxesTagNS): Pick<XmlElement, 'name' | 'namespace' | 'attributes'> {
  const attributes = Object.values(tag.attributes).filter(({ prefix, name }) => prefix !== 'xmlns' && name !== 'xmlns');
  return {
    name: tag.local,
    namespace: tag.uri,
    attributes: new Map(attributes.map(({ local, value }) => [local, value])),
  };
}

/**
 * The element at the end of a path of names that begins below `from`, if at every step there is exactly one of that name
 * (and of the parent's namespace, or of `namespace`); null otherwise. Two answers in one document are no answer.
 */
export function onlyAt(from: XmlElement, path: readonly string[], namespace = from.namespace): XmlElement | null {
  let element: XmlElement = from;
  for (const name of path) {
    const [found, ...others] = element.children.filter((child) => child.name === name && child.namespace === namespace);
    if (found === undefined || others.length > 0) return null;
    element = found;
  }
  return element;
}

/** The trimmed text of the element that `onlyAt` finds, if it holds nothing but text; null otherwise. */
export function textAt(from: XmlElement, path: readonly string[], namespace = from.namespace): string | null {
  const element = onlyAt(from, path, namespace);
  return element === null || element.children.length > 0 ? null : element.text.trim();
}

/** An element to write: its name, perhaps attributes, and either text or more elements. Names are the program's own. */
export interface XmlPart {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly content: string | readonly XmlPart[];
}

/** A shorter way to write an `XmlPart`. */
export const part = (
  name: string,
  content: string | readonly XmlPart[] = [],
  attributes: Readonly<Record<string, string>> = {},
): XmlPart => ({ name, content, attributes });

// The characters of XML 1.0 (section 2.2); half a surrogate pair is none.
const notXml = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Whether XML can carry every character of this text. */
export const fitsXml = (text: string): boolean => !notXml.test(text);

/** Writes one document. @throws Error for a character that XML cannot carry; ask `fitsXml` before */
export function writeXml(root: XmlPart): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${written(root)}`;
}

function written({ name, attributes = {}, content }: XmlPart): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  const inner = typeof content === 'string' ? escaped(content) : content.map(written).join('');
  return `<${name}${pairs.join('')}>${inner}</${name}>`;
}

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Blanks that a reader would fold or change (sections 2.11 and 3.3.3) are written as references, too. */
function escaped(text: string): string {
  if (!fitsXml(text)) throw new NotXml('a character that XML cannot carry');
  return text.replace(/[&<>"'\t\n\r]/g, (character) => references[character] ?? `&#${character.charCodeAt(0)};`);
}
