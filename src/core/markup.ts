/** Markup that is safe to join to other markup. Only `markup` makes it of values, so nothing gets in unescaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? '');

/** A template for HTML or XML: text is escaped, markup and lists of it are taken as they are. */
export function markup(
  parts: TemplateStringsArray,
  ...values: readonly (string | Markup | readonly Markup[])[]
): Markup {
  const text = parts.reduce((sofar, part, at) => `${sofar}${asText(values[at - 1] ?? '')}${part}`);
  return new Markup(text);
}

function asText(value: string | Markup | readonly Markup[]): string {
  if (typeof value === 'string') return escaped(value);
  return value instanceof Markup ? value.text : value.map(({ text }) => text).join('');
}
