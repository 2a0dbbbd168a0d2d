import { describe, expect, it } from 'vitest';
import { rotationIdSchema, versionIdSchema } from '../../shared/ids.ts';
import { type JournalFact, journalFactSchema } from '../../shared/journal.ts';
import { type Act, nextAct } from './machine.ts';
import { reduce } from './reduce.ts';
import { firstVersion } from './world.test-kit.ts';

const rotation = rotationIdSchema.parse('rotation00000001');
const version = versionIdSchema.parse('version000000002');
const start = 1_700_000_000_000;
const line = (fact: object): JournalFact => journalFactSchema.parse({ rotation, ...fact });

const planned = (mode = 'self') => line({ type: 'planned', mode, current: firstVersion });
const staged = [line({ type: 'staging', version }), line({ type: 'staged', version })];
const submitting = (attempt = 1) => line({ type: 'submitting', attempt, version });
const accepted = line({ type: 'provider-accepted', attempt: 1 });
const unknown = (attempt = 1) => line({ type: 'provider-unknown', attempt, code: 'provider.no-answer' });
const refused = (attempt = 1) => line({ type: 'provider-refused', attempt, code: 'provider.used-before' });
const answered = (answer: string) => line({ type: 'person-answered', attempt: 1, answer });
const helped = (act: string) => line({ type: 'helped', act });
const needsHelp = line({ type: 'needs-help', code: 'mail.wrong-password' });
const wait = (rung: number, until: number) => line({ type: 'waiting', rung, until });

type ProbeOf = 'pending' | 'current';
const probing = (attempt: number, label: ProbeOf, protocol = 'imap') =>
  line({
    type: 'probing',
    attempt,
    version: label === 'current' ? firstVersion : version,
    label,
    purpose: 'settle',
    protocol,
  });
const probe = (attempt: number, label: ProbeOf, outcome: string, code: string | null = null, protocol = 'imap') => [
  probing(attempt, label, protocol),
  line({ type: 'probed', attempt, outcome, code: code ?? (outcome === 'refused' ? 'mail.wrong-password' : null) }),
];

const sent = [planned(), ...staged, submitting()];
const byHand = [planned('by-hand'), ...staged, submitting()];
const spreading = [...sent, unknown(), ...probe(1, 'pending', 'refused'), ...probe(2, 'current', 'signed-in')];
const rung = (attempt: number, number: number, until: number) => [
  wait(number, until),
  ...probe(attempt, 'pending', 'refused'),
  ...probe(attempt + 1, 'current', 'inconclusive', 'mail.budget-spent'),
];
const climbed = [...spreading, ...rung(3, 1, start), ...rung(5, 2, start), ...rung(7, 3, start)];
const second = 1_000;
const minute = 60 * second;

