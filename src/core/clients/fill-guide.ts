import type { ClientValue, DeviceGuide, GuideFile, GuideLanguage, GuidePlace } from '../../shared/device-guide.ts';
import type { ClientRecord, Receiving, Sending } from '../../shared/model.ts';

type Client = Pick<ClientRecord, 'user' | 'receiving' | 'sending'>;
type Values = Partial<Record<GuidePlace, string>>;

/** Values go in as they are, in one pass: one that looks like a place stays text. */
const fillWith =
  (values: Values) =>
  (text: string): string =>
    text.replace(/\{(\w+)\}/g, (all, name: GuidePlace) => values[name] ?? all);

/**
 * The guide of one client: in this language, or in English where it has none, with the client's own values, and without
 * a side that the client does not use. `securityName` says `tls` and `starttls` as they stand on screen.
 */
export function fillGuide(
  file: GuideFile,
  language: GuideLanguage,
  address: string,
  client: Client,
  securityName: (security: Sending['security']) => string,
): DeviceGuide {
  const words = file.words[language] ?? file.words.en;
  const own: Values = { address, user: client.user };
  const side = (server: Receiving | Sending | null, steps: readonly string[]): string[] => {
    if (server === null) return [];
    const { host, port, security } = server;
    return steps.map(fillWith({ ...own, host, port: String(port), security: securityName(security) }));
  };
  const remark = fillWith(own);
  return {
    kind: file.kind,
    checked: file.checked,
    receiving: side(client.receiving, words.receiving),
    sending: side(client.sending, words.sending),
    pause: words.pause.map(remark),
    missed: remark(words.missed),
    note: words.note === undefined ? null : remark(words.note),
  };
}

/** One value of a client as it is typed into a device, or null where the client has no such side. */
export function clientValue({ user, receiving, sending }: Client, value: ClientValue): string | null {
  switch (value) {
    case 'user':
      return user;
    case 'receiving-host':
      return receiving?.host ?? null;
    case 'receiving-port':
      return receiving === null ? null : String(receiving.port);
    case 'sending-host':
      return sending?.host ?? null;
    case 'sending-port':
      return sending === null ? null : String(sending.port);
  }
}
