import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/main/app/system.ts';
import { type PracticeService, startPractice } from '../../src/main/practice/service.ts';
import { fakeHost } from '../../src/main/providers/fake-server.test-kit.ts';
import {
  type FakeGroupOffice,
  groupOfficeUser,
  startFakeGroupOffice,
} from '../../src/main/providers/group-office/fake-group-office.test-kit.ts';
import { en } from '../../src/shared/texts/en/index.ts';
import { answerQuestions, folderFor, freshPlace, type LinuxPlace, type OpenApp, openApp } from './support/app.ts';
import { findSecret, type Trace, traceOfPage, tracesOf } from './support/canary.ts';
import { faultsOfScreen } from './support/looks.ts';
import {
  button,
  confirmHosts,
  field,
  fill,
  fillServer,
  pick,
  press,
  trustAuthority,
  typePassword,
  unfold,
} from './support/mailbox-acts.ts';
import { photographFailures } from './support/photograph.ts';

/*
 * Group-Office is a fake here, made from its sources: no real one was met. The mail server behind it is the practice
 * service's. What is real is the window, the keychain and everything in between.
 */

const address = 'anna@practice.example';
const fresh = 'Marker-After-Walnut-27';
const code = '90417263';
const { oneTimeCode: words } = en;

describe('a provider that asks for a one-time code', () => {
  let mail: PracticeService;
  let groupOffice: FakeGroupOffice;
  let place: LinuxPlace;
  let open: OpenApp;
  const traces: Trace[] = [];

  beforeAll(async () => {
    mail = await startPractice({ clock: systemClock });
    groupOffice = await startFakeGroupOffice();
    Object.assign(groupOffice, { secondFactor: 'otpauthenticator', code });
    // One password for both, as Group-Office hands it on to its mail server.
    const { accounts } = mail;
    Object.defineProperty(groupOffice, 'password', {
      get: () => accounts.passwordOf(address),
      set: (next: string) => accounts.reset(address, next),
    });
    place = await freshPlace({ screen: '1600x1200' });
    open = await openApp(place);
    open.page.setDefaultTimeout(20_000);
  });
  afterAll(async () => {
    await open?.kill();
    await place?.stop();
    await groupOffice?.stop();
    await mail?.stop();
  });
  photographFailures(() => open);

  const heading = (name: string) =>
    open.page.getByRole('heading', { name, exact: true, level: 1 }).waitFor({ timeout: 60_000 });
  const signIns = () => groupOffice.requests.filter(({ method, target }) => method === 'POST' && /auth/.test(target));

  async function trust(pem: string): Promise<void> {
    const file = join(folderFor(place, 'authorities'), 'authority.pem');
    writeFileSync(file, pem);
    await trustAuthority(open, file, fakeHost);
  }

  it('is added like any other', async () => {
    const { page } = open;
    const { host, ports } = mail;
    await answerQuestions(open, 'go');
    await press(page, en.nav.add);
    await fill(page, en.mailboxForm.address, address);
    await press(page, en.found.byHand);
    const part = page.getByRole('region', { name: en.mailboxForm.sectionProvider, exact: true });
    const ours = en.provider['group-office'];
    await unfold(part, en.found.otherWays);
    await pick(part, ours.name);
    await fill(part, ours.host.label, fakeHost);
    await fill(part, ours.port.label, String(groupOffice.port));
    await fill(part, ours.path.label, '/office/');
    await pick(part, ours.mode.choice.self);
    await fill(part, ours.userName.label, groupOfficeUser);
    await fill(page, en.mailboxForm.password, mail.accounts.passwordOf(address) ?? '');
    await fillServer(page, 'receiving', { use: 'imap', host, port: ports.imap, security: 'tls' });
    await fillServer(page, 'sending', { use: 'smtp', host, port: ports.smtp, security: 'tls' });
    await press(page, en.mailboxForm.add);
    await confirmHosts(page);
    await heading(address);
    await trust(mail.authority.pem);
    await trust(groupOffice.authorities[0]?.pem ?? '');
  });

  it('is asked for on the page, and what is no code is not sent', async () => {
    const { page } = open;
    await press(page, en.mailbox.change);
    await heading(en.ready.titleBad);
    await page.getByText(en.failure.provider['second-factor'].what).waitFor();
    await page.getByText(words.cost).waitFor();
    expect(await button(page, en.ready.again).count()).toBe(0);
    expect(await faultsOfScreen(open, 'the one-time code')).toEqual([]);
    await fill(page, words.label, '12345');
    await field(page, words.label).press('Enter');
    await page.getByText(words.wrong).waitFor();
    expect(signIns()).toHaveLength(1);
  });

  it('is sent once for each press, and asked for again where it is wrong', async () => {
    const { page } = open;
    await fill(page, words.label, '0000 0000');
    await press(page, words.send);
    await page.getByText(en.failure.provider['wrong-code'].what).waitFor();
    expect(await field(page, words.label).inputValue()).toBe('');
    expect(signIns()).toHaveLength(2);
    traces.push(await traceOfPage(open, 'the wrong code'));
    await fill(page, words.label, '9041 7263');
    await press(page, words.send);
    await heading(en.ready.titleOk);
    traces.push(await traceOfPage(open, 'ready'), ...tracesOf(place, open));
    expect([signIns().length, groupOffice.open.size]).toEqual([3, 1]);
  });

  it('goes on to the change in the session that came of it', async () => {
    const { page } = open;
    await press(page, en.act.next);
    await heading(en.choose.title);
    await typePassword(page, fresh);
    await press(page, en.choose.now);
    await page.getByRole('heading', { name: en.round.titleNone, level: 1 }).waitFor({ timeout: 60_000 });
    expect(mail.accounts.passwordOf(address)).toBe(fresh);
    expect([signIns().length, groupOffice.open.size]).toEqual([3, 0]);
  });

  it('leaves no trace but in that one request', async () => {
    traces.push(await traceOfPage(open, 'the round'), ...tracesOf(place, open));
    await open.close();
    traces.push(...tracesOf(place, open));
    // The address is no secret; that it is found shows that the search is not blind.
    expect(findSecret(traces, address, [])).not.toEqual([]);
    expect(findSecret(traces, code, [])).toEqual([]);
    const asked = groupOffice.requests.map(({ text, ...rest }) => [JSON.stringify(rest), text]);
    expect(asked.filter(([rest]) => rest?.includes(code))).toEqual([]);
    expect(asked.filter(([, text]) => text?.includes(code))).toHaveLength(1);
  });
});
