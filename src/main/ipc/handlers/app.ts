import { success } from '../../../shared/result.ts';
import type { App } from '../../app/app.ts';
import { question } from '../../app/say.ts';
import type { Handlers } from '../bind.ts';

export function appHandlers(app: App): Pick<Handlers, Extract<keyof Handlers, `app.${string}`> | 'keychain.check'> {
  return {
    'app.status': () => {
      const space = app.spaces.active();
      return success({
        ...app.runtime,
        standInAccepted: app.preferences.standInAccepted(),
        space: space.workspace.space,
        keychain: app.keychain.problem(),
        keychainWaits: app.keychain.waits(),
        begun: app.begun(),
        readOnly: app.readOnly(),
        theme: app.preferences.theme(),
        reminders: app.preferences.reminders(),
        unfinished: space.rotations.unfinished(),
        leftOver: app.leftOver(),
        lost: app.lost(),
      });
    },
    'app.setTheme': async ({ theme }) => {
      await app.preferences.setTheme(theme);
      app.native.setTheme(theme);
      app.appChanged();
      return success({});
    },
    'app.setReminders': async ({ on }) => {
      await app.preferences.setReminders(on);
      app.reminders.look();
      app.appChanged();
      return success({});
    },
    'app.looksAt': ({ rotation }) => {
      app.reminders.showing(rotation);
      return success({});
    },
    'app.acceptStandIn': async () => {
      const accepted = await app.native.confirm(question(app.say, 'standIn'));
      if (accepted) await app.preferences.acceptStandIn();
      app.appChanged();
      return success({ accepted });
    },
    'keychain.check': async () => {
      const tried = await app.keychain.check();
      return tried.ok ? success({}) : tried;
    },
  };
}
