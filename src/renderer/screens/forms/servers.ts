import type { TFunction } from 'i18next';
import { asConnected } from '../../../core/detect/address.ts';
import type { Receiving, Security, Sending } from '../../../shared/model.ts';
import { hostFault, portFault } from './faults.ts';

/** A server as it stands in a form: texts, so that nothing typed is lost. */
export interface ServerText {
  host: string;
  port: string;
  security: Security;
}
export type ReceivingUse = 'imap' | 'pop3' | 'none';
export type SendingUse = 'smtp' | 'none';
export interface ServersText {
  receivingUse: ReceivingUse;
  receiving: ServerText;
  sendingUse: SendingUse;
  sending: ServerText;
}

/** The ports of RFC 8314 and its forerunners: facts about the protocols, not guesses about a provider. */
const usualPorts = {
  imap: { tls: '993', starttls: '143' },
  pop3: { tls: '995', starttls: '110' },
  smtp: { tls: '465', starttls: '587' },
} as const;
type Named = keyof typeof usualPorts;

/** Changes the encryption, and the port with it unless somebody has typed one of their own. */
export function withSecurity(server: ServerText, protocol: Named, security: Security): ServerText {
  const untouched = server.port === '' || server.port === usualPorts[protocol][server.security];
  return { ...server, security, port: untouched ? usualPorts[protocol][security] : server.port };
}

/** Changes between IMAP, POP3 and none, and the port with it unless somebody has typed one of their own. */
export function withUse(servers: ServersText, use: ReceivingUse): ServersText {
  const { receivingUse: before, receiving } = servers;
  if (use === 'none') return { ...servers, receivingUse: use };
  const old = before === 'none' ? null : usualPorts[before][receiving.security];
  const untouched = receiving.port === '' || old === null || receiving.port === old;
  const port = untouched ? usualPorts[use][receiving.security] : receiving.port;
  return { ...servers, receivingUse: use, receiving: { ...receiving, port } };
}

export function serversText(receiving: Receiving | null, sending: Sending | null): ServersText {
  return {
    receivingUse: receiving?.protocol ?? 'none',
    receiving: receiving
      ? { host: receiving.host, port: String(receiving.port), security: receiving.security }
      : { host: '', port: usualPorts.imap.tls, security: 'tls' },
    sendingUse: sending ? 'smtp' : 'none',
    sending: sending
      ? { host: sending.host, port: String(sending.port), security: sending.security }
      : { host: '', port: usualPorts.smtp.tls, security: 'tls' },
  };
}

export const emptyServers: ServersText = { ...serversText(null, null), receivingUse: 'imap', sendingUse: 'smtp' };

export function serverFaults(t: TFunction, servers: ServersText): Record<string, string> {
  const faults: Record<string, string> = {};
  const note = (key: string, fault: string | null) => {
    if (fault !== null) faults[key] = fault;
  };
  if (servers.receivingUse !== 'none') {
    note('receiving.host', hostFault(t, servers.receiving.host));
    note('receiving.port', portFault(t, servers.receiving.port));
  }
  if (servers.sendingUse !== 'none') {
    note('sending.host', hostFault(t, servers.sending.host));
    note('sending.port', portFault(t, servers.sending.port));
  }
  if (servers.receivingUse === 'none' && servers.sendingUse === 'none') note('sending', t('fault.nothingChosen'));
  return faults;
}

/** The name as it is connected to, without what may be typed along, such as a dot at the end. */
function place({ host, port, security }: ServerText): Sending {
  return { host: asConnected(host), port: Number(port), security };
}

export function receivingOf({ receivingUse, receiving }: ServersText): Receiving | null {
  return receivingUse === 'none' ? null : { protocol: receivingUse, ...place(receiving) };
}

export function sendingOf({ sendingUse, sending }: ServersText): Sending | null {
  return sendingUse === 'none' ? null : place(sending);
}