const table: [string, JournalFact[], Partial<Act>][] = [
  ['no rotation', [], { kind: 'none' }],
  ['planned', [planned()], { kind: 'ask-password' }],
  ['storing was begun', [planned(), line({ type: 'staging', version })], { kind: 'ask-password' }],
  ['stored', [planned(), ...staged], { kind: 'submit', attempt: 1, version }],
  ['died while sending', sent, { kind: 'sign-in', label: 'pending', purpose: 'settle', prompted: 'app', attempt: 1 }],
  ['accepted', [...sent, accepted], { kind: 'sign-in', label: 'pending', purpose: 'verify', protocol: 'imap' }],
  ['refused', [...sent, refused()], { kind: 'revert', code: 'provider.used-before' }],
  ['unknown', [...sent, unknown()], { kind: 'sign-in', label: 'pending', purpose: 'settle' }],
  ['receiving proved', [...sent, accepted, ...probe(1, 'pending', 'signed-in')], { kind: 'sign-in', protocol: 'smtp' }],
  [
    'both proved',
    [...sent, accepted, ...probe(1, 'pending', 'signed-in'), ...probe(2, 'pending', 'signed-in', null, 'smtp')],
    { kind: 'prove' },
  ],
  [
    'sending refused: no way back, so current is not asked',
    [...sent, ...probe(1, 'pending', 'signed-in'), ...probe(2, 'pending', 'refused', null, 'smtp')],
    { kind: 'climb', rung: 1, until: start + 65 * second },
  ],
  ['pending refused', [...sent, unknown(), ...probe(1, 'pending', 'refused')], { kind: 'sign-in', label: 'current' }],
  ['current still good', spreading, { kind: 'climb', rung: 1, until: start + 65 * second }],
  [
    'both refused',
    [...sent, unknown(), ...probe(1, 'pending', 'refused'), ...probe(2, 'current', 'refused')],
    { kind: 'call-for-help', code: 'mail.wrong-password' },
  ],
  [
    'refused for another reason than the password',
    [...sent, accepted, ...probe(1, 'pending', 'refused', 'mail.account-locked')],
    { kind: 'call-for-help', code: 'mail.account-locked' },
  ],
  ['died while asking', [...sent, accepted, probing(1, 'pending')], { kind: 'climb', rung: 1 }],
  [
    'on the first rung after that: nobody was refused',
    [...sent, accepted, probing(1, 'pending'), wait(1, start + 65 * second)],
    { kind: 'wait', rung: 1, code: 'mail.stopped' },
  ],
  [
    'on the first rung',
    [...spreading, wait(1, start + 65 * second)],
    { kind: 'wait', rung: 1, until: start + 65 * second, code: 'mail.wrong-password' },
  ],
  [
    'first rung due',
    [...spreading, wait(1, start)],
    { kind: 'sign-in', label: 'pending', prompted: 'rung', attempt: 3 },
  ],
  ['second rung', [...spreading, ...rung(3, 1, start)], { kind: 'climb', rung: 2, until: start + 11 * minute }],
  [
    'third rung',
    [...spreading, ...rung(3, 1, start), ...rung(5, 2, start)],
    { kind: 'climb', rung: 3, until: start + 70 * minute },
  ],
  ['past the last rung', climbed, { kind: 'submit', attempt: 2, version }],
  ['sent once more', [...climbed, submitting(2), unknown(2)], { kind: 'sign-in', label: 'pending', prompted: 'rung' }],
  [
    'sent once more and refused: proves nothing about the first time',
    [...climbed, submitting(2), refused(2)],
    { kind: 'sign-in', label: 'pending' },
  ],
  [
    'sent once more, in vain',
    [...climbed, submitting(2), unknown(2), ...probe(9, 'pending', 'refused'), ...probe(10, 'current', 'signed-in')],
    { kind: 'call-for-help', code: 'mail.wrong-password' },
  ],
  ['a person is needed', [...climbed, needsHelp], { kind: 'rest', code: 'mail.wrong-password' }],
  [
    'try again',
    [...climbed, needsHelp, helped('try-again')],
    { kind: 'sign-in', label: 'pending', prompted: 'person' },
  ],
  ['send again', [...climbed, needsHelp, helped('send-again')], { kind: 'submit', attempt: 2, version }],
  ['stop, nothing changed', [...climbed, needsHelp, helped('stop')], { kind: 'revert', code: 'request.cancelled' }],
  ['stop, nobody knows', [...sent, unknown(), needsHelp, helped('stop')], { kind: 'none' }],
  [
    'stop, but it had been changed',
    [...sent, accepted, ...probe(1, 'pending', 'signed-in'), needsHelp, helped('stop')],
    { kind: 'prove' },
  ],
  [
    'time-out',
    [...sent, accepted, ...probe(1, 'pending', 'inconclusive', 'mail.timed-out')],
    { kind: 'wait', until: start + 5_000 },
  ],
  [
    'four time-outs',
    [...sent, accepted, ...[1, 2, 3, 4].flatMap((n) => probe(n, 'pending', 'inconclusive', 'mail.timed-out'))],
    { kind: 'wait', until: start + 40_000, code: 'mail.timed-out' },
  ],
  [
    'only a person can change this',
    [...sent, accepted, ...probe(1, 'pending', 'inconclusive', 'mail.protocol-switched-off')],
    { kind: 'call-for-help', code: 'mail.protocol-switched-off' },
  ],
  ['by hand, page open', byHand, { kind: 'your-turn', attempt: 1 }],
  ['by hand, changed', [...byHand, answered('changed')], { kind: 'sign-in', label: 'pending', purpose: 'settle' }],
  ['by hand, refused', [...byHand, answered('refused')], { kind: 'sign-in', label: 'current' }],
  [
    'by hand, refused, and current still signs in',
    [...byHand, answered('refused'), ...probe(1, 'current', 'signed-in')],
    { kind: 'revert', code: 'provider.refused-by-hand' },
  ],
  [
    'by hand, refused, but current is dead',
    [...byHand, answered('refused'), ...probe(1, 'current', 'refused')],
    { kind: 'sign-in', label: 'pending' },
  ],
  [
    'by hand, refused, and neither signs in',
    [...byHand, answered('refused'), ...probe(1, 'current', 'refused'), ...probe(2, 'pending', 'refused')],
    { kind: 'call-for-help', code: 'mail.wrong-password' },
  ],
  [
    'by hand, refused, and the mail server cannot be asked',
    [...byHand, answered('refused'), ...probe(1, 'current', 'inconclusive', 'mail.timed-out')],
    { kind: 'call-for-help', code: 'mail.timed-out' },
  ],
  ['by hand, gave up', [...byHand, answered('gave-up')], { kind: 'sign-in', label: 'pending' }],
  [
    'by hand, gave up and not changed',
    [...byHand, answered('gave-up'), ...probe(1, 'pending', 'refused'), ...probe(2, 'current', 'signed-in')],
    { kind: 'revert', code: 'request.cancelled' },
  ],
  [
    'proven',
    [...sent, accepted, line({ type: 'proven' })],
    { kind: 'promote', current: version, previous: firstVersion },
  ],
  [
    'promoted',
    [...sent, accepted, line({ type: 'proven' }), line({ type: 'promoted', current: version, previous: firstVersion })],
    { kind: 'round' },
  ],
  ['reverted', [...sent, line({ type: 'reverted', code: 'provider.too-short' })], { kind: 'none' }],
];

