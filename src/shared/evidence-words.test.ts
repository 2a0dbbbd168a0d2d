import { expect, it } from 'vitest';
import { restsOnSaid, saidOf } from './evidence-words.ts';
import type { Grade, ShownAs } from './findings.ts';
import { clientIdSchema } from './ids.ts';
import type { ClientView } from './views.ts';

type Seen = readonly [as: ShownAs, at: number] | null;
const imap = { protocol: 'imap', host: 'mail.firm.example', port: 993, security: 'tls' } as const;
const smtp = { host: 'mail.firm.example', port: 465, security: 'tls' } as const;

function view(grade: Grade, receiving: Seen, sending: Seen, uses: 'both' | 'sending' = 'both'): ClientView {
  const one = (seen: Seen) => (seen ? { as: seen[0], at: seen[1] } : null);
  return {
    client: {
      id: clientIdSchema.parse('a'.repeat(16)),
      ...{ kind: 'other', name: 'Phone', user: 'anna', signIn: { how: 'mailbox-password' } },
      ...{ receiving: uses === 'both' ? imap : null, sending: smtp },
    },
    ...{ receiving: { state: 'unchecked' }, sending: { state: 'unchecked' }, grade, gradedAt: null },
    shown: { receiving: one(receiving), sending: one(sending) },
  };
}
const said = (...parts: Parameters<typeof view>) =>
  saidOf(view(...parts)).map(({ key, at }) => `${key} ${at ?? ''}`.trim());

it.each([
  ['device-seen', ['signed-in', 3], ['signed-in', 5], ['signed-in.both 5']],
  ['device-seen', ['signed-in', 3], ['signed-in', 60_003], ['signed-in.both 60003']],
  ['device-seen', ['signed-in', 60_004], ['signed-in', 3], ['signed-in.receiving 60004', 'signed-in.sending 3']],
  ['old-password', ['tried-old', 3], ['tried-old', 60_004], ['tried-old.receiving 3', 'tried-old.sending 60004']],
  ['stored', ['stored', 3], ['stored', 60_004], ['stored.both 60004']],
  ['device-seen', ['signed-in', 3], null, ['signed-in.receiving 3', 'not-seen.sending']],
  ['device-seen', null, ['signed-in', 3], ['signed-in.sending 3', 'not-seen.receiving']],
  ['device-seen', ['stored', 1], ['signed-in', 3], ['signed-in.sending 3', 'already.receiving']],
  // Told after it was refused: what was tried then counts no more, and is not called seen either.
  ['device-seen', ['signed-in', 3], ['tried-old', 1], ['signed-in.receiving 3', 'not-seen.sending']],
  ['stored', ['stored', 2], ['stored', 4], ['stored.both 4']],
  ['old-password', ['holds-old', 2], ['holds-old', 4], ['holds-old.both 4']],
  ['old-password', ['signed-in', 4], ['tried-old', 2], ['tried-old.sending 2', 'signed-in.receiving 4']],
  ['old-password', ['tried-old', 4], ['stored', 2], ['tried-old.receiving 4', 'already.sending']],
  ['old-password', ['holds-old', 1], ['tried-old', 2], ['holds-old.receiving 1', 'tried-old.sending 2']],
  ['settings-proved', ['stored', 2], null, ['already.receiving']],
  ['told', null, ['stored', 2], ['already.sending']],
  ['told', ['tried-old', 1], null, []],
  ['told', ['signed-in', 3], null, ['signed-in.receiving 3']],
  ['told', ['signed-in', 3], ['stored', 2], ['signed-in.receiving 3', 'already.sending']],
  ['waiting', null, null, []],
  ['gone', ['signed-in', 3], ['signed-in', 3], []],
] as const)('%s with %j and %j says %j', (grade, receiving, sending, parts) => {
  expect(said(grade, receiving, sending)).toEqual(parts);
});

it('says nothing of a side that is not used', () => {
  expect(said('device-seen', null, ['signed-in', 3], 'sending')).toEqual(['signed-in.sending 3']);
  expect(said('stored', ['holds-old', 9], ['stored', 3], 'sending')).toEqual(['stored.sending 3']);
});

it('stands for the grade’s own sentence only where it is the reason for the grade', () => {
  const told = view('told', null, ['stored', 2]);
  const stored = view('stored', ['stored', 2], ['stored', 2]);
  expect(restsOnSaid(told, saidOf(told))).toBe(false);
  expect(restsOnSaid(stored, saidOf(stored))).toBe(true);
  expect(restsOnSaid(stored, [])).toBe(false);
});
