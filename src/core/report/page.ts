import { restsOnSaid, saidOf } from '../../shared/evidence-words.ts';
import type { Finding } from '../../shared/findings.ts';
import type { Endpoint } from '../../shared/model.ts';
import type { ClientView, Lamp, ReportView } from '../../shared/views.ts';
import { countLeft, gradesFound } from './build.ts';

/** Looks up a sentence of the message catalogue and fills its places in. `count` chooses the plural. */
export type Translate = (key: string, params?: Readonly<Record<string, string | number>>) => string;
/** Writes wall-clock milliseconds as a person reads them. */
export type FormatTime = (at: number) => string;

/** One side of a client in words: where it signs in, what was seen, what to do, and a line for the helpdesk. */
export interface ReportSide {
  readonly label: string;
  readonly where: string;
  readonly seen: string;
  readonly advice: string;
  readonly technical: string;
}

export interface ReportClient {
  readonly name: string;
  readonly kind: string;
  readonly grade: ClientView['grade'];
  readonly gradeName: string;
  readonly evidence: string;
  readonly user: string;
  readonly sides: readonly ReportSide[];
}

/** A report in words, for every form in which it is written. All text is one line each, without control characters. */
export interface ReportPage {
  readonly title: string;
  readonly headline: string;
  readonly tone: 'done' | 'open' | 'stopped';
  readonly facts: readonly { readonly label: string; readonly text: string }[];
  readonly counts: readonly string[];
  readonly clients: readonly ReportClient[];
  readonly notes: readonly string[];
  readonly written: string;
}

/** Says a report in words. Whatever came from a server, a file or a keyboard is cleaned here and escaped by each form. */
export function reportPage(report: ReportView, t: Translate, formatTime: FormatTime): ReportPage {
  const counts = gradesFound(report).map(({ grade, count }) => t(`report.count.${grade}`, { count }));
  return {
    title: t('report.title', { address: oneLine(report.address) }),
    headline: headlineOf(report, counts, t),
    tone: toneOf(report),
    facts: factsOf(report, t, formatTime),
    counts,
    clients: report.clients.map((view) => clientOf(view, t, formatTime)),
    notes: [
      ...(report.provedBy === 'answer' ? [t('report.note.byAnswer')] : []),
      t('report.note.ownCheck'),
      t('report.note.noPassword'),
    ],
    written: t('report.written', { when: formatTime(report.writtenAt), version: oneLine(report.version) }),
  };
}

/** Control, line-break, direction and invisible characters; joiners stay, since scripts and emoji need them. */
const disguising = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\s\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]+/gu;

/** Makes one line of any text, without characters that could disguise what follows. */
export function oneLine(text: string): string {
  return text.replace(disguising, ' ').trim();
}

function headlineOf(report: ReportView, counts: readonly string[], t: Translate): string {
  if (report.outcome === 'reverted' || report.outcome === 'needs-help') return t(`report.headline.${report.outcome}`);
  if (report.changedAt === null) return t('report.headline.notChanged');
  if (report.everyDeviceConfirmed) return t('report.headline.everyDevice');
  if (report.clients.length === 0) return t('report.headline.noDevices');
  const left = countLeft(report);
  if (left > 0) return t('report.headline.left', { count: left });
  return t('report.headline.nothingLeft', { parts: counts.join(', ') });
}

function toneOf(report: ReportView): ReportPage['tone'] {
  if (report.outcome === 'reverted' || report.outcome === 'needs-help') return 'stopped';
  return report.changedAt === null || countLeft(report) > 0 ? 'open' : 'done';
}

function factsOf(report: ReportView, t: Translate, formatTime: FormatTime): ReportPage['facts'] {
  const when = (at: number | null): string => (at === null ? t('report.notYet') : formatTime(at));
  return [
    { label: t('report.fact.mailbox'), text: oneLine(report.address) },
    { label: t('report.fact.provider'), text: t(`provider.${report.provider}.name`) },
    { label: t('report.fact.way'), text: t(`report.way.${report.mode}`) },
    { label: t('report.fact.started'), text: when(report.startedAt) },
    { label: t('report.fact.changed'), text: when(report.changedAt) },
    { label: t('report.fact.finished'), text: when(report.finishedAt) },
    { label: t('report.fact.refused'), text: String(report.refusedSignIns) },
  ];
}

