import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import jsqr from 'jsqr';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../src/shared/texts/en/index.ts';
import { folderFor, freshPlace, type LinuxPlace, type OpenApp, openApp } from './support/app.ts';
import { words } from './support/made-up-views.ts';
import { addClient, button, deviceRow, getReady, press, unfold } from './support/mailbox-acts.ts';
import { photographFailures } from './support/photograph.ts';

const address = 'anna@practice.example';
const phone = 'Phone of Anna';
const { aids } = en;

/* What a device is set up anew with, as a camera sees it on the screen and as another device is given the file. */
describe('aids for a device', () => {
  let place: LinuxPlace;
  let opened: OpenApp;
  beforeAll(async () => {
    place = await freshPlace({ screen: '1600x1200' });
    opened = await openApp(place);
    const { page } = opened;
    page.setDefaultTimeout(30_000);
    await press(page, en.welcome.practice);
    await page.getByRole('heading', { level: 1, name: address }).waitFor();
    await addClient(page, { kind: 'thunderbird-mobile', name: phone });
    await getReady(page);
    await press(page, en.choose.now);
    await page.getByRole('list', { name: en.round.devices }).waitFor({ timeout: 60_000 });
  });
  afterAll(async () => {
    await opened?.kill();
    await place?.stop();
  });
  photographFailures(() => opened);

  /** The guide of a device, with what sets it up anew unfolded. */
  async function guideOf(name: string) {
    const { page } = opened;
    const guide = page.getByRole('region', { name: `${en.guide.title}: ${name}` });
    const show = button(deviceRow(page, name).first(), words(en.round.howFor, { name }));
    await show.or(guide).first().waitFor();
    if (await show.isVisible()) await show.click();
    await unfold(guide, aids.title);
    await guide.getByText(aids.removeFirst).waitFor();
    return guide;
  }

  it('are a code that a camera reads off the screen as the settings, without a password', async () => {
    const guide = await guideOf(phone);
    await press(guide, aids.code.show);
    const picture = await guide.getByRole('img', { name: aids.code.picture }).screenshot();
    const { width, height, pixels } = await opened.app.evaluate(({ nativeImage }, bytes) => {
      const image = nativeImage.createFromBuffer(Buffer.from(bytes, 'base64'));
      return { ...image.getSize(), pixels: image.toBitmap().toString('base64') };
    }, picture.toString('base64'));
    const read = jsqr(new Uint8ClampedArray(Buffer.from(pixels, 'base64')), width, height)?.data;
    const server = [0, '127.0.0.1', expect.any(Number), expect.any(Number), 1, address];
    expect(JSON.parse(read ?? '')).toEqual([1, [1, 1], server, [[server, [address, address]]]]);
  });

  it('are a profile that is saved where the person says, without a password', async () => {
    const path = join(folderFor(place, 'profiles'), 'anna.mobileconfig');
    await opened.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, path);
    await press(await guideOf('iPhone'), aids.profile.save);
    await opened.page.getByText(aids.profile.saved).waitFor();
    const profile = readFileSync(path, 'utf8');
    expect(profile).toContain('<string>com.apple.mail.managed</string>');
    expect(profile).toContain(`<string>${address}</string>`);
    expect(profile).not.toMatch(/<key>(?:Incoming|Outgoing)Password</);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });
});
