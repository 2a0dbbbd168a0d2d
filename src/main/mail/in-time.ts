import { MailTrouble, said } from './trouble.ts';

/** Waits for `work` for at most `limit` milliseconds. @throws MailTrouble `timed-out`, or what the work throws */
export async function inTime<T>(work: Promise<T>, limit: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new MailTrouble(said('timed-out'))), limit);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
