import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { ask } from './ask.mjs';
import { createScreen } from './screen.mjs';
import { deviceWords, fastestWords, gradeWords } from './words.mjs';

/**
 * @typedef {object} Telling
 * @property {string} pictures folder for the pictures of each step
 * @property {string} reports folder that the app may write the reports into
 * @property {(line: string) => void} say
 * @property {string} [password] typed as one's own; without it Keyround makes one
 * @property {(name: string) => Promise<void>} [onStep] called at each picture
 *
 * @typedef {Telling & import('./open-app.mjs').OpenApp & { screen: import('./screen.mjs').Screen }} Scene
 */

const address = 'anna@practice.example';
const entered = ['Thunderbird on this computer', 'iPhone', 'Outlook in the office', 'Contact form on the website'];
const gone = 'Scanner in the hall';
/** Apps of the made-up home folder, which Keyround can update itself. */
const updated = ['getmail on this computer', 'msmtp on this computer'];

/** The files that the report is saved to. */
export const reportNames = /** @type {const} */ ({ pdf: 'report.pdf', html: 'report.html', json: 'report.json' });

/**
 * The practice round from the first screen to the saved report, pressed through like a person would. The practice space
 * is still open afterwards.
 *
 * @param {import('./open-app.mjs').OpenApp} opened
 * @param {Telling} telling
 * @returns {Promise<Scene>}
 * @throws {Error} with a plain sentence where something expected does not appear
 */
export async function makeRound(opened, telling) {
  const screen = createScreen(opened.page, {
    folder: telling.pictures,
    ...(telling.onStep ? { onStep: telling.onStep } : {}),
  });
  const scene = { ...opened, ...telling, screen };
  await enterPractice(scene);
  await checkUp(scene);
  await getReady(scene);
  await choosePassword(scene);
  await change(scene);
  await visitDevices(scene);
  await saveReports(scene);
  return scene;
}

/** @param {Scene} scene */
async function enterPractice({ screen, say }) {
  await screen.heading('Change a mailbox password once, and get every device back in');
  await screen.picture('first-screen');
  say('The first screen is open.');
  await screen.press('Try the practice round');
  await screen.heading(address);
  await screen.text('Everything here is pretend and stays on this computer.');
  const mailboxes = await ask(screen.page, 'mailboxes.list', {});
  await screen.picture('mailbox');
  say(`The practice service runs on this computer, with ${mailboxes.length} mailboxes. This is ${address}.`);
}

/** @param {Scene} scene */
async function checkUp({ screen, say }) {
  await screen.press('Run a check-up');
  await screen.text(/^The settings of all 7 devices signed in from this computer/);
  await screen.picture('check-up');
  say('The check-up signed in with the settings of every device and changed nothing:');
  for (const view of (await mailboxOf(screen.page)).clients) say(`  ${deviceWords(view)}`);
}

/** @param {Scene} scene */
async function getReady({ screen, say }) {
  await screen.press('Change password…');
  await screen.heading('Everything is ready');
  await screen.picture('get-ready');
  const { checks, refusedSignIns } = await rotationOf(screen.page);
  const good = checks.filter(({ state }) => state === 'ok').length;
  say(`Get ready: ${good} of ${checks.length} checks are in order, ${refusedSignIns} sign-ins were refused.`);
  await screen.press('Continue');
  await screen.heading('Choose the new password');
}

/** @param {Scene} scene */
async function choosePassword({ screen, say, password }) {
  const { page } = screen;
  const shown = page.getByRole('group', { name: 'The password', exact: true });
  if (password === undefined) {
    await screen.text('Very strong');
    await screen.press('Show');
    const length = [...((await shown.textContent({ timeout: 10_000 })) ?? '')].length;
    if (length < 8) throw new Error(`The password made has only ${length} characters.`);
    await screen.press('Hide');
    await shown.waitFor({ state: 'detached' });
    say(`New password: Keyround made one of ${length} characters. It was shown once and hidden again.`);
  } else {
    await page.getByRole('radio', { name: 'I type my own' }).press('Space');
    await page.getByLabel('New password', { exact: true }).fill(password);
    await page.getByLabel('Type it once more', { exact: true }).fill(password);
    await screen.text(/centuries|very long/);
    say('New password: one of our own was typed twice.');
  }
  await screen.picture('new-password');
}

/** @param {Scene} scene */
async function change({ screen, say }) {
  const rotation = await rotationOf(screen.page);
  const begin = Date.now();
  await screen.press('Change the password now');
  await screen.heading('0 of 7 devices are done');
  const seconds = ((Date.now() - begin) / 1000).toFixed(1);
  say(`Change: the provider changed the password, in ${seconds} s with all proofs.`);
  const clients = await seenClients(screen.page, rotation.id, (lamp) => lamp.state === 'known');
  say(`The mail server accepted the new password (${fastestWords(clients)}).`);
  await screen.picture('round-begins');
}

