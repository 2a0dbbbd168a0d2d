import type { ReportView } from '../../shared/views.ts';
import { markup as html, type Markup } from '../markup.ts';
import { printedDocument } from '../printed.ts';
import { type FormatTime, type ReportClient, type ReportSide, reportPage, type Translate } from './page.ts';
import { reportStyle } from './style.ts';

/** The report as one HTML document that needs nothing else, made for A4. */
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
  return printedDocument({ title: page.title, lang, style: reportStyle, body });
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
