import type { MailApp } from '../../core/apps/mail-app.ts';
import { aerc } from './aerc/app.ts';
import { clawsMail } from './claws-mail/app.ts';
import { type ConfigFormat, configApp } from './config-app.ts';
import type { AppDesk } from './desk.ts';
import { fetchmail } from './fetchmail/app.ts';
import { getmail } from './getmail/app.ts';
import { gitSendEmail } from './git-send-email/app.ts';
import { mbsync } from './mbsync/app.ts';
import { msmtp } from './msmtp/app.ts';
import { mutt } from './mutt/app.ts';
import { offlineimap } from './offlineimap/app.ts';
import { thunderbird } from './thunderbird/app.ts';

type MakeApp = (desk: AppDesk) => MailApp;

/** Those that keep their settings in files of text. */
export const configFormats: readonly ConfigFormat[] = [
  ...[aerc, clawsMail, fetchmail, getmail, gitSendEmail],
  ...[mbsync, msmtp, mutt, offlineimap],
];

/** Every app on this computer that Keyround can read: one line an app. */
const makers: readonly MakeApp[] = [thunderbird, ...configFormats.map(configApp)];

export const mailApps = (desk: AppDesk): readonly MailApp[] => makers.map((make) => make(desk));
