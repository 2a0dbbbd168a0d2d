import type { ChangeAnswer, CheckAnswer, Provider, ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { dnsAddress } from '../address-parts.ts';
import { dialTls } from '../dial.ts';
import { type CallTrouble, callHttp, type HttpAnswer } from '../http-call.ts';
import { accepted, type Limits, notReady, refused, type Trouble, trouble, unknown, usualLimits } from '../outcome.ts';
import { type CallSession, callSession } from '../panel-session.ts';
import { type PanelDescription, placeOf, readDescription, rulesOf } from './description.ts';
import { fillRequest, type PanelValues } from './fill.ts';
import { judge, type Verdict } from './judge.ts';
import { httpPanelManifest } from './manifest.ts';
import type { PanelAnswer, PanelRequest } from './parts.ts';
import { type PanelFiles, panelSettingsSchema } from './types.ts';

/** A control panel that a file describes (docs/panels). The file is read anew for every call, by the hash that was confirmed. */
export function createHttpPanelProvider(files: PanelFiles, limits: Limits = usualLimits): Provider {
  return {
    manifest: httpPanelManifest,
    check: async (access) => await check(access, files, limits),
    changePassword: async (access, next) => await changePassword(access, next, files, limits),
  };
}

/** A description, and what is filled into it. */
interface Panel {
  readonly description: PanelDescription;
  readonly way: NonNullable<PanelDescription['self'] | PanelDescription['admin']>;
  readonly session: CallSession;
  readonly values: Map<string, string>;
}

async function check(access: ProviderAccess, files: PanelFiles, limits: Limits): Promise<CheckAnswer> {
  const found = await findPanel(access, null, files, limits);
  if (!found.ok) return notReady(found.failure);
  const panel = found.value;
  const ready: CheckAnswer = { kind: 'ready', rules: rulesOf(panel.description), warnings: [] };
  if (panel.way.check === undefined) {
    const reached = await dialTls(panel.session.door, { limit: limits.connect, signal: access.signal });
    if (!reached.ok) return notReady(reached.failure);
    reached.value.destroy();
    return ready;
  }
  const said = await exchange(panel, panel.way.check);
  if (!said.ok) return notReady(said.failure);
  return said.value.verdict.kind === 'accepted' ? ready : notReady(troubleOf(panel, said.value));
}

async function changePassword(
  access: ProviderAccess,
  next: Secret,
  files: PanelFiles,
  limits: Limits,
): Promise<ChangeAnswer> {
  if (next.reveal() === '') return refused(trouble('provider.too-short', 'an empty password'));
  // Half a character becomes another one on its way, and with it the password.
  if (/\p{Cs}/u.test(next.reveal())) return refused(trouble('provider.policy', 'half a character'));
  const found = await findPanel(access, next, files, limits);
  if (!found.ok) return refused(found.failure);
  const panel = found.value;
  panel.values.set('next', next.reveal());
  const said = await exchange(panel, panel.way.change);
  if (!said.ok) return said.failure.sent ? unknown(said.failure) : refused(said.failure);
  if (said.value.verdict.kind === 'accepted') return accepted;
  const answer = troubleOf(panel, said.value);
  return said.value.verdict.kind === 'refused' ? refused(answer) : unknown(answer);
}

interface Said {
  readonly status: number;
  readonly verdict: Verdict;
}

async function exchange(
  { session, values }: Panel,
  { request, answer }: { readonly request: PanelRequest; readonly answer: PanelAnswer },
): Promise<Result<Said, CallTrouble>> {
  const call = fillRequest(request, values);
  if (typeof call === 'string') return failed({ ...trouble('provider.settings-incomplete', call), sent: false });
  const heard: Result<HttpAnswer, CallTrouble> = await callHttp(session.door, call, session.limits, session.signal);
  if (!heard.ok) return heard;
  return success({ status: heard.value.status, verdict: judge(answer, heard.value, values) });
}

function troubleOf({ session }: Panel, { status, verdict }: Said): Trouble {
  const code = verdict.kind === 'refused' ? verdict.code : 'provider.odd-answer';
  const reason = verdict.kind === 'accepted' ? '' : verdict.reason;
  return trouble(code, session.words(`answer ${status} ${reason}`));
}

/** The description that was confirmed for this mailbox; nothing is sent for any other. */
async function findPanel(
  access: ProviderAccess,
  next: Secret | null,
  files: PanelFiles,
  limits: Limits,
): Promise<Result<Panel, Trouble>> {
  const settings = panelSettingsSchema.safeParse(access.settings);
  if (!settings.success) {
    return failed(trouble('provider.settings-incomplete', settings.error.issues[0]?.path.join('.') ?? 'settings'));
  }
  const bytes = await files.find(settings.data.panel);
  const read = bytes === null ? null : readDescription(bytes);
  if (!read?.ok) return failed(trouble('provider.description-changed', settings.data.panel));
  const description = read.value;
  const place = placeOf(description);
  if (settings.data.host !== place.host) return failed(trouble('provider.settings-incomplete', 'host'));
  const way = description[settings.data.mode];
  if (way === undefined) return failed(trouble('provider.settings-incomplete', 'mode'));
  const session = callSession(access, place, limits, [next, access.current, access.credential]);
  return success({ description, way, session, values: valuesOf(access, settings.data.fields) });
}

function valuesOf(
  { address, user, current, credential }: ProviderAccess,
  fields: Readonly<Record<string, string>>,
): Map<string, string> {
  const mailbox = dnsAddress(address);
  const values: PanelValues = new Map([
    ...Object.entries(fields),
    ['address', mailbox?.address ?? ''],
    ['local', mailbox?.local ?? ''],
    ['domain', mailbox?.domain ?? ''],
    ['user', user],
    ['current', current?.reveal() ?? ''],
    ['adminSecret', credential?.reveal() ?? ''],
  ]);
  return new Map(values);
}
