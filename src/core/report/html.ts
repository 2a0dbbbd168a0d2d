import type { ReportView } from '../../shared/views.ts';
import { type FormatTime, type ReportClient, type ReportSide, reportPage, type Translate } from './page.ts';
import { reportStyle } from './style.ts';

/** HTML that is safe to join to other HTML. Only `html` makes it, so nothing gets in unescaped. */
class Markup {
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

function html(parts: TemplateStringsArray, ...values: readonly (string | Markup | readonly Markup[])[]): Markup {
  const text = parts.reduce((sofar, part, at) => `${sofar}${asText(values[at - 1] ?? '')}${part}`);
  return new Markup(text);
}

function asText(value: string | Markup | readonly Markup[]): string {
  if (typeof value === 'string') return escaped(value);
  return value instanceof Markup ? value.text : value.map(({ text }) => text).join('');
}

/**
 * The report as one HTML document that needs nothing else: no script, no font, no picture, no address. Its own policy
 * forbids all loading, so that text from a server could do nothing even if it were not escaped. Made for A4.
 */
export function reportHtml(report: ReportView, t: Translate, formatTime: FormatTime, lang: string): string {
  const page = reportPage(report, t, formatTime);
  const body = html`<main>
<header>
<p class="brand">Keyround</p>
<h1>${page.title}</h1>
<p class="headline ${page.tone}">${page.headline}</p>
</header>
<dl class="facts">${page.facts.map(({ label, text }) => html`<div><dt>${label}</dt><dd>${text}</dd></div>`)}</dl>
${page.counts.length > 0 ? countsOf(page.counts, t) : html``}
${page.clients.length > 0 ? html`<section><h2>${t('report.devices')}</h2>${page.clients.map((one) => clientOf(one, t))}</section>` : html``}
<footer>${page.notes.map((note) => html`<p>${note}</p>`)}<p>${page.written}</p></footer>
</main>`;
  const document = html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>${page.title}</title>
<style>${new Markup(reportStyle)}</style>
</head>
<body>
${body}
</body>
</html>
`;
  return document.text;
}

function countsOf(counts: readonly string[], t: Translate): Markup {
  return html`<section><h2>${t('report.counts')}</h2><ul class="counts">${counts.map((line) => html`<li>${line}</li>`)}</ul></section>`;
}

function clientOf(client: ReportClient, t: Translate): Markup {
  return html`<article>
<div class="head"><h3><bdi>${client.name}</bdi></h3><p class="grade ${client.grade}">${client.gradeName}</p></div>
<p class="kind">${client.kind} · ${t('report.user')}: <bdi>${client.user}</bdi></p>
<p class="evidence">${client.evidence}</p>
${client.sides.length > 0 ? html`<dl class="sides">${client.sides.map(sideOf)}</dl>` : html``}
</article>`;
}

function sideOf({ label, where, seen, advice, technical }: ReportSide): Markup {
  return html`<div><dt>${label}</dt><dd><p>${seen}</p>${advice === '' ? html`` : html`<p>${advice}</p>`}<p class="small"><bdi>${technical === '' ? where : technical}</bdi></p></dd></div>`;
}
