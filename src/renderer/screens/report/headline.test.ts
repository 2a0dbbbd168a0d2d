import i18next from 'i18next';
import { beforeAll, expect, it } from 'vitest';
import { type Grade, gradeSchema, nothingShown } from '../../../shared/findings.ts';
import { clientIdSchema, rotationIdSchema } from '../../../shared/ids.ts';
import type { ReportView } from '../../../shared/views.ts';
import { startTexts } from '../../texts/i18n.ts';
import { headlineOf } from './headline.ts';

beforeAll(startTexts);
const noCounts: Record<Grade, number> = {
  'device-seen': 0,
  stored: 0,
  'settings-proved': 0,
  told: 0,
  'old-password': 0,
  waiting: 0,
  'left-alone': 0,
  'cannot-check': 0,
  gone: 0,
};

function report(part: Partial<ReportView>): ReportView {
  const client: ReportView['clients'][number] = {
    client: {
      id: clientIdSchema.parse('a'.repeat(16)),
      ...{ kind: 'other', name: 'Phone', user: 'anna', receiving: null, sending: null },
      signIn: { how: 'mailbox-password' },
    },
    ...{ receiving: { state: 'unused' }, sending: { state: 'unused' }, grade: 'waiting', gradedAt: null },
    shown: nothingShown,
  };
  return {
    ...{ rotation: rotationIdSchema.parse('b'.repeat(16)), address: 'anna@firm.example', provider: 'ldap' },
    ...{
      mode: 'self',
      provedBy: 'sign-in',
      outcome: 'finished',
      startedAt: 1,
      changedAt: 2,
      finishedAt: 3,
      writtenAt: 4,
      version: '0',
    },
    ...{ counts: noCounts, everyDeviceConfirmed: false, refusedSignIns: 0 },
    ...part,
    clients: gradeSchema.options.flatMap((grade) =>
      Array.from({ length: part.counts?.[grade] ?? 0 }, () => ({ ...client, grade })),
    ),
  };
}

it.each([
  [{ counts: { ...noCounts, stored: 1 }, everyDeviceConfirmed: true }, 'Every device confirmed'],
  [{ counts: { ...noCounts, stored: 3, 'settings-proved': 1 } }, '1 device still needs the new password'],
  [{ counts: { ...noCounts, waiting: 1, 'old-password': 1 } }, '2 devices still need the new password'],
  [
    { counts: { ...noCounts, 'device-seen': 3, told: 2 } },
    'Nothing left to do: 3 devices were seen signing in, 2 as you told us',
  ],
  [{ outcome: 'reverted' as const, everyDeviceConfirmed: true }, 'The password was not changed'],
  [{ outcome: 'needs-help' as const }, 'The change stopped and needs a decision'],
  [{ changedAt: null }, 'The password has not been changed yet'],
])('%j is headed honestly', (part, words) => {
  expect(headlineOf(i18next.t, report(part))).toBe(words);
});
