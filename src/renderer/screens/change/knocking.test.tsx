import i18next from 'i18next';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, describe, expect, it } from 'vitest';
import { clientView } from '../../../core/report/report.test-kit.ts';
import type { EvidenceView } from '../../../shared/apps.ts';
import { failure } from '../../../shared/failures.ts';
import type { Grade } from '../../../shared/findings.ts';
import { type ClientId, clientIdSchema } from '../../../shared/ids.ts';
import type { ClientView } from '../../../shared/views.ts';
import { startTexts } from '../../texts/i18n.ts';
import { EvidenceLine, unclearWords } from './evidence-line.tsx';
import { Knocking, knockingWords } from './knocking.tsx';
import { isToDo } from './steps.ts';

beforeAll(startTexts);
const idOf = (letter: string): ClientId => clientIdSchema.parse(letter.repeat(16));
const device = (letter: string, name: string, grade: Grade = 'old-password') => {
  const view = clientView(name, grade);
  return { ...view, client: { ...view.client, id: idOf(letter) } };
};
const at = new Date(2026, 10, 22, 10, 41).getTime();
const clients = [device('a', 'iPhone'), device('b', 'Office PC'), device('c', 'Scanner', 'device-seen')];
const plain = (html: string) =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

describe('somebody knocks', () => {
  const tried = { receiving: { as: 'tried-old', at }, sending: null } as const;
  const words = (letters: string, triesLeft: number | null, tries = 3, seen = '') =>
    plain(
      renderToStaticMarkup(
        <Knocking
          knocking={{ clients: [...letters].map(idOf), lastAt: at, tries, triesLeft }}
          clients={clients.map((one) => (one.client.id.startsWith(seen || '-') ? { ...one, shown: tried } : one))}
          mayShow={isToDo}
          onShow={() => undefined}
        />,
      ),
    );
  it('says who, how many tries are left and how to end it', () => {
    expect(words('b', 2, 3, 'b')).toMatch(
      /^Office PC still tries the old password[.] 2 more tries and the mailbox is locked for a while[.] 3 tries so far, .* Show me how$/,
    );
    expect(words('b', 1, 1)).toMatch(/1 more try and .* 1 try so far/);
    expect(words('b', 0)).toContain('may be locked for a while now');
    expect(words('b', null)).toContain('Repeated tries can lock the mailbox.');
  });
  it('names those that were seen before those that it might be', () => {
    const [first, second, third] = clients;
    if (!first || !second || !third) throw new Error('there are three');
    const knock = { clients: clients.map(({ client }) => client.id), lastAt: at, tries: 2, triesLeft: null };
    const said = (...all: ClientView[]) => knockingWords(i18next.t, knock, all);
    expect(said(first, { ...second, shown: tried }, third)).toBe('Office PC still tries the old password.');
    expect(said({ ...first, shown: tried }, { ...second, shown: tried }, third)).toBe(
      'These still try the old password: iPhone, Office PC.',
    );
    expect(said(first, second, third)).toMatch(/^One of these .*: iPhone, Office PC, Scanner[.]$/);
  });
  it('claims no more than the list tells', () => {
    expect(words('b', 2)).toMatch(/^It may be Office PC that still tries the old password[.].*Show me how$/);
    // somebody was there since
    const told = { ...device('b', 'Office PC', 'told'), shown: tried };
    const knock = { clients: [told.client.id], lastAt: at, tries: 1, triesLeft: null };
    expect(knockingWords(i18next.t, knock, [told])).toMatch(/^It may be Office PC/);
    expect(words('ab', 2)).toMatch(
      /One of these still tries the old password: iPhone, Office PC[.].*how: iPhone.*how: Office PC/,
    );
    const unknown = words('z', 2);
    expect(unknown).toContain('Something that is not in this list still tries');
    expect(unknown).not.toContain('Show me how');
    expect(words('c', 2)).not.toContain('Show me how');
  });
});

describe('the sign-in list', () => {
  const evidence = (changes: Partial<EvidenceView>): EvidenceView => ({
    ...{ watching: true, askedAt: at, failure: null, unclear: [], knocking: null },
    ...changes,
  });
  const seen = (letters: string, outcome: 'signed-in' | 'refused' = 'signed-in', when = at) => ({
    ...{ at: when, protocol: 'imap' as const, outcome, clients: [...letters].map(idOf) },
  });
  const lines = (changes: Partial<EvidenceView>) => unclearWords(i18next.t, evidence(changes), clients);
  const shown = (changes: Partial<EvidenceView>) =>
    plain(renderToStaticMarkup(<EvidenceLine evidence={evidence(changes)} clients={clients} />));

  it('says that it is watched only where it is', () => {
    expect(shown({})).toMatch(/^Keyround watches .* It can take some minutes[.] Last look /);
    expect(shown({ watching: false })).toBe('');
    expect(shown({ askedAt: null })).not.toContain('Last look');
  });
  it('folds away why the last look did not work', () => {
    expect(shown({ failure: failure('provider.unreachable', 'no route') })).toContain('The last look did not work');
    expect(shown({})).not.toContain('did not work');
    const ended = shown({ watching: false, failure: failure('provider.locked') });
    expect(ended).toMatch(/^Keyround no longer watches .* could lock the mailbox/);
    expect(ended).not.toContain('tries again');
  });
  it('names those that one sign-in fits, once, and only while one of them waits', () => {
    expect(lines({ unclear: [seen('ab'), seen('ab', 'signed-in', at - 1)] })).toEqual([
      expect.stringMatching(/^One of these signed in .*: iPhone, Office PC[.]$/),
    ]);
    expect(lines({ unclear: [seen('c'), seen('cz'), seen('zz')] })).toEqual([]);
    expect(lines({ unclear: [seen('ac')] })).toHaveLength(1);
  });
  it('names them for the side that was not seen of either', () => {
    const seenReceiving = clients.slice(0, 2).map(
      (one): ClientView => ({
        ...one,
        grade: 'device-seen',
        shown: { receiving: { as: 'signed-in', at }, sending: null },
      }),
    );
    const words = (protocol: 'imap' | 'smtp') =>
      unclearWords(i18next.t, evidence({ unclear: [{ ...seen('ab'), protocol }] }), seenReceiving);
    expect(words('smtp')).toHaveLength(1);
    expect(words('imap')).toEqual([]);
  });
  it('leaves a refusal to the warning where there is one', () => {
    const knocking = { clients: [], lastAt: at, tries: 1, triesLeft: null };
    expect(lines({ unclear: [seen('ab', 'refused')] })).toEqual([expect.stringContaining('was refused')]);
    expect(lines({ unclear: [seen('ab', 'refused')], knocking })).toEqual([]);
  });
});
