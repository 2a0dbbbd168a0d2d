import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../../scripts/practice/ask.mjs';
import type { MailboxId, RotationId } from '../../src/shared/ids.ts';
import { en } from '../../src/shared/texts/en/index.ts';
import type { ClientView } from '../../src/shared/views.ts';
import type { RunningServer } from '../servers/process.ts';
import { keepScript, makeThunderbird, type Thunderbird } from '../servers/thunderbird.ts';
import { filesOf, freshPlace, type LinuxPlace, type OpenApp, openApp, userDataOf } from './support/app.ts';
import { faultsOfScreen } from './support/looks.ts';
import { words } from './support/made-up-views.ts';
import { button, press } from './support/mailbox-acts.ts';
import { photographFailures } from './support/photograph.ts';

const address = 'anna@practice.example';
const name = 'Thunderbird on this computer';
const msmtp = 'msmtp on this computer';
const getmail = 'getmail on this computer';
const phone = 'iPhone';
const scanner = 'Scanner in the hall';
const tablet = 'Tablet without a server';
const host = '127.0.0.1';
/** Starting a real Thunderbird on a computer that may be busy. */
const patience = 120_000;
const { appUpdate } = en;

/*
 * A real Thunderbird from the first look to the evidence: its own profile lies in the practice's home folder, it runs while
 * Keyround wants to write, and after the update it signs in by itself, which the practice's sign-in log shows.
 */
