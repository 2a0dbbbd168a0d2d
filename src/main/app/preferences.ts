import type { SettingsFile } from '../storage/settings.ts';
import type { Preferences } from './app.ts';

/** A reminder older than this is forgotten, in ms: the next is long due. */
const keptReminder = 7 * 24 * 3_600_000;

/** What is remembered between starts, in the settings file. `runtime` is the version of Electron. */
export function createPreferences(settings: SettingsFile, runtime: string): Preferences {
  return {
    theme: () => settings.get().theme,
    setTheme: (theme) => settings.update({ theme }),
    standInAccepted: () => settings.get().standInAccepted === runtime,
    acceptStandIn: () => settings.update({ standInAccepted: runtime }),
    reminders: () => settings.get().reminders,
    setReminders: (reminders) => settings.update({ reminders }),
    reminded: () => settings.get().reminded,
    setReminded(mailbox, at) {
      const young = Object.entries(settings.get().reminded).filter(([, last]) => Math.abs(at - last) < keptReminder);
      return settings.update({ reminded: { ...Object.fromEntries(young), [mailbox]: at } });
    },
  };
}
