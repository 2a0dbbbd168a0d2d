import type { MailApp } from '../../core/apps/mail-app.ts';
import { aerc } from './aerc/app.ts';
import { clawsMail } from './claws-mail/app.ts';
import { type ConfigFormat, configApp } from './config-app.ts';
import type { AppDesk } from './desk.ts';
import { evolution } from './evolution/app.ts';
import { fetchmail } from './fetchmail/app.ts';
import { geary } from './geary/app.ts';
import { getmail } from './getmail/app.ts';
import { gitSendEmail } from './git-send-email/app.ts';
import { gnomeOnlineAccounts } from './gnome-online-accounts/app.ts';
import { type KeyringFormat, keyringApp } from './keyring/keyring-app.ts';
import { kmail } from './kmail/app.ts';
import { mailspring } from './mailspring/app.ts';
import { mbsync } from './mbsync/app.ts';
import { msmtp } from './msmtp/app.ts';
import { alsoInKeyring } from './msmtp/keyring.ts';
import { mutt } from './mutt/app.ts';
import { offlineimap } from './offlineimap/app.ts';
import { thunderbird } from './thunderbird/app.ts';

type MakeApp = (desk: AppDesk) => MailApp;

/** Those that keep their settings in files of text. */
export const configFormats: readonly ConfigFormat[] = [
  ...[aerc, clawsMail, fetchmail, getmail, gitSendEmail],
  ...[mbsync, msmtp, mutt, offlineimap],
];

/** Those that keep their passwords in the keyring of the desktop. */
const keyringFormats: readonly KeyringFormat[] = [evolution, geary, gnomeOnlineAccounts, kmail];

/** msmtp does either. */
const configMakers = configFormats.map((format) => (format === msmtp ? alsoInKeyring : configApp(format)));

/** Every app on this computer that Keyround can read: one line an app. */
const makers: readonly MakeApp[] = [thunderbird, mailspring, ...configMakers, ...keyringFormats.map(keyringApp)];

export const mailApps = (desk: AppDesk): readonly MailApp[] => makers.map((make) => make(desk));
