import { markup as html, Markup } from './markup.ts';

interface Printed {
  readonly title: string;
  readonly lang: string;
  readonly style: string;
  readonly body: Markup;
}

/**
 * One HTML document that needs nothing else: no script, no font, no picture, no address. Its own policy forbids all
 * loading, so that text from a server could do nothing even if it were not escaped.
 */
export function printedDocument({ title, lang, style, body }: Printed): string {
  const document = html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
${body}
</body>
</html>
`;
  return document.text;
}