function clientOf(view: ClientView, t: Translate, formatTime: FormatTime): ReportClient {
  const { client, grade } = view;
  const name = oneLine(client.name);
  const sides: ReportSide[] = [];
  if (client.receiving) sides.push(sideOf('receiving', client.receiving, view.receiving, t, formatTime));
  if (client.sending) {
    sides.push(sideOf('sending', { ...client.sending, protocol: 'smtp' }, view.sending, t, formatTime));
  }
  return {
    name,
    kind: t(`clientKind.${client.kind}.name`),
    grade,
    gradeName: t(`grade.${grade}.short`),
    evidence: evidenceOf(view, name, t, formatTime),
    user: oneLine(client.user),
    sides,
  };
}

/** Which side of the device was seen doing what is said by name; the grade's own sentence is what remains to be said. */
function evidenceOf(view: ClientView, name: string, t: Translate, formatTime: FormatTime): string {
  const { grade } = view;
  const timeOf = (at: number | null): string => (at === null ? t('report.notYet') : formatTime(at));
  const said = saidOf(view).map(({ key, at }) => t(`shown.${key}`, { name, when: timeOf(at) }));
  const own = restsOnSaid(view, said) ? [] : [t(`grade.${grade}.long`, { when: timeOf(view.gradedAt), name })];
  return [...own, ...(grade === 'told' ? [t(`report.told.${toldBeside(view)}`)] : []), ...said].join(' ');
}

/** What somebody told us is never shown without what our own check of the settings says. */
function toldBeside(view: ClientView): 'proved' | 'unproved' | 'failed' {
  const used = [view.receiving, view.sending].filter(({ state }) => state !== 'unused');
  const findings = used.flatMap((lamp) => (lamp.state === 'known' ? [lamp.finding] : []));
  if (findings.some(({ ok }) => !ok)) return 'failed';
  return findings.length > 0 && findings.length === used.length ? 'proved' : 'unproved';
}

function sideOf(
  side: 'receiving' | 'sending',
  endpoint: Endpoint,
  lamp: Lamp,
  t: Translate,
  formatTime: FormatTime,
): ReportSide {
  const label = t(`report.side.${side}`);
  const where = whereOf(endpoint);
  if (lamp.state !== 'known') {
    // A check that was still under way when the report was written has shown nothing yet.
    const state = lamp.state === 'checking' ? 'unchecked' : lamp.state;
    return { label, where, seen: t(`report.seen.${state}`), advice: '', technical: '' };
  }
  const { finding } = lamp;
  const when = formatTime(finding.at);
  const technical = technicalOf(finding);
  if (finding.ok) return { label, where, seen: t('report.seen.works', { when }), advice: '', technical };
  const seen = t('report.seen.failed', { when, what: t(`failure.${finding.code}.what`) });
  return { label, where, seen, advice: t(`failure.${finding.code}.do`), technical };
}

function whereOf({ protocol, host, port, security }: Endpoint): string {
  return `${protocol.toUpperCase()} ${oneLine(host)}:${port} ${security === 'tls' ? 'TLS' : 'STARTTLS'}`;
}

/** The line a helpdesk agent reads out; words of protocols, so it is the same in every language. */
function technicalOf(finding: Finding): string {
  const where = whereOf(finding);
  if (finding.ok) return oneLine(`${where} · ${finding.tls} · ${finding.mechanism} · ${finding.took} ms`);
  const said = finding.serverText === '' ? '' : ` · “${finding.serverText}”`;
  return oneLine(`${where} · ${finding.code} · ${finding.stage} · ${finding.took} ms${said}`);
}
