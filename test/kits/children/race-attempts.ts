import { createAttemptLedger } from '../../../src/main/storage/attempts.ts';
import { diskFiles } from '../../../src/main/storage/file-layer.ts';
import { mailboxIdSchema, versionIdSchema } from '../../../src/shared/ids.ts';
import { success } from '../../../src/shared/result.ts';

// One of several processes that ask for rights at the same server at the same time. Says `granted` for each it got.
const [, , folder = '', who = '0', start = '0', settles = 'no'] = process.argv;
const ledger = createAttemptLedger({
  folder,
  files: diskFiles,
  key: () => Promise.resolve(success(new Uint8Array(32).fill(7))),
  now: Date.now,
});
while (Date.now() < Number(start));
for (let turn = 0; turn < 6; turn += 1) {
  const answer = await ledger.reserve({
    server: 'mail.example',
    mailbox: mailboxIdSchema.parse('mailbox000000001'),
    version: versionIdSchema.parse(`version${who}${String(turn).padStart(8, '0')}`),
    standing: 'unproven',
    prompted: 'rung',
  });
  if (!answer.granted) continue;
  process.stdout.write('granted\n');
  if (settles === 'yes') await answer.reservation.settle('refused');
}
