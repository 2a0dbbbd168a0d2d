import { join } from 'node:path';
import type { Secret } from '../../../core/secret.ts';
import type { MailboxId, VersionId } from '../../../shared/ids.ts';
import type { Result } from '../../../shared/result.ts';
import type { App } from '../../app/app.ts';
import { createHeldPasswords } from '../../app/held-passwords.ts';
import { addMailbox } from '../../app/mailboxes.ts';
import { createSpaces } from '../../app/spaces.ts';
import { newId, systemClock, systemRandom } from '../../app/system.ts';
import { createHomeWorkspace, createPracticeWorkspace, type Ground } from '../../app/workspaces.ts';
import { createDetector } from '../../detect/detector.ts';
import type { Names } from '../../detect/names.ts';
import { createMailProbe } from '../../mail/probe.ts';
import { practiceSeed } from '../../practice/seed.ts';
import { type PracticeService, startPractice } from '../../practice/service.ts';
import { diskFiles } from '../../storage/file-layer.ts';
import { createKeychain } from '../../storage/keychain.ts';
import { createMemoryKeytar } from '../../storage/memory-keytar.test-kit.ts';
import { atProviderHandlers } from './at-provider.ts';
import { clientHandlers } from './clients.ts';
import { detectHandlers } from './detect.ts';
import { mailboxHandlers } from './mailboxes.ts';
import { rotationHandlers } from './rotations.ts';
import { safetyHandlers } from './safety.ts';
import { secretHandlers } from './secrets.ts';

/** The handlers over real stores: files in a folder, a keychain in memory, the practice service as the mail server. */

export const address = 'anna@practice.example';
export const context = { contents: 1 };

export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.failure.code} ${result.failure.technical}`);
  return result.value;
}

/** Name servers that know nothing: no test asks anybody out there. */
function noNames(): Names {
  const none = () => Promise.resolve({ kind: 'none' } as const);
  return { mx: none, srv: none, addresses: none, close: () => undefined };
}

/** What outlives a start of the app. */
export class Computer {
  readonly service: PracticeService;
  readonly keytar = createMemoryKeytar();
  folder: string;
  /** What else happens, once, while the hosts of a form are looked at. */
  whileLooking: () => Promise<void> = () => Promise.resolve();
  /** Native questions asked so far; each is answered with yes. */
  asked = 0;

  private constructor(service: PracticeService, folder: string) {
    this.service = service;
    this.folder = folder;
  }

  static async begin(folder: string): Promise<Computer> {
    return new Computer(await startPractice({ clock: systemClock }), folder);
  }

  journalOf(mailbox: MailboxId): string {
    return join(this.folder, 'home', 'journal', `${mailbox}.jsonl`);
  }

  secretsKept(): string[] {
    return [...this.keytar.entries.keys()].filter((name) => name.startsWith('Keyround secrets'));
  }

  /** One start of the app: whatever it remembered is gone. */
  start() {
    const { keytar, folder } = this;
    const keychain = (name: string) => createKeychain(name, { load: () => keytar, silentWhenLocked: false });
    const ground: Ground = { folder, files: diskFiles, clock: systemClock, probe: createMailProbe(), newId, keychain };
    const home = createHomeWorkspace(ground);
    const nothing = (): void => undefined;
    const spaces = createSpaces(
      { home, practice: () => createPracticeWorkspace(ground), helpdesk: () => Promise.reject(new Error('not here')) },
      {
        ...{ rotationChanged: nothing, checkupChanged: nothing, mailboxesChanged: nothing, appChanged: nothing },
        shownAnother: nothing,
      },
    );
    const native = {
      confirm: () => {
        this.asked += 1;
        return Promise.resolve(true);
      },
      askToReveal: () => Promise.resolve('token'),
      redeem: () => true,
    };
    const detector = createDetector(ground.probe, noNames);
    const parts = { spaces, native, held: createHeldPasswords(newId), random: systemRandom, say: (key: string) => key };
    const looking = async () => {
      const happens = this.whileLooking;
      this.whileLooking = () => Promise.resolve();
      await happens();
      return detector;
    };
    const asked = { detector: looking, runtime: { standIn: false } };
    const app = { ...parts, ...asked, mailboxesChanged: nothing } as unknown as App;
    const asking = { ...detectHandlers(app), ...atProviderHandlers(app) };
    const mailboxCalls = { ...asking, ...mailboxHandlers(app), ...clientHandlers(app) };
    const calls = { ...safetyHandlers(app), ...mailboxCalls, ...rotationHandlers(app), ...secretHandlers(app) };
    return { home, spaces, calls };
  }

  async add({ home }: Started): Promise<MailboxId> {
    const seed = practiceSeed(this.service).find(({ mailbox }) => mailbox.address === address);
    if (!seed) throw new Error('the seed is gone');
    const draft = { ...seed.mailbox, provider: { id: 'by-hand', settings: {} } };
    const authorities = [...seed.authorities];
    return value(await addMailbox(home, { draft, password: seed.password.reveal(), secrets: {}, authorities }));
  }

  /** A mailbox with a former password and the one of now, both typed. */
  async addWithTwo(app: Started): Promise<{ mailbox: MailboxId; previous: VersionId; old: string }> {
    const mailbox = await this.add(app);
    const old = this.service.accounts.passwordOf(address) ?? '';
    this.service.accounts.reset(address, passwordOfNow);
    value(await app.calls['mailboxes.setPassword']({ mailbox, password: passwordOfNow }, context));
    const previous = (await viewOf(app, mailbox)).kept.find((one) => one.label === 'previous');
    if (!previous) throw new Error('nothing is kept');
    return { mailbox, previous: previous.version, old };
  }
}

export type Started = ReturnType<Computer['start']>;
export const passwordOfNow = 'The one of now 1!';

export const viewOf = async (app: Started, mailbox: MailboxId) =>
  value(await app.calls['mailboxes.get']({ mailbox }, context));

/** The text of the first version with this label, as the keychain of the space on screen has it. */
export async function textOf(app: Started, mailbox: MailboxId, label: string): Promise<string | undefined> {
  const { secrets } = app.spaces.active().workspace.world;
  const version = (await viewOf(app, mailbox)).kept.find((one) => one.label === label)?.version;
  const secret: Secret | undefined = version && value(await secrets.get(mailbox, version));
  return secret?.reveal();
}
