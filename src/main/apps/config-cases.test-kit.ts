import { aerc } from './aerc/app.ts';
import { aercCases } from './aerc/corpus.test-kit.ts';
import { clawsMail } from './claws-mail/app.ts';
import { clawsMailCases } from './claws-mail/corpus.test-kit.ts';
import type { ConfigFormat } from './config-app.ts';
import type { ConfigCase } from './config-corpus.test-kit.ts';
import { fetchmail } from './fetchmail/app.ts';
import { fetchmailCases } from './fetchmail/corpus.test-kit.ts';
import { getmail } from './getmail/app.ts';
import { getmailCases } from './getmail/corpus.test-kit.ts';
import { gitSendEmail } from './git-send-email/app.ts';
import { gitSendEmailCases } from './git-send-email/corpus.test-kit.ts';
import { mbsync } from './mbsync/app.ts';
import { mbsyncCases } from './mbsync/corpus.test-kit.ts';
import { msmtp } from './msmtp/app.ts';
import { msmtpCases } from './msmtp/corpus.test-kit.ts';
import { mutt } from './mutt/app.ts';
import { muttCases } from './mutt/corpus.test-kit.ts';
import { offlineimap } from './offlineimap/app.ts';
import { offlineimapCases } from './offlineimap/corpus.test-kit.ts';

/** Every format of settings in text, and what is to be seen in it. */
export const corpus: readonly (readonly [ConfigFormat, readonly ConfigCase[]])[] = [
  [aerc, aercCases],
  [clawsMail, clawsMailCases],
  [fetchmail, fetchmailCases],
  [getmail, getmailCases],
  [gitSendEmail, gitSendEmailCases],
  [mbsync, mbsyncCases],
  [msmtp, msmtpCases],
  [mutt, muttCases],
  [offlineimap, offlineimapCases],
];

/** The first case of an app whose password can be changed. */
export const usual = (all: readonly ConfigCase[]): ConfigCase => {
  const found = all.find(({ refuses, says }) => !refuses && says.some((said) => said.endsWith(' old')));
  if (!found) throw new Error('no such case');
  return found;
};
