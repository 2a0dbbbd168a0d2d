import { success } from '../../../shared/result.ts';
import type { App } from '../../app/app.ts';
import { guideForAddress, guideForMailbox, readGuides } from '../../app/guides.ts';
import type { Handlers } from '../bind.ts';

type Name = Extract<keyof Handlers, `guides.${string}`>;

export function guideHandlers(app: App): Pick<Handlers, Name> {
  const recordOf = (mailbox: Parameters<Handlers['guides.forMailbox']>[0]['mailbox']) =>
    app.spaces.active().workspace.world.records.load(mailbox);
  return {
    'guides.list': ({ address }) => {
      const guides = readGuides();
      return success({ guides: [...guides], likely: guideForAddress(guides, address)?.id ?? null });
    },
    'guides.forMailbox': async ({ mailbox }) => {
      const record = await recordOf(mailbox);
      return record.ok ? success({ guide: guideForMailbox(readGuides(), record.value) }) : record;
    },
    'guides.copyMessage': async ({ mailbox }) => {
      const record = await recordOf(mailbox);
      if (!record.ok) return record;
      await app.native.copyText(app.say('toAdministrator.message', { address: record.value.address }));
      return success({});
    },
  };
}