const factsOf = (facts: readonly JournalFact[], at = start) =>
  reduce(facts.map((fact, index) => ({ v: 1 as const, seq: index + 1, at, fact })));

describe('what comes next', () => {
  it.each(table)('%s', (_name, facts, act) => {
    expect(nextAct(factsOf(facts).rotation, ['imap', 'smtp'], start)).toMatchObject(act);
  });

  it('begins a wait anew when the clock was put back, and never stretches it beyond its length', () => {
    const facts = factsOf([...spreading, wait(2, start + 11 * minute)]);
    const earlier = start - 24 * 60 * minute;
    const act = nextAct(facts.rotation, ['imap', 'smtp'], earlier);
    expect(act).toEqual({ kind: 'climb', rung: 2, until: earlier + 11 * minute });
  });

  it('asks for a person where no server could prove anything', () => {
    const act = nextAct(factsOf([...sent, accepted]).rotation, [], start);
    expect(act).toEqual({ kind: 'call-for-help', code: 'mail.no-sign-in-offered' });
  });
});

describe('labels', () => {
  it('move only by promotion, and leave nothing without a label', () => {
    const before = factsOf([journalFactSchema.parse({ type: 'adopted', version: firstVersion }), ...sent]);
    expect(before).toMatchObject({ current: { version: firstVersion }, pending: { version } });
    const promoted = line({ type: 'promoted', current: version, previous: firstVersion });
    const after = factsOf([journalFactSchema.parse({ type: 'adopted', version: firstVersion }), ...sent, promoted]);
    expect(after).toMatchObject({ current: { version }, pending: null, previous: [{ version: firstVersion }] });
    const stopped = factsOf([...sent, unknown(), needsHelp, helped('stop')]);
    expect(stopped).toMatchObject({ pending: null, abandoned: [{ version }] });
    expect(factsOf([planned(), line({ type: 'staging', version })]).abandoned).toMatchObject([{ version }]);
  });

  it('pass over lines of a rotation that they do not know', () => {
    expect(factsOf([submitting(), accepted, ...probe(1, 'pending', 'signed-in')]).rotation).toBeNull();
  });
});

describe('nextAct where no mail server takes the password', () => {
  it.each([
    ['accepted', [...sent, accepted], { kind: 'prove' }],
    ['refused', [...sent, refused()], { kind: 'revert', code: 'provider.used-before' }],
    ['no answer', [...sent, unknown()], { kind: 'call-for-help', code: 'provider.no-answer' }],
    ['died while sending', sent, { kind: 'call-for-help', code: 'provider.no-answer' }],
    [
      'refused after no answer: the first may have been applied',
      [...sent, unknown(), needsHelp, helped('send-again'), submitting(2), refused(2)],
      { kind: 'call-for-help', code: 'provider.used-before' },
    ],
    [
      'accepted when sent again',
      [
        ...sent,
        unknown(),
        needsHelp,
        helped('send-again'),
        submitting(2),
        line({ type: 'provider-accepted', attempt: 2 }),
      ],
      { kind: 'prove' },
    ],
    ['a person asks to look again', [...sent, unknown(), needsHelp, helped('try-again')], { kind: 'call-for-help' }],
    ['a person stops', [...sent, unknown(), needsHelp, helped('stop')], { kind: 'none' }],
  ])('%s', (_name, facts, act) => {
    expect(nextAct(factsOf(facts).rotation, 'answer', start)).toMatchObject(act);
  });
});
