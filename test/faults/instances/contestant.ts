import { createInterface } from 'node:readline';
import { diskFiles } from '../../../src/main/storage/file-layer.ts';
import { createJournal } from '../../../src/main/storage/journal.ts';
import { createWriter, type Writer } from '../../../src/main/storage/writer.ts';
import { mailboxIdSchema, rotationIdSchema } from '../../../src/shared/ids.ts';
import { success } from '../../../src/shared/result.ts';

// One of two processes that want the same folder. For each folder named on its input it claims the right to write, tries
// to append lines to the same journal whatever it was told, and says what it was given. It keeps the right until the next.
const mailbox = mailboxIdSchema.parse('mailbox000000001');
const rotation = rotationIdSchema.parse('rotation00000001');
const key = () => Promise.resolve(success(new Uint8Array(32).fill(7)));
const linesEach = 4;

let held: Writer | null = null;

async function race(folder: string): Promise<void> {
  await held?.release();
  // The loser looks as often as in the app, without the time between.
  const writer = createWriter({ folder, files: diskFiles, wait: () => Promise.resolve() });
  const journal = createJournal({ folder, files: diskFiles, key, now: Date.now, mayWrite: writer.mayWrite });
  held = writer;
  const claimed = await writer.claim();
  const seqs: number[] = [];
  const refused: string[] = [];
  for (let line = 1; line <= linesEach; line += 1) {
    const written = await journal.append(mailbox, { type: 'waiting', rotation, rung: line, until: process.pid });
    if (written.ok) seqs.push(written.value.seq);
    else refused.push(written.failure.code);
  }
  const epoch = claimed.ok ? claimed.value : null;
  process.stdout.write(`${JSON.stringify({ epoch, pid: process.pid, seqs, refused })}\n`);
}

createInterface({ input: process.stdin }).on('line', (folder) => void race(folder));
