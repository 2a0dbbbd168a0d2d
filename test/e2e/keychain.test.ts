import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { processesOf } from '../../scripts/set-up/processes.mjs';
import { en } from '../../src/shared/texts/en/index.ts';
import { until } from '../servers/process.ts';
import {
  answerQuestions,
  filesOf,
  freshPlace,
  type LinuxPlace,
  type OpenApp,
  openApp,
  type Page,
  userDataOf,
} from './support/app.ts';
import { type MailPlace, startMailPlace } from './support/mail-place.ts';
import { addMailbox, button, getReady, press, trustAuthority, typePassword } from './support/mailbox-acts.ts';
import { photographFailures } from './support/photograph.ts';

const first = 'First-Mauve-Kettle-41';
const second = 'Second-Ochre-Anvil-87';
const absent = 'This computer has no working keychain.';
const locked = 'The keychain of this computer is locked.';

/** While the keyring is locked its password box appears, again and again; each is closed as a person would who cannot. */
async function locking(place: LinuxPlace, during: () => Promise<void>): Promise<void> {
  const { desktop } = place;
  const boxes = () => processesOf(desktop.folder).filter((pid) => nameOf(pid) === 'gcr-prompter');
  await desktop.lockKeyring();
  const timer = setInterval(() => {
    for (const pid of boxes()) process.kill(pid);
  }, 200);
  try {
    await during();
  } finally {
    await desktop.unlockKeyring();
    // One may still be open that was asked for before.
    let seen = Date.now();
    await until('the last password box to go', () => {
      if (boxes().length > 0) seen = Date.now();
      return Date.now() - seen > 1_000;
    });
    clearInterval(timer);
  }
}

function nameOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
}

describe('without a working keychain', () => {
  let open: OpenApp | undefined;
  let place: LinuxPlace | undefined;
  let servers: MailPlace | undefined;

  afterEach(async () => {
    await open?.kill();
    await place?.stop();
    await servers?.stop();
    [open, place, servers] = [undefined, undefined, undefined];
  });
  photographFailures(() => open);

  const start = async (on: LinuxPlace) => {
    open = await openApp(on);
    open.page.setDefaultTimeout(15_000);
    await answerQuestions(open, 'go');
    return open.page;
  };

  /** Calls of the keychain wait for each other: when this check has failed, so have those of the start. */
  const stillLocked = async (page: Page) => {
    await page.getByText(locked).waitFor();
    // watched from before the click: a check may be over before anybody looks
    const checking = page.evaluate(
      (name) =>
        new Promise<void>((resolve) => {
          const watch = new MutationObserver(() => {
            const shut = [...document.querySelectorAll('[aria-disabled=true]')];
            if (shut.some((one) => one.textContent?.includes(name))) resolve();
          });
          watch.observe(document.body, { subtree: true, childList: true, attributes: true });
        }),
      en.welcome.keychainAgain,
    );
    await press(page, en.welcome.keychainAgain);
    await checking;
    await page.locator('[aria-disabled=true]').waitFor({ state: 'detached' });
    await page.getByText(locked).waitFor();
  };

  it('says plainly that there is none, and asks for nothing', async () => {
    place = await freshPlace({ keyring: 'none' });
    const page = await start(place);
    await page.getByText(absent).waitFor();
    await page.getByText('Nothing is changed without a working keychain.').waitFor();
    expect(await button(page, en.welcome.add).isDisabled()).toBe(true);
    await press(page, en.nav.add);
    await page.getByRole('heading', { name: en.mailboxForm.addTitle, level: 1 }).waitFor();
    await page.getByText(absent).waitFor();
    expect(await page.locator('input').count()).toBe(0);
    await press(page, en.nav.helpdesk);
    expect(await button(page, en.helpdesk.start).isDisabled()).toBe(true);
    await press(page, en.nav.practice);
    await page.getByText(absent).nth(0).waitFor();
    const written = [...filesOf(userDataOf(place)).keys()].filter((path) => /\.jsonl$|journal|records/.test(path));
    expect(written).toEqual([]);
  });

  it('says plainly that it is locked, and goes on when it is open', async () => {
    place = await freshPlace();
    const on = place;
    await locking(on, async () => {
      const page = await start(on);
      await stillLocked(page);
      expect(await button(page, en.welcome.add).isDisabled()).toBe(true);
    });
    const page = (open as OpenApp | undefined)?.page;
    if (!page) throw new Error('not open');
    await press(page, en.welcome.keychainAgain);
    await page.getByText(locked).waitFor({ state: 'detached' });
    expect(await button(page, en.welcome.add).isDisabled()).toBe(false);
  });

  it('says so before a change when it has been locked meanwhile, and changes nothing', async () => {
    servers = await startMailPlace();
    const address = 'locked@example.test';
    const { dn } = await servers.slapd.addMailbox(address, first);
    const entry = await servers.slapd.readEntry(dn);
    const page = await start(servers.place);
    if (!open) throw new Error('not open');
    await addMailbox(page, servers, { address, password: first, provider: 'ldap' });
    await trustAuthority(open, servers.dovecot.authorityFile, servers.dovecot.host);
    await getReady(page);
    await typePassword(page, second);
    await locking(servers.place, async () => {
      await press(page, en.choose.now);
      await page.getByText(locked).waitFor();
      await page.getByText(en.choose.nothingYet).waitFor();
    });
    expect((await servers.slapd.readEntry(dn)).get('userpassword')).toEqual(entry.get('userpassword'));
    // Opened again, the same press goes through: nothing typed was lost.
    await press(page, en.choose.now);
    await page.getByRole('heading', { name: en.round.titleNone, level: 1 }).waitFor({ timeout: 60_000 });
    expect(await servers.signsIn('imaps', address, second)).toBe('accepted');
  });

  it('finds what was left unfinished as soon as it is open', async () => {
    servers = await startMailPlace();
    const address = 'later@example.test';
    await servers.slapd.addMailbox(address, first);
    let page = await start(servers.place);
    if (!open) throw new Error('not open');
    const panel = 'https://panel.example.test/';
    await addMailbox(page, servers, { address, password: first, provider: 'by-hand', page: panel });
    await trustAuthority(open, servers.dovecot.authorityFile, servers.dovecot.host);
    await getReady(page);
    await press(page, en.choose.nowByHand);
    await page.getByRole('heading', { name: en.yourTurn.title, level: 1 }).waitFor();
    await open.kill();
    const { place: on } = servers;
    await locking(on, async () => {
      page = await start(on);
      await stillLocked(page);
    });
    await press(page, en.welcome.keychainAgain);
    await page.getByRole('heading', { name: 'Welcome back', level: 1 }).waitFor();
    await press(page, `Continue with ${address}`);
    await page.getByRole('heading', { name: en.yourTurn.title, level: 1 }).waitFor();
  });
});
