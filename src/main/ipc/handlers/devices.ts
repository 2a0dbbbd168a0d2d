import { clientValue } from '../../../core/clients/fill-guide.ts';
import { failure } from '../../../shared/failures.ts';
import { failed, success } from '../../../shared/result.ts';
import type { App } from '../../app/app.ts';
import { findDevice, guideForDevice } from '../../app/device-guide.ts';
import type { Handlers } from '../bind.ts';

/** The guide to one device, and the values that are typed into it. */
export function deviceHandlers(app: App): Pick<Handlers, 'devices.guide' | 'devices.copyValue'> {
  return {
    'devices.guide': async (device) => {
      const found = await findDevice(app, device);
      return found.ok ? success({ guide: await guideForDevice(app, found.value) }) : found;
    },
    'devices.copyValue': async ({ value, ...device }) => {
      const found = await findDevice(app, device);
      if (!found.ok) return found;
      const text = clientValue(found.value.client, value);
      if (text === null) return failed(failure('request.not-found'));
      await app.native.copyText(text);
      return success({});
    },
  };
}
