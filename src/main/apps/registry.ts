import type { MailApp } from '../../core/apps/mail-app.ts';
import type { AppFiles } from './app-files.ts';
import type { Places } from './places.ts';
import { thunderbird } from './thunderbird/app.ts';

/** What every app is given to work with. */
export interface AppDesk {
  readonly places: Places;
  readonly files: AppFiles;
}

type MakeApp = (desk: AppDesk) => MailApp;

/** Every app on this computer that Keyround can read: one line an app. */
const makers: readonly MakeApp[] = [thunderbird];

export const mailApps = (desk: AppDesk): readonly MailApp[] => makers.map((make) => make(desk));
