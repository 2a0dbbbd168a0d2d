import { join } from 'node:path';
import type { MailApp } from '../../../core/apps/mail-app.ts';
import type { Secret } from '../../../core/secret.ts';
import type { Failure } from '../../../shared/failures.ts';
import type { MailboxId, VersionId } from '../../../shared/ids.ts';
import { type Result, success } from '../../../shared/result.ts';
import type { App } from '../../app/app.ts';
import { createHeldPasswords } from '../../app/held-passwords.ts';
import { createHelpdeskWorkspace } from '../../app/helpdesk.ts';
import { addMailbox } from '../../app/mailboxes.ts';
import { createSpaces } from '../../app/spaces.ts';
import { newId, systemClock, systemRandom } from '../../app/system.ts';
import { createUnlocks } from '../../app/unlocks.ts';
import { createHomeWorkspace, createPracticeWorkspace, type Ground } from '../../app/workspaces.ts';
import { type AppsHere, lazyApps } from '../../apps/lazy-apps.ts';
import { placesOf } from '../../apps/places.ts';
import { createDetector } from '../../detect/detector.ts';
import type { Names } from '../../detect/names.ts';
import { createMailProbe } from '../../mail/probe.ts';
import { practiceSeed } from '../../practice/seed.ts';
import { type PracticeService, startPractice } from '../../practice/service.ts';
import { diskFiles } from '../../storage/file-layer.ts';
import { createKeychain } from '../../storage/keychain.ts';
import { createMemoryKeytar } from '../../storage/memory-keytar.test-kit.ts';
import { appUpdateHandlers } from './app-updates.ts';
import { appsHandlers } from './apps.ts';
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
  /** How often the list of mailboxes was said to be new. */
  changes = 0;
  /** Why this process must not change anything. */
  readOnly: Failure | null = null;
  /** The mail apps on it: none unless a test says so, or those of its disk (`person`, and the made-up folder of a practice). */
  apps: readonly MailApp[] | 'of its disk' = [];
  /** Native questions asked so far; each is answered with yes. */
  asked = 0;

  private constructor(service: PracticeService, folder: string) {
    this.service = service;
    this.folder = folder;
  }

  static async begin(folder: string): Promise<Computer> {
    return new Computer(await startPractice({ clock: systemClock }), folder);
  }

  /** The home folder of who sits here. */
  get person(): string {
    return join(this.folder, 'person');
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
    const there = lazyApps({ ...ground, places: placesOf(this.person, 'linux', {}) });
    const apps: AppsHere = {
      ...there,
      at: (space) =>
        this.apps === 'of its disk' || space === 'helpdesk' ? there.at(space) : Promise.resolve(this.apps),
    };
    const unlocks = createUnlocks();
    const spaces = createSpaces(
      {
        home,
        practice: () => createPracticeWorkspace(ground),
        helpdesk: (leftOver) => Promise.resolve(success(createHelpdeskWorkspace(ground, home.ledger, leftOver))),
        apps: { at: apps.at, unlocks, mayChange: () => this.readOnly === null },
        names: new Map(),
        keychain: { problem: () => null, waits: () => false },
      },
      {
        ...{ rotationChanged: nothing, checkupChanged: nothing, mailboxesChanged: nothing, appChanged: nothing },
        ...{ evidenceChanged: nothing, updatesChanged: nothing, shownAnother: unlocks.forget },
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
    const mailboxesChanged = () => {
      this.changes += 1;
    };
    const here = { apps, unlocks, readOnly: () => this.readOnly };
    const app = { ...parts, ...asked, ...here, mailboxesChanged } as unknown as App;
    const asking = { ...detectHandlers(app), ...atProviderHandlers(app) };
    const mailboxCalls = { ...asking, ...mailboxHandlers(app), ...clientHandlers(app) };
    const roundCalls = { ...rotationHandlers(app), ...appUpdateHandlers(app) };
    const calls = { ...safetyHandlers(app), ...mailboxCalls, ...roundCalls, ...secretHandlers(app) };
    return { home, spaces, unlocks, apps, calls: { ...calls, ...appsHandlers(app) } };
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