describe('a real Thunderbird in a round', () => {
  let place: LinuxPlace;
  let opened: OpenApp;
  let person: Thunderbird;
  let running: RunningServer | null = null;
  let mailbox: MailboxId;
  let rotation: RotationId;

  beforeAll(async () => {
    place = await freshPlace();
    opened = await openApp(place);
    opened.page.setDefaultTimeout(30_000);
    await press(opened.page, en.welcome.practice);
    await opened.page.getByRole('heading', { level: 1, name: address }).waitFor();
    const anna = (await ask(opened.page, 'mailboxes.list', {})).find((one) => one.address === address);
    if (!anna) throw new Error('there is no practice mailbox');
    mailbox = anna.id;
    await emptyList();
    person = await makeProfile();
  }, 2 * patience);
  afterAll(async () => {
    await running?.stop();
    await opened?.kill();
    await place?.stop();
  });
  photographFailures(() => opened);

  /** What the practice has put there already is left to be found; a tablet leads nowhere, so nothing can be said of it. */
  async function emptyList(): Promise<void> {
    const { page } = opened;
    const { clients } = await ask(page, 'mailboxes.get', { mailbox });
    for (const { client } of clients.filter(({ client: { app } }) => app !== undefined))
      await ask(page, 'clients.remove', { mailbox, client: client.id });
    const sending = { host, port: 9, security: 'tls' } as const;
    const draft = { kind: 'other', name: tablet, user: address, receiving: null, sending } as const;
    const more = { appPassword: null, confirmedHosts: [] };
    await ask(page, 'clients.add', { mailbox, draft: { ...draft, signIn: 'mailbox-password' }, ...more });
  }
  /** A profile with the practice mailbox's password, which Thunderbird itself has kept. */
  async function makeProfile(): Promise<Thunderbird> {
    const home = homeOfPractice();
    const msmtp = readFileSync(join(home, '.msmtprc'), 'utf8');
    const getmail = readFileSync(join(home, '.getmail', 'getmailrc'), 'utf8');
    const ports = {
      imaps: Number(/^port = (\d+)$/m.exec(getmail)?.[1]),
      submission: Number(/^port (\d+)$/m.exec(msmtp)?.[1]),
    };
    const password = /^password "(.*)"$/m.exec(msmtp)?.[1] ?? '';
    const made = await makeThunderbird(
      { host, ports, authorityFile: join(home, 'practice-authority.pem') },
      address,
      home,
    );
    await made.inside(async (marionette) => {
      for (const [protocol, mechanism] of [
        ['imap', 1],
        ['smtp', 0],
      ] as const)
        await marionette.run(keepScript({ protocol, host, user: address, password, mechanism }));
    });
    return made;
  }
  function homeOfPractice(): string {
    const file = [...filesOf(userDataOf(place)).keys()].find((path) => path.endsWith('.msmtprc'));
    if (!file) throw new Error('the practice has no home folder');
    return dirname(file);
  }
  const viewOf = async (whose = name): Promise<ClientView> => {
    const { clients } = await ask(opened.page, 'rotations.get', { rotation });
    const view = clients.find(({ client }) => client.name === whose);
    if (!view) throw new Error(`${whose} is not in the round`);
    return view;
  };
  const says = async (sentence: string | RegExp, whose = name) =>
    await opened.page
      .getByRole('listitem')
      .filter({ has: opened.page.getByText(whose, { exact: true }) })
      .getByText(sentence)
      .first()
      .waitFor({ timeout: patience });
  const stored = (): Buffer => readFileSync(join(person.profile, 'logins.json'));

  it('is found, belongs to the device of the list, and is named among those to close before the change', async () => {
    const { page } = opened;
    // what was linked before may have been looked at already
    await button(page, en.apps.look).or(button(page, en.apps.again)).click();
    const said = page.getByText(/^We found .* on this computer\.$/);
    await said.filter({ hasText: 'Thunderbird' }).filter({ hasText: 'msmtp' }).filter({ hasText: 'getmail' }).waitFor();
    const found = await ask(page, 'apps.find', { mailbox, unlock: null, adding: false });
    const own = found.accounts.filter(({ app }) => app === 'thunderbird');
    expect(own.map(({ protocol, holds }) => [protocol, holds])).toEqual([
      ['imap', 'new'],
      ['smtp', 'new'],
    ]);
    const { clients } = await ask(page, 'mailboxes.get', { mailbox });
    const linked = clients.filter(({ client }) => client.app?.app === 'thunderbird');
    expect(linked.map(({ client }) => client.name)).toEqual([name]);
    const names = clients.map(({ client }) => client.name);
    for (const one of [name, msmtp, getmail]) expect(names.filter((other) => other === one)).toEqual([one]);
    expect(new Set(own.map(({ client }) => client))).toEqual(new Set(linked.map(({ client }) => client.id)));
    rotation = (await ask(page, 'rotations.start', { mailbox })).rotation;
    await press(page, en.mailbox.change);
    await page.getByRole('heading', { level: 1, name: en.ready.titleOk }).waitFor();
    await page.getByRole('region', { name: en.quiet.title }).getByText(name, { exact: true }).waitFor();
  });

  it('has to be closed first, and what runs is left alone', async () => {
    const { page } = opened;
    running = await person.open();
    await press(page, en.act.next);
    await press(page, en.choose.now);
    await says(words(appUpdate.found.old, { name: 'Thunderbird' }));
    const before = stored();
    await press(page, `${words(appUpdate.agree, { name: 'Thunderbird' })}: ${name}`);
    await says(words(appUpdate.stage['close-first'], { name: 'Thunderbird' }));
    expect(stored()).toEqual(before);
    expect(await faultsOfScreen(opened, 'Thunderbird runs')).toEqual([]);
  });

  it('is updated by itself once it is closed, and its own store signs in', async () => {
    const before = stored();
    await running?.stop();
    running = null;
    await says(words(appUpdate.stage.proved, { name: 'Thunderbird' }));
    expect(stored()).not.toEqual(before);
    expect(await viewOf()).toMatchObject({
      grade: 'stored',
      shown: { receiving: { as: 'stored' }, sending: { as: 'stored' } },
    });
    await press(opened.page, `${appUpdate.confirm}: ${name}`);
    await says(words(appUpdate.stage.done, { name: 'Thunderbird' }));
  });

  it('signs in by itself afterwards, and the sign-in list shows it', async () => {
    running = await person.open();
    await expect.poll(async () => (await viewOf()).grade, { timeout: patience, interval: 1_000 }).toBe('device-seen');
    await says(/^This device signed in for receiving/);
    expect((await viewOf()).shown.receiving?.as).toBe('signed-in');
  });

  it('updates msmtp too, leaves getmail to the person, and guides to the phone and the scanner', async () => {
    const { page } = opened;
    const devices = page.getByRole('list', { name: en.round.devices });
    await press(page, `${words(appUpdate.agree, { name: 'msmtp' })}: ${msmtp}`);
    await press(page, `${appUpdate.confirm}: ${msmtp}`);
    await says(words(appUpdate.stage.done, { name: 'msmtp' }), msmtp);
    await press(page, `${appUpdate.decline}: ${getmail}`);
    for (const device of [phone, scanner]) {
      const guide = page.getByRole('region', { name: `${en.guide.title}: ${device}` });
      if (!(await guide.isVisible())) await press(devices, words(en.round.howFor, { name: device }));
      await guide.getByText(host, { exact: false }).first().waitFor();
    }
    await press(page, words(en.round.enteredFor, { name: scanner }));
    await says(en.grade.told.short, scanner);
    expect(await faultsOfScreen(opened, 'guides to the phone and the scanner')).toEqual([]);
  });

  it('shows who still knocks, and reports each of the six grades', async () => {
    const { page } = opened;
    const { client } = await viewOf(phone);
    await ask(page, 'practice.deviceSignsIn', { rotation, client: client.id, password: 'old' });
    await page
      .getByText(/tries the old password/)
      .first()
      .waitFor({ timeout: patience });
    await press(page, en.round.report);
    await page.getByRole('heading', { name: en.report.counts }).waitFor();
    const { counts, everyDeviceConfirmed } = await ask(page, 'reports.get', { rotation });
    const six = ['device-seen', 'stored', 'settings-proved', 'told', 'old-password', 'waiting'] as const;
    for (const grade of six) expect(counts[grade], grade).toBeGreaterThan(0);
    expect(everyDeviceConfirmed).toBe(false);
  });

  it('makes the page complain about nothing', () => {
    expect(opened.complaints()).toEqual([]);
  });
});
