import { success } from '../../../shared/result.ts';
import type { App } from '../../app/app.ts';
import { deviceCode, printSlip, saveProfile } from '../../app/device-aids.ts';
import type { Handlers } from '../bind.ts';

type Name = 'devices.code' | 'devices.saveProfile' | 'devices.printSlip';

export function deviceAidHandlers(app: App): Pick<Handlers, Name> {
  return {
    'devices.code': (device) => deviceCode(app, device),
    'devices.saveProfile': (device) => saveProfile(app, device),
    'devices.printSlip': async (device) => {
      const printed = await printSlip(app, device);
      return printed.ok ? success({}) : printed;
    },
  };
}
