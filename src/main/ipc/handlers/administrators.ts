import { success } from '../../../shared/result.ts';
import { createAdministratorSignIn } from '../../app/administrator-sign-in.ts';
import type { App } from '../../app/app.ts';
import type { Handlers } from '../bind.ts';

type Name = Extract<keyof Handlers, `administrators.${string}`>;

export function administratorHandlers(app: App): Pick<Handlers, Name> {
  const signIn = createAdministratorSignIn({ native: app.native, say: app.say, grants: app.held.grants });
  return {
    'administrators.signIn': async (asked) => {
      const held = await signIn.begin(asked);
      return held.ok ? success({ credential: held.value }) : held;
    },
    'administrators.stopSignIn': () => {
      signIn.stop();
      return success({});
    },
    'administrators.chooseKeyFile': async ({ provider }) => {
      const key = await signIn.chooseKeyFile(provider);
      return key.ok ? success({ key: key.value }) : key;
    },
  };
}
