import i18next from 'i18next';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, describe, expect, it } from 'vitest';
import { clientView, rotationView } from '../../../core/report/report.test-kit.ts';
import { type AppUpdateView, updateStageSchema } from '../../../shared/apps.ts';
import { clientIdSchema, rotationIdSchema } from '../../../shared/ids.ts';
import { startTexts } from '../../texts/i18n.ts';
import { AppUpdate } from './app-update.tsx';
import { isGuided, isNext } from './steps.ts';
import { UpdateAll } from './update-all.tsx';
import { newsOf, wordsOf } from './use-round-news.ts';

beforeAll(startTexts);
const rotation = rotationIdSchema.parse('a'.repeat(16));
const client = clientIdSchema.parse('b'.repeat(16));
const place = '/home/anna/.thunderbird/x/logins.json';

const update = (changes: Partial<AppUpdateView> = {}): AppUpdateView => ({
  ...{ client, app: 'thunderbird', name: 'Thunderbird', whileOpen: 'close-first', stage: 'asking', why: null },
  holds: { receiving: 'old', sending: 'old' },
  writes: [
    { protocol: 'imap', place, part: { entry: 'mail.firm.example, anna' }, backup: true },
    { protocol: 'smtp', place, part: { entry: 'mail.firm.example, anna' }, backup: true },
  ],
  ...{ left: [], locked: false },
  ...changes,
});

const markup = (view: AppUpdateView) =>
  renderToStaticMarkup(
    <AppUpdate
      rotation={rotation}
      update={view}
      device="Thunderbird in the office"
      several={false}
      onGuide={() => undefined}
    />,
  );
const plain = (html: string) =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
const words = (changes: Partial<AppUpdateView> = {}) => plain(markup(update(changes)));
/** The buttons by their whole names, without the fold of the technical line. */
const buttons = (changes: Partial<AppUpdateView> = {}) =>
  [...markup(update(changes)).matchAll(/<button[^>]*aria-label="([^"]*)"/g)].map(([, name]) =>
    name?.replace(': Thunderbird in the office', ''),
  );

describe('the update of an app', () => {
  it('says what was found and what would be written before it asks', () => {
    expect(words()).toMatch(
      /^Thunderbird still has the old password[.] Only its saved password .* receiving and sending/,
    );
    expect(words()).toMatch(/A copy of its password file is kept .* It has to be closed for this[.]/);
    expect(words()).toContain(`Receiving: ${place}, mail.firm.example, anna`);
    expect(buttons()).toEqual(['Update Thunderbird for me', 'I’ll do it myself']);
  });

  it('says that no copy of a password in clear is kept, and what is left to the person', () => {
    const writes = [{ protocol: 'smtp', place: '/home/anna/.msmtprc', part: { line: 7 }, backup: false } as const];
    const left = [{ protocol: 'imap', why: 'runs-command' } as const];
    const text = words({ writes, left, whileOpen: 'fine' });
    expect(text).toContain('no copy of the file is kept');
    expect(text).toContain('Sending: /home/anna/.msmtprc, line 7');
    expect(text).toContain('for sending.');
    expect(text).toContain('Receiving is left to you. The app gets the password from a command');
    expect(text).not.toContain('closed for this');
  });

  it('says that an entry of the keyring needs no copy', () => {
    const writes = [{ protocol: 'smtp', place: 'mail', part: { entry: 'mail.firm.example' }, backup: false } as const];
    expect(words({ writes })).toContain('No copy is needed: the old password stays in your keychain.');
    expect(words({ writes })).not.toContain('file');
  });

  it('tells receiving and sending apart where they differ', () => {
    expect(words({ holds: { receiving: 'new', sending: 'old' } })).toContain(
      'Receiving: Thunderbird already has the new password. Sending: Thunderbird still has the old password.',
    );
    expect(words({ holds: { receiving: null, sending: 'old' } })).toMatch(/^Thunderbird still has the old password[.]/);
  });

  it.each([
    ['planning', null, /^Looking at Thunderbird…$/, []],
    [
      'close-first',
      'still-open',
      /^Close Thunderbird first[.] Keyround waits and goes on by itself/,
      ['I have closed it', 'I’ll do it myself'],
    ],
    ['writing', null, /^Writing the new password into Thunderbird…$/, []],
    ['reading-back', null, /^Looking whether it was written/, []],
    ['proving', null, /^Signing in with the password that Thunderbird now holds…$/, []],
    ['proved', null, /^Thunderbird now holds the new password, and it signs in[.]/, ['Looks good', 'Undo']],
    ['unproved', null, /could not sign in with it[.].*no clear answer/, ['Try again', 'Keep it', 'Undo']],
    [
      'unproved',
      'refused',
      /The mail server refused the new password as it was stored there/,
      ['Try again', 'Keep it', 'Undo'],
    ],
    ['undoing', 'refused', /^Putting the old password back/, []],
    ['settling', null, /^Clearing up…$/, []],
    ['done', null, /^Thunderbird is updated[.]/, []],
    ['undone', 'refused', /old password is back in Thunderbird[.] The mail server refused/, ['Try again']],
    ['undone', null, /old password is back in Thunderbird[.] You asked for it/, ['Try again']],
    ['declined', null, /^You update Thunderbird yourself/, ['Let Keyround update it after all']],
    [
      'not-possible',
      'tracked',
      /cannot update Thunderbird by itself[.] This file lies in a folder with a history/,
      ['Look again'],
    ],
    [
      'stuck',
      'write-failed',
      /could not be put back.*enter the new password there yourself/,
      ['Put the old one back', 'Look again'],
    ],
  ] as const)('%s with %s is said, with its acts', (stage, why, sentence, acts) => {
    expect(words({ stage, why })).toMatch(sentence);
    expect(buttons({ stage, why })).toEqual(acts);
  });

  it('has words for every stage', () => {
    for (const stage of updateStageSchema.options) expect(words({ stage })).not.toBe('');
  });

  it('asks to open the app once more where it goes on with what it knows', () => {
    for (const stage of ['proved', 'done'] as const) {
      expect(words({ stage, whileOpen: 'restart-after' })).toContain(
        'If Thunderbird is open, close it and open it again',
      );
      expect(words({ stage })).not.toContain('open it again');
    }
  });

  it('does not offer to undo what Keyround has not written', () => {
    expect(buttons({ stage: 'unproved', why: 'refused', writes: [] })).toEqual(['Try again', 'Keep it']);
  });

  it('asks for the primary password, and says when it was not the right one', () => {
    const locked: Partial<AppUpdateView> = { stage: 'not-possible', locked: true, writes: [], why: 'needs-unlocking' };
    expect(words(locked)).toContain('Primary password of Thunderbird in the office');
    expect(words(locked)).toContain('in memory, and nowhere else, until you close Keyround');
    expect(markup(update(locked))).toContain('type="password"');
    expect(words(locked)).not.toContain('That was not its primary password');
    expect(words({ ...locked, why: 'wrong-unlocking' })).toContain('That was not its primary password');
  });

  it('asks for no password where the keyring is locked: the desktop does that', () => {
    const locked: Partial<AppUpdateView> = { stage: 'not-possible', locked: true, writes: [], why: 'keyring-locked' };
    expect(words(locked)).toBe(
      'The passwords of Thunderbird are locked. Once they are unlocked, Keyround looks whether it can update Thunderbird for you. The keyring of this computer is locked. Your desktop will ask for its password; Keyround does not see it. Unlock the keyring',
    );
    expect(buttons(locked)).toEqual(['Unlock the keyring']);
    expect(markup(update(locked))).not.toContain('<input');
  });

  it('shows nothing where the app had the new password already', () => {
    const holds = { receiving: 'new', sending: 'new' } as const;
    expect(markup(update({ stage: 'done', writes: [], holds }))).toBe('');
    expect(markup(update({ stage: 'done', holds }))).not.toBe('');
  });

  it('writes names and places as text', () => {
    const name = '<img src=x onerror=alert(1)>';
    const writes = [{ protocol: 'imap', place: name, part: { entry: name }, backup: false } as const];
    expect(markup(update({ name, writes }))).not.toContain('<img');
  });
});

