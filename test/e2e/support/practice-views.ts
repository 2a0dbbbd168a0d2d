import { ask } from '../../../scripts/practice/ask.mjs';
import { en } from '../../../src/shared/texts/en/index.ts';
import type { MailboxView, RotationView, Status } from '../../../src/shared/views.ts';
import { freshPlace, type OpenApp, openApp } from './app.ts';
import { press } from './mailbox-acts.ts';

/** An app in its practice round, and real answers of it to make up others from. */
export interface PracticeViews {
  readonly opened: OpenApp;
  /** As it was before the practice round. */
  readonly home: Status;
  /** Its first mailbox, whose password is being changed. */
  readonly mailbox: MailboxView;
  readonly rotation: RotationView;
  stop(): Promise<void>;
}

export async function openPractice(): Promise<PracticeViews> {
  const place = await freshPlace({ screen: '1600x1200' });
  let opened: OpenApp | undefined;
  const stop = async () => {
    await opened?.kill();
    await place.stop();
  };
  try {
    opened = await openApp(place);
    return { opened, stop, ...(await viewsOf(opened)) };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function viewsOf({ page }: OpenApp): Promise<Pick<PracticeViews, 'home' | 'mailbox' | 'rotation'>> {
  page.setDefaultTimeout(15_000);
  const home = await ask(page, 'app.status', {});
  await press(page, en.welcome.practice);
  await page.getByRole('heading', { level: 1, name: 'anna@practice.example' }).waitFor();
  const first = (await ask(page, 'mailboxes.list', {}))[0];
  if (!first) throw new Error('there is no practice mailbox');
  const rotation = await ask(page, 'rotations.get', await ask(page, 'rotations.start', { mailbox: first.id }));
  return { home, rotation, mailbox: await ask(page, 'mailboxes.get', { mailbox: first.id }) };
}
