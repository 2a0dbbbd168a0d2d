import type { AppUpdateView, EvidenceView, FoundApp } from '../../../src/shared/apps.ts';
import { type ClientId, clientIdSchema } from '../../../src/shared/ids.ts';
import type { ClientView } from '../../../src/shared/views.ts';

/* An open round with apps in every state, for made-up answers. */

/** As long as names of devices and paths of files get, with hardly a place to break them. */
export const longDevice = 'Bildschirmarbeitsplatzrechner'.repeat(3).slice(0, 80);
const longPlace = `/home/anna/.thunderbird/${'profil-der-buchhaltung-'.repeat(4)}.default-release/logins.json`;

/** The id of the device that stands at this place of the list. */
export const clientAt = (index: number): ClientId => clientIdSchema.parse(`device${String(index).padStart(10, '0')}`);

const entry = { entry: 'imap://mail.firm.example, buchhaltungundrechnungswesen.niederlassung-nord' };
const both = (backup: boolean): AppUpdateView['writes'] =>
  (['imap', 'smtp'] as const).map((protocol) => ({ protocol, place: longPlace, part: entry, backup }));
const line: AppUpdateView['writes'] = [
  { protocol: 'smtp', place: '/home/anna/.msmtprc', part: { line: 7 }, backup: false },
];

interface State extends Partial<Omit<AppUpdateView, 'client'>> {
  readonly device?: string;
  readonly grade?: ClientView['grade'];
}

/** Every state of an update, and what tells its variants apart. */
const states: readonly State[] = [
  { stage: 'planning', writes: [], holds: { receiving: null, sending: null } },
  { stage: 'asking', device: longDevice },
  { stage: 'asking', writes: line, whileOpen: 'restart-after', left: [{ protocol: 'imap', why: 'runs-command' }] },
  { stage: 'close-first', why: 'still-open' },
  { stage: 'writing' },
  { stage: 'proved', whileOpen: 'restart-after', grade: 'stored' },
  { stage: 'proved', writes: line, left: [{ protocol: 'imap', why: 'kept-elsewhere' }], grade: 'waiting' },
  { stage: 'unproved' },
  { stage: 'unproved', writes: [], why: 'refused', holds: { receiving: 'new', sending: 'new' } },
  { stage: 'done', grade: 'stored', whileOpen: 'restart-after' },
  { stage: 'undone', why: 'refused' },
  { stage: 'declined' },
  { stage: 'not-possible', why: 'not-tried-here', writes: [], holds: { receiving: 'old', sending: 'another' } },
  { stage: 'stuck', why: 'write-failed' },
  { stage: 'not-possible', why: 'needs-unlocking', locked: true, writes: [] },
  { stage: 'not-possible', why: 'wrong-unlocking', locked: true, writes: [] },
  { stage: 'not-possible', why: 'keyring-locked', locked: true, writes: [] },
];

/** The devices of the round, each an app in a state of its own. `like`: a device of which all else is taken. */
export const devicesLike = (like: ClientView): ClientView[] =>
  states.map(({ device, grade = 'old-password' }, index) => ({
    ...like,
    client: { ...like.client, id: clientAt(index), name: device ?? `Thunderbird ${index + 1}` },
    grade,
    shown: { receiving: null, sending: null },
  }));

export const updatesOfAll = (): AppUpdateView[] =>
  states.map(({ device: _device, grade: _grade, ...changes }, index) => ({
    ...{ client: clientAt(index), app: 'thunderbird', name: 'Thunderbird', whileOpen: 'close-first' },
    ...{ stage: 'asking', why: null, holds: { receiving: 'old', sending: 'old' } },
    ...{ writes: both(true), left: [], locked: false },
    ...changes,
  }));

export const evidenceWith = (changes: Partial<EvidenceView>): EvidenceView => ({
  ...{ watching: true, askedAt: Date.now(), failure: null, unclear: [], knocking: null },
  ...changes,
});

/** What looking for apps could find: an account for each thing that can be said of its password. */
export function accountsOf(holdings: readonly (readonly [FoundApp['holds'], FoundApp['why']])[]): FoundApp[] {
  return holdings.map(([holds, why], index) => ({
    ...{ app: 'thunderbird', name: `Mail app ${index + 1}`, profile: index === 0 ? longDevice : 'default' },
    ...{ protocol: 'imap', host: 'mail.firm.example', port: 993, security: 'tls', user: 'anna@firm.example' },
    ...{ place: longPlace, holds, why, client: null },
  }));
}