describe('the guide beside an update', () => {
  const view = clientView('Thunderbird', 'old-password');
  it('comes back when the update is over or leaves a side', () => {
    for (const stage of ['asking', 'close-first', 'writing', 'proved'] as const) {
      expect(isGuided(view, update({ stage }))).toBe(false);
    }
    for (const stage of ['declined', 'not-possible', 'undone', 'stuck'] as const) {
      expect(isGuided(view, update({ stage }))).toBe(true);
    }
    expect(isGuided(view, update({ stage: 'proved', left: [{ protocol: 'smtp', why: 'tracked' }] }))).toBe(true);
    expect(isGuided(view, null)).toBe(true);
    expect(isGuided(clientView('Thunderbird', 'stored'), null)).toBe(false);
  });
  it('does not open by itself beside a question', () => {
    expect(isNext(view, update({ stage: 'not-possible', locked: true }))).toBe(false);
    expect(isNext(view, update({ stage: 'not-possible' }))).toBe(true);
    expect(isNext(clientView('Outlook', 'cannot-check'), null)).toBe(false);
  });
});

describe('several apps at once', () => {
  const other = clientIdSchema.parse('c'.repeat(16));
  const clients = [clientView('Thunderbird', 'waiting'), clientView('msmtp', 'waiting')].map((view, at) => ({
    ...view,
    client: { ...view.client, id: at === 0 ? client : other },
  }));
  const all = (updates: AppUpdateView[]) =>
    plain(renderToStaticMarkup(<UpdateAll rotation={rotation} updates={updates} clients={clients} />));
  it('are offered one yes, and one alone is not', () => {
    expect(all([update(), update({ client: other })])).toMatch(
      /2 apps .* what would change: Thunderbird, msmtp[.] Update these 2 apps for me/,
    );
    expect(all([update(), update({ client: other, stage: 'proved' })])).toBe('');
  });
});

describe('what is said by itself', () => {
  it('is of an app that is locked that it is, not that it is beyond Keyround', () => {
    const said = (changes: Partial<AppUpdateView>) =>
      wordsOf(i18next.t, { view: rotationView([]), title: '', updates: [update(changes)], knocking: '' }).get(
        `update ${client}`,
      );
    const over = { stage: 'not-possible', why: 'wrong-unlocking' } as const;
    expect(said({ ...over, locked: true })).toBe('Thunderbird: That was not its primary password. Please try again.');
    expect(said(over)).toBe('Keyround cannot update Thunderbird by itself.');
  });
  const before = new Map([
    ['a', 'Phone: Waiting.'],
    ['knocking', ''],
    ['title', '0 of 2'],
  ]);
  it('is the title at first, then only what has changed', () => {
    expect(newsOf(null, before)).toBe('0 of 2');
    expect(newsOf(before, before)).toBe('');
    expect(newsOf(before, new Map([...before, ['a', 'Phone: Device seen.'], ['title', '1 of 2']]))).toBe(
      'Phone: Device seen. 1 of 2',
    );
    expect(newsOf(before, new Map([...before, ['knocking', 'Somebody knocks.'], ['update b', 'Looking…']]))).toBe(
      'Somebody knocks.',
    );
  });
});