/** @param {Scene} scene */
async function visitDevices({ screen, say }) {
  const { id } = await rotationOf(screen.page);
  say('The round:');
  await screen.press(`Update these ${updated.length} apps for me`);
  for (const name of updated) await confirm(screen, say, name);
  for (const name of entered.slice(0, 2)) await enter(screen, say, name);
  await screen.heading('4 of 7 devices are done');
  await screen.picture('round');
  for (const name of entered.slice(2)) await enter(screen, say, name);
  await screen.press(`This device is gone: ${gone}`);
  await screen.text('You said that this device is gone.');
  say(`  ${gone}: marked as gone`);
  await checkAgain(screen, say, id);
  await screen.heading('Nothing left to do');
  const { clients } = await ask(screen.page, 'rotations.get', { rotation: id });
  say(`  Counted: ${gradeWords(clients)}. Nothing is claimed beyond that.`);
  await screen.picture('round-done');
}

/**
 * @param {import('./screen.mjs').Screen} screen
 * @param {(line: string) => void} say
 * @param {string} name
 */
async function confirm(screen, say, name) {
  await screen.press(`Looks good: ${name}`);
  say(`  ${name}: updated by Keyround, and the password that was read back signs in`);
}

/**
 * @param {import('./screen.mjs').Screen} screen
 * @param {(line: string) => void} say
 * @param {string} name
 */
async function enter(screen, say, name) {
  await screen.press(`I have entered it there: ${name}`);
  await screen.page.getByRole('button', { name: `Not done after all: ${name}` }).waitFor();
  say(`  ${name}: marked as entered`);
}

/**
 * @param {import('./screen.mjs').Screen} screen
 * @param {(line: string) => void} say
 * @param {import('../../src/shared/ids.ts').RotationId} rotation
 */
async function checkAgain(screen, say, rotation) {
  const [name = ''] = entered.slice(1);
  const begin = Date.now();
  await screen.press(`Check again: ${name}`);
  const clients = await seenClients(screen.page, rotation, (lamp, { client }) =>
    client.name === name ? lamp.state === 'known' && lamp.finding.at >= begin : true,
  );
  const view = clients.find(({ client }) => client.name === name);
  if (view) say(`  Checked once more: ${deviceWords(view)}`);
}

/**
 * Waits until every lamp in use shows what is expected. The round itself goes on meanwhile; it waits for nobody.
 *
 * @param {import('playwright').Page} page
 * @param {import('../../src/shared/ids.ts').RotationId} rotation
 * @param {(lamp: import('./words.mjs').Lamp, view: import('./words.mjs').ClientView) => boolean} isSeen
 */
async function seenClients(page, rotation, isSeen) {
  const end = Date.now() + 30_000;
  for (;;) {
    const { clients } = await ask(page, 'rotations.get', { rotation });
    const lamps = clients.flatMap((view) => [view.receiving, view.sending].map((lamp) => ({ lamp, view })));
    if (lamps.every(({ lamp, view }) => lamp.state === 'unused' || isSeen(lamp, view))) return clients;
    if (Date.now() > end) throw new Error('The settings of the devices were not all checked.');
    await page.waitForTimeout(100);
  }
}

/** @param {Scene} scene */
async function saveReports({ app, screen, say, reports }) {
  await screen.press('Finish the round');
  await screen.heading(/^Nothing left to do: /);
  await screen.picture('report');
  const buttons = { pdf: 'Save as PDF', html: 'Save as web page', json: 'Save as data (JSON)' };
  for (const format of /** @type {const} */ (['pdf', 'html', 'json'])) {
    const path = join(reports, reportNames[format]);
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, path);
    await screen.press(buttons[format]);
    await screen.text('The report is saved.');
    await screen.press('Close this message');
    say(`The report was saved: ${reportNames[format]} (${Math.ceil((await stat(path)).size / 1000)} kB)`);
  }
}

/**
 * Leaves the practice round and says what is gone.
 *
 * @param {Scene} scene
 */
export async function leavePractice({ screen, say }) {
  await screen.press('Leave the practice round');
  await screen.heading('Change a mailbox password once, and get every device back in');
  await screen.text('No mailbox yet');
  await screen.picture('left');
  say('Left the practice round.');
}

/** @param {import('playwright').Page} page */
async function mailboxOf(page) {
  const list = await ask(page, 'mailboxes.list', {});
  const mailbox = list.find((one) => one.address === address)?.id;
  if (!mailbox) throw new Error(`${address} is not in the list.`);
  return await ask(page, 'mailboxes.get', { mailbox });
}

/**
 * The password change that the window shows. Starting answers with the one that is under way.
 *
 * @param {import('playwright').Page} page
 */
async function rotationOf(page) {
  const { id } = await mailboxOf(page);
  const { rotation } = await ask(page, 'rotations.start', { mailbox: id });
  return await ask(page, 'rotations.get', { rotation });
}
