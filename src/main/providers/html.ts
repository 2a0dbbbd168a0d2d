import { type ChildNode, DomHandler, Element } from 'domhandler';
import { DomUtils, Parser } from 'htmlparser2';

/** Limits of one page; what is beyond them is no page that anybody sends here. */
const deepest = 200;
const mostElements = 20_000;

/** The elements of a page that was read whole. */
export type Page = readonly ChildNode[];

/** A form as it would be sent back: its successful controls (HTML 4.10.21.4) without its buttons. */
export interface Form {
  readonly element: Element;
  readonly method: string;
  /** Where it says that it wants to be sent. */
  readonly action: string;
  readonly fields: ReadonlyMap<string, string>;
}

class TooMuch extends Error {}

/**
 * Reads a page, or gives null where it is too deep or too large. Any text is a page to HTML, so what it means is for the
 * caller to find out; a page that was cut off reads like one that was not. Linear in its length: elements are never moved
 * or repeated, as they are by browsers.
 */
export function readPage(text: string): Page | null {
  let depth = 0;
  let elements = 0;
  const handler = new (class extends DomHandler {
    override onopentag(name: string, attributes: Record<string, string>): void {
      depth += 1;
      elements += 1;
      if (depth > deepest || elements > mostElements) throw new TooMuch();
      super.onopentag(name, attributes);
    }
    override onclosetag(): void {
      depth -= 1;
      const closed = this.tagStack.at(-1);
      super.onclosetag();
      // What is inside is a pattern for scripts and no part of the page (HTML 4.12.3).
      if (closed instanceof Element && closed.name === 'template') closed.children = [];
    }
  })();
  try {
    new Parser(handler).end(text);
    return handler.dom;
  } catch (error) {
    if (error instanceof TooMuch) return null;
    throw error;
  }
}

/** All elements of a name inside, in the order of the page. */
export function elementsOf(inside: Page | Element, name: string): Element[] {
  return DomUtils.getElementsByTagName(name, inside instanceof Element ? inside.children : [...inside], true);
}

/** Those of a name directly inside, in the order of the page. */
export function childrenOf(inside: Element, name: string): Element[] {
  return inside.children.filter((child) => child instanceof Element).filter((child) => child.name === name);
}

export function hasClass(element: Element, name: string): boolean {
  return attribute(element, 'class').split(/\s+/).includes(name);
}

export const attribute = (element: Element, name: string): string => element.attribs[name] ?? '';

/** The text in it, as one line without space at its ends. */
export function textOf(element: Element): string {
  return DomUtils.textContent(element).replace(/\s+/g, ' ').trim();
}

/** The one form of this name; null if there is none, or several. */
export function formNamed(page: Page, name: string): Form | null {
  const [element, ...others] = elementsOf(page, 'form').filter((form) => attribute(form, 'name') === name);
  if (element === undefined || others.length > 0) return null;
  const fields = fieldsOf(element);
  if (fields === null) return null;
  return { element, method: attribute(element, 'method').toLowerCase(), action: attribute(element, 'action'), fields };
}

/** Null where a name comes twice: nobody could say which of the values is meant. */
function fieldsOf(form: Element): Map<string, string> | null {
  const controls = ['input', 'select', 'textarea'].flatMap((name) => elementsOf(form, name));
  const entries = controls.flatMap((control) => {
    const name = attribute(control, 'name');
    const value = 'disabled' in control.attribs ? null : sentBy(control);
    return name === '' || value === null ? [] : [[name, value] as const];
  });
  const fields = new Map(entries);
  return fields.size === entries.length ? fields : null;
}

const buttons = ['submit', 'reset', 'button', 'image', 'file'];

/** Null for what is not sent. */
function sentBy(control: Element): string | null {
  if (control.name === 'select') return chosenIn(control);
  // The first line break belongs to the markup.
  if (control.name === 'textarea') return DomUtils.textContent(control).replace(/^\r?\n/, '');
  const type = attribute(control, 'type').toLowerCase();
  if (buttons.includes(type)) return null;
  if (type !== 'checkbox' && type !== 'radio') return attribute(control, 'value');
  if (!('checked' in control.attribs)) return null;
  return control.attribs['value'] ?? 'on';
}

/** Of a list with several choices nothing can be told here that would be safe to send back. */
function chosenIn(select: Element): string | null {
  const options = elementsOf(select, 'option');
  const chosen = options.find((option) => 'selected' in option.attribs) ?? options[0];
  if (chosen === undefined || 'multiple' in select.attribs) return null;
  return chosen.attribs['value'] ?? textOf(chosen);
}
