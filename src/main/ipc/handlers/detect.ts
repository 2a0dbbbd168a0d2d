import { success } from '../../../shared/result.ts';
import type { App } from '../../app/app.ts';
import { hostsToConfirm } from '../../app/confirmed-hosts.ts';
import type { Handlers } from '../bind.ts';

export function detectHandlers(app: App): Pick<Handlers, 'detect.fromAddress' | 'detect.hostsToConfirm'> {
  return {
    'detect.fromAddress': async ({ address }) => {
      const { workspace } = app.spaces.active();
      const providers = workspace.providers.map(({ manifest }) => manifest.id);
      const practice = app.spaces.practice();
      const detector = await app.detector();
      // Practising stays on this computer: nobody out there is asked about an address of it.
      return workspace.space === 'practice'
        ? detector.lookUp(address, providers, practice ? [practice.known] : [])
        : await detector.search(address, providers);
    },
    'detect.hostsToConfirm': async ({ address, hosts }) =>
      success({ hosts: [...(await hostsToConfirm(app, address, hosts))] }),
  };
}
