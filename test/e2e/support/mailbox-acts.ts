import type { Locator } from 'playwright';
import { en } from '../../../src/shared/texts/en/index.ts';
import type { OpenApp, Page } from './app.ts';
import type { MailPlace } from './mail-place.ts';

/*
 * What a person does on the pages, in the words of the catalogue. Everything is found by its role and name, as a screen
 * reader finds it.
 */

/** One button by its whole name. */
export const button = (where: Page | Locator, name: string): Locator =>
  where.getByRole('button', { name, exact: true });

export async function press(where: Page | Locator, name: string): Promise<void> {
  await button(where, name).click();
}

/** Chooses one of a few. The input lies under its picture, so the press goes to what a person sees. */
export async function pick(where: Page | Locator, name: string): Promise<void> {
  await switchOn(where.getByRole('radio', { name, exact: true }));
}

export async function tick(where: Page | Locator, name: string): Promise<void> {
  await switchOn(where.getByRole('checkbox', { name, exact: true }));
}

async function switchOn(input: Locator): Promise<void> {
  if (await input.isChecked()) return;
  await input.locator('xpath=ancestor::label').click();
  await input.and(input.page().locator(':checked')).waitFor({ state: 'attached' });
}

/** A field by the beginning of its label; password fields have no role of their own. */
export async function fill(where: Page | Locator, label: string, text: string): Promise<void> {
  await field(where, label).fill(text);
}

export function field(where: Page | Locator, label: string): Locator {
  const words = label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return where.getByLabel(new RegExp(`^${words}\\s*(\\(${en.field.optional}\\))?$`)).and(where.locator('input'));
}

export interface ServerChoice {
  readonly use: 'imap' | 'pop3' | 'smtp';
  readonly host: string;
  readonly port: number | string;
  readonly security: 'tls' | 'starttls';
}

/** Opens what is folded away under this title. */
export async function unfold(where: Page | Locator, title: string): Promise<void> {
  const folded = where.getByRole('button', { name: title });
  if ((await folded.getAttribute('aria-expanded')) !== 'true') await folded.click();
}

/** Fills one of the two groups of a server form. */
export async function fillServer(where: Page | Locator, side: 'receiving' | 'sending', server: ServerChoice) {
  const group = where.getByRole('group', { name: en.mailboxForm[side], exact: true });
  await pick(group, en.mailboxForm[server.use]);
  await fill(group, en.mailboxForm.host, server.host);
  await unfold(group, en.mailboxForm.portTitle);
  await pick(group, en.mailboxForm[server.security]);
  await fill(group, en.mailboxForm.port, String(server.port));
}

export interface NewMailbox {
  readonly address: string;
  /** Null: the box that says that it is not known. */
  readonly password: string | null;
  readonly provider: 'ldap' | 'by-hand' | 'ldap-admin';
  /** The page of a provider by hand. */
  readonly page?: string;
  /** Where the directory is reached, instead of its own port. */
  readonly directoryPort?: number;
  readonly imapPort?: number;
}

/** From the side bar to the page of the new mailbox. */
export async function addMailbox(page: Page, servers: MailPlace, mailbox: NewMailbox): Promise<void> {
  await press(page, en.nav.add);
  await fillMailbox(page, servers, mailbox);
  await press(page, en.mailboxForm.add);
  await confirmHosts(page);
  await page.getByRole('heading', { name: mailbox.address, level: 1 }).waitFor();
}

