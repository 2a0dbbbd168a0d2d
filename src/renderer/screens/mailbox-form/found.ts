import { checkAddress } from '../../../core/detect/address.ts';
import type { Detection, FoundServer, FoundSource } from '../../../shared/detection.ts';
import type { ProviderManifest } from '../../../shared/provider.ts';
import { type ServersText, serversText } from '../forms/servers.ts';
import { initialValues, type MailboxText, usualProvider } from './draft.ts';

/** What a search makes of the form. Nothing that somebody has typed or chosen is replaced. */

export type Side = 'receiving' | 'sending';

/** Whether the form still stands for the address that was searched for. */
export function isFor(text: MailboxText, detection: Detection): boolean {
  const typed = checkAddress(text.address);
  const found = checkAddress(detection.address);
  return typed.ok && found.ok && typed.value === found.value;
}

/** The form with what was found. Where only a stranger was named, the server stays empty until somebody says yes to it. */
export function withFound(
  text: MailboxText,
  detection: Detection,
  providers: readonly ProviderManifest[],
): MailboxText {
  if (!isFor(text, detection)) return text;
  const { touched } = text;
  return {
    ...text,
    ...(touched.provider ? {} : providerOf(detection, providers)),
    kind: touched.kind ? text.kind : (detection.kind ?? text.kind),
    user: text.userTouched ? text.user : detection.form.user,
    servers: touched.servers ? text.servers : serversOf(detection),
  };
}

function serversOf(detection: Detection): ServersText {
  const { receiving, sending } = detection.form;
  const servers = serversText(receiving, sending);
  return {
    ...servers,
    ...(onlyStrangers(detection.receiving) ? { receiving: { ...servers.receiving, host: '' } } : {}),
    ...(onlyStrangers(detection.sending) ? { sending: { ...servers.sending, host: '' } } : {}),
  };
}

function providerOf(detection: Detection, providers: readonly ProviderManifest[]) {
  const [id] = likelyOf(detection, providers);
  const provider = providers.find((each) => each.id === id);
  if (!provider) return {};
  const has = (key: string) => provider.fields.some((field) => field.key === key && field.kind !== 'secret');
  const isFirst = provider.id === detection.providers[0];
  const settings = Object.entries(isFirst ? detection.providerSettings : {}).filter(([key]) => has(key));
  const page = provider.kind === 'by-hand' && detection.page && has('page') ? { page: detection.page.url } : {};
  return { provider: provider.id, values: { ...initialValues(provider), ...Object.fromEntries(settings), ...page } };
}

/** The ids of the found providers that this space has, the likeliest first; where there is none, the one to begin with. */
export function likelyOf(detection: Detection | null, providers: readonly ProviderManifest[]): readonly string[] {
  const found = detection?.providers.filter((id) => providers.some((provider) => provider.id === id)) ?? [];
  const usual = usualProvider(providers);
  return found.length > 0 || !usual ? found : [usual.id];
}

const onlyStrangers = (servers: readonly FoundServer[]): boolean =>
  servers.length > 0 && servers.every(({ trust }) => trust === 'confirm');

/** The server of a side that needs no confirmation, as it got into the form; null where there is none. */
export const sureOf = (detection: Detection, side: Side): FoundServer | null =>
  detection[side].find(({ trust }) => trust !== 'confirm') ?? null;

/** A host that nobody vouches for, and what it would be used for. */
export interface Stranger {
  readonly host: string;
  readonly receiving: FoundServer | null;
  readonly sending: FoundServer | null;
  readonly sources: readonly FoundSource[];
}

/** As many as a person can be asked to read. */
const mostStrangers = 4;

/** The hosts that have to be confirmed, for the sides on which there is nobody else. The likeliest first. */
export function strangersOf(detection: Detection): readonly Stranger[] {
  const side = (which: Side) => (onlyStrangers(detection[which]) ? detection[which] : []);
  const [receiving, sending] = [side('receiving'), side('sending')];
  const hosts = [...new Set([...receiving, ...sending].map(({ host }) => host))].slice(0, mostStrangers);
  return hosts.map((host) => {
    const of = (servers: readonly FoundServer[]) => servers.find((server) => server.host === host) ?? null;
    const [gets, gives] = [of(receiving), of(sending)];
    return { host, receiving: gets, sending: gives, sources: [...(gets?.sources ?? []), ...(gives?.sources ?? [])] };
  });
}

/** The form after somebody has said yes to this host. */
export function withStranger(text: MailboxText, { receiving, sending }: Stranger): MailboxText {
  const gets = receiving && {
    ...{ protocol: receiving.protocol === 'pop3' ? ('pop3' as const) : ('imap' as const) },
    ...placeOf(receiving),
  };
  const taken = serversText(gets, sending && placeOf(sending));
  const { servers } = text;
  return {
    ...text,
    user: text.userTouched ? text.user : (receiving?.user ?? sending?.user ?? text.user),
    servers: {
      ...servers,
      ...(gets ? { receivingUse: taken.receivingUse, receiving: taken.receiving } : {}),
      ...(sending ? { sendingUse: taken.sendingUse, sending: taken.sending } : {}),
    },
    touched: { ...text.touched, servers: true },
  };
}

const placeOf = ({ host, port, security }: FoundServer) => ({ host, port, security });

/** How one side of the form stands beside what was found. */
export type SideState = 'found' | 'confirmed' | 'to-confirm' | 'not-found' | 'entered' | 'unused';

export function sideState(
  text: MailboxText,
  detection: Detection,
  side: Side,
  confirmed: readonly string[],
): SideState {
  const { servers } = text;
  if (servers[`${side}Use`] === 'none') return 'unused';
  const host = servers[side].host.trim();
  const sure = sureOf(detection, side);
  if (sure?.host === host) return 'found';
  if (detection[side].length === 0 && !text.touched.servers) return 'not-found';
  if (host === '') return sure ? 'not-found' : 'to-confirm';
  const known = detection[side].some((server) => server.host === host);
  return known && confirmed.includes(host) ? 'confirmed' : 'entered';
}

/** Whether there is something on each side that can be used or said yes to, so that nothing has to be typed. */
export const isComplete = (detection: Detection): boolean =>
  detection.receiving.length > 0 && detection.sending.length > 0;
