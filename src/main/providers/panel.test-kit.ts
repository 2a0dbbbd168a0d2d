import { type HostedFake, startHostedFake } from './hosted.test-kit.ts';

/** A panel that stands wherever its settings say, with one mailbox that only administrators may change. */
export async function startPanelFake(parts: HostedFake['parts']): Promise<HostedFake> {
  const fake = await startHostedFake(parts);
  return {
    ...fake,
    access: (door, given) => {
      const access = fake.access(door, given);
      return { ...access, settings: { host: door.host, port: String(door.port), ...access.settings } };
    },
  };
}
