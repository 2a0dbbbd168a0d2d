import type { DeviceGuide } from '../../shared/device-guide.ts';
import type { ClientRecord, Endpoint } from '../../shared/model.ts';
import { markup as html, type Markup } from '../markup.ts';
import { printedDocument } from '../printed.ts';
import { type FormatTime, oneLine, type Translate } from '../report/page.ts';
import { reportStyle } from '../report/style.ts';
import { slipStyle } from './slip-style.ts';

export interface SlipParts {
  readonly address: string;
  readonly client: ClientRecord;
  /** What to do on this kind of device, with its values filled in. */
  readonly guide: Pick<DeviceGuide, 'receiving' | 'sending' | 'missed' | 'note'>;
  /** Wall-clock milliseconds. */
  readonly writtenAt: number;
}

/**
 * One page for the person at the device: what to enter where, and the steps. No password is on it, only an empty line to
 * write it by hand.
 */
export function slipHtml(parts: SlipParts, t: Translate, formatTime: FormatTime, lang: string): string {
  const { client, guide } = parts;
  const name = oneLine(client.name);
  const title = t('slip.title', { address: oneLine(parts.address) });
  const body = html`<main>
<header>
<p class="brand">Keyround</p>
<h1>${title}</h1>
<p class="for">${t('slip.for', { name })} · <bdi>${t(`clientKind.${client.kind}.name`)}</bdi></p>
</header>
<section><h2>${t('slip.values')}</h2><dl class="values">${valuesOf(parts, t).map(valueLine)}</dl></section>
${sides.map((side) => stepsOf(t(`guide.${side}`), guide[side]))}
<section><h2>${t('guide.missed')}</h2><p>${oneLine(guide.missed)}</p>${guide.note === null ? html`` : html`<p>${oneLine(guide.note)}</p>`}</section>
<section class="write"><p class="line">${t('slip.password')}: <span></span></p><p class="small">${t('slip.passwordHelp')}</p></section>
<footer><p>${t('slip.written', { when: formatTime(parts.writtenAt) })}</p></footer>
</main>`;
  return printedDocument({ title, lang, style: `${reportStyle}${slipStyle}`, body });
}

const sides = ['receiving', 'sending'] as const;

function stepsOf(title: string, steps: readonly string[]): Markup {
  if (steps.length === 0) return html``;
  return html`<section><h2>${title}</h2><ol class="steps">${steps.map((step) => html`<li>${oneLine(step)}</li>`)}</ol></section>`;
}

type Value = readonly [label: string, text: string];

function valuesOf({ address, client }: SlipParts, t: Translate): readonly Value[] {
  const { user, receiving, sending } = client;
  return [
    [t('slip.address'), oneLine(address)],
    [t('slip.user'), oneLine(user)],
    ...(receiving ? [[t('slip.receiving'), serverOf(receiving, t)] as const] : []),
    ...(sending ? [[t('slip.sending'), serverOf({ ...sending, protocol: 'smtp' }, t)] as const] : []),
  ];
}

const serverOf = ({ protocol, host, port, security }: Endpoint, t: Translate): string =>
  t('slip.server', {
    host: oneLine(host),
    port,
    protocol: protocol.toUpperCase(),
    security: t(`guide.security.${security}`),
  });

const valueLine = ([label, text]: Value): Markup => html`<div><dt>${label}</dt><dd><bdi>${text}</bdi></dd></div>`;