/** Says yes to the servers that do not belong to the address's domain, as those of a test never do. */
export async function confirmHosts(page: Page): Promise<void> {
  const dialog = page.getByRole('alertdialog');
  await dialog.getByText(/^(It does|They do) not belong to /).waitFor();
  await dialog.getByRole('button', { name: /^Yes, / }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** Fills the form by hand, without the search: nobody is asked about a test's addresses. */
export async function fillMailbox(page: Page, servers: MailPlace, mailbox: NewMailbox): Promise<void> {
  const { dovecot } = servers;
  const { host } = dovecot;
  await fill(page, en.mailboxForm.address, mailbox.address);
  await press(page, en.found.byHand);
  await fillProvider(page, servers, mailbox);
  if (mailbox.password === null) await tick(page, en.mailboxForm.unknownPassword);
  else await fill(page, en.mailboxForm.password, mailbox.password);
  const imapPort = mailbox.imapPort ?? dovecot.ports.imaps;
  await fillServer(page, 'receiving', { use: 'imap', host, port: imapPort, security: 'tls' });
  await fillServer(page, 'sending', { use: 'smtp', host, port: dovecot.ports.submission, security: 'starttls' });
}

async function fillProvider(page: Page, { slapd }: MailPlace, mailbox: NewMailbox): Promise<void> {
  const part = page.getByRole('region', { name: en.mailboxForm.sectionProvider, exact: true });
  if (mailbox.provider === 'by-hand') {
    await pick(part, en.provider['by-hand'].name);
    if (mailbox.page) await fill(part, en.provider['by-hand'].page.label, mailbox.page);
    return;
  }
  const words = en.provider.ldap;
  await unfold(part, en.found.otherWays);
  await pick(part, words.name);
  await fill(part, words.host.label, slapd.host);
  await pick(part, words.security.choice.starttls);
  await fill(part, words.port.label, String(mailbox.directoryPort ?? slapd.port));
  if (mailbox.provider === 'ldap') {
    await pick(part, words.mode.choice.self);
    await fill(part, words.userDn.label, `uid={local},${slapd.peopleDn}`);
    return;
  }
  await pick(part, words.mode.choice.admin);
  await fill(part, words.searchBase.label, slapd.peopleDn);
  await fill(part, words.adminDn.label, slapd.helpdesk.dn);
  await fill(part, words.adminPassword.label, slapd.helpdesk.password);
}

/**
 * Trusts the test's authority for one host, through the page. The dialogs of the computer are answered at once, and what
 * the second one asked is returned: a person compares the fingerprint in it.
 */
export async function trustAuthority({ app, page }: OpenApp, file: string, host: string): Promise<string> {
  await app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, file);
  await app.evaluate(({ dialog }) => {
    dialog.showMessageBox = (...parts: unknown[]) => {
      Reflect.set(globalThis, 'lastQuestion', JSON.stringify(parts.at(-1)));
      return Promise.resolve({ response: 1, checkboxChecked: false });
    };
  });
  await press(page, en.mailbox.authorityAdd);
  const dialog = page.getByRole('dialog', { name: en.mailbox.authorityAdd });
  await pick(dialog, host);
  await press(dialog, en.mailbox.authorityChoose);
  await dialog.waitFor({ state: 'detached' });
  return await app.evaluate(() => String(Reflect.get(globalThis, 'lastQuestion')));
}

export interface NewClient {
  readonly kind: keyof typeof en.clientKind;
  readonly name: string;
  readonly does?: 'doesBoth' | 'doesReceive' | 'doesSend';
  /** Settings of its own instead of the mailbox's. */
  readonly own?: { readonly receiving: ServerChoice | null; readonly sending: ServerChoice | null };
}

export async function addClient(page: Page, client: NewClient): Promise<void> {
  await press(page, en.mailbox.addDevice);
  const dialog = page.getByRole('dialog', { name: en.clientForm.addTitle });
  await pick(dialog, en.clientKind[client.kind].name);
  await fill(dialog, en.clientForm.name, client.name);
  if (client.does) await pick(dialog, en.clientForm[client.does]);
  if (client.own) await fillOwn(dialog, client.own);
  await press(dialog, en.clientForm.add);
  await dialog.waitFor({ state: 'detached' });
}

async function fillOwn(dialog: Locator, own: NonNullable<NewClient['own']>): Promise<void> {
  await unfold(dialog, en.clientForm.more);
  await pick(dialog, en.clientForm.serversOwn);
  for (const side of ['receiving', 'sending'] as const) {
    const server = own[side];
    if (server) await fillServer(dialog, side, server);
    else {
      const group = dialog.getByRole('group', { name: en.mailboxForm[side], exact: true });
      await pick(group, en.mailboxForm[`${side}None`]);
    }
  }
}

/** From the mailbox's page to the choice of the new password. */
export async function getReady(page: Page): Promise<void> {
  await press(page, en.mailbox.change);
  await page.getByRole('heading', { name: en.ready.titleOk, level: 1 }).waitFor({ timeout: 60_000 });
  await press(page, en.act.next);
  await page.getByRole('heading', { name: en.choose.title, level: 1 }).waitFor();
}

/** Types a password of one's own, twice. */
export async function typePassword(page: Page, password: string): Promise<void> {
  await pick(page, en.choose.own);
  await fill(page, en.choose.type, password);
  await fill(page, en.choose.repeat, password);
}

/** The password that an explicit act has put on the screen. */
export async function shownPassword(where: Page | Locator): Promise<string> {
  return (await where.getByRole('group', { name: en.choose.shown, exact: true }).textContent()) ?? '';
}

/** One device in the list of the round, of the report or of the mailbox's page. */
export function deviceRow(page: Page, name: string): Locator {
  return page.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) });
}
