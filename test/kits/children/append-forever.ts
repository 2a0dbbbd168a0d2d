import { diskFiles } from '../../../src/main/storage/file-layer.ts';
import { createJournal } from '../../../src/main/storage/journal.ts';
import { mailboxIdSchema, rotationIdSchema } from '../../../src/shared/ids.ts';
import { success } from '../../../src/shared/result.ts';

// A process to be killed: appends to one journal until then, and says each number once it is promised to be on the disk.
const mailbox = mailboxIdSchema.parse('mailbox000000001');
const rotation = rotationIdSchema.parse('rotation00000001');
const journal = createJournal({
  folder: process.argv[2] ?? '',
  files: diskFiles,
  key: () => Promise.resolve(success(new Uint8Array(32).fill(7))),
  now: Date.now,
});
for (;;) {
  const entry = await journal.append(mailbox, { type: 'waiting', rotation, rung: 1, until: 1 });
  if (!entry.ok) throw new Error(entry.failure.code);
  process.stdout.write(`${entry.value.seq}\n`);
}
