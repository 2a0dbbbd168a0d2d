import { type Markup, markup as xml } from '../markup.ts';

/** What a property list can hold of what we need. Numbers are whole. */
export type Property = string | number | boolean | readonly Property[] | { readonly [key: string]: Property };

/** An XML property list (Apple's PropertyList-1.0 DTD), in UTF-8. Characters that no XML may hold are left out. */
export function propertyList(value: Property): string {
  const head = '<?xml version="1.0" encoding="UTF-8"?>';
  const type = '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">';
  return `${head}\n${type}\n${xml`<plist version="1.0">${element(value)}</plist>`.text}\n`;
}

function element(value: Property): Markup {
  if (typeof value === 'string') return xml`<string>${allowed(value)}</string>`;
  if (typeof value === 'number') return xml`<integer>${String(value)}</integer>`;
  if (typeof value === 'boolean') return value ? xml`<true/>` : xml`<false/>`;
  if (isList(value)) return xml`<array>${value.map(element)}</array>`;
  return xml`<dict>${Object.entries(value).map(([key, inner]) => xml`<key>${key}</key>${element(inner)}`)}</dict>`;
}

const isList = (value: Property): value is readonly Property[] => Array.isArray(value);

// XML 1.0, section 2.2; a carriage return would come back as a line feed
const forbidden = /[^\t\n\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const allowed = (text: string): string => text.replace(forbidden, '');
