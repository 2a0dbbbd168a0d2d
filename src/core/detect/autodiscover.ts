import type { FoundSource } from '../../shared/detection.ts';
import type { Protocol, Security } from '../../shared/model.ts';
import {
  childrenOf,
  type Element,
  hostOf,
  type Owner,
  portOf,
  type Settings,
  type Sighting,
  userOf,
  wordOf,
} from './sighting.ts';

/** What a request for settings of Outlook's kind looks like (MS-OXDSCLI 4.1): the address is the question. */
export const autodiscoverSchemas = {
  request: 'http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006',
  response: 'http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a',
} as const;

const protocols: Readonly<Record<string, Protocol>> = { IMAP: 'imap', POP3: 'pop3', SMTP: 'smtp' };
const usualPorts: Readonly<Record<Protocol, string>> = { imap: '993', pop3: '995', smtp: '465' };
/** Ports on which TLS is turned on by a command. */
const openPorts: readonly number[] = [25, 110, 143, 587];
const most = 20;

/**
 * Reads an answer of Autodiscover's plain XML (MS-OXDSCLI 2.2.4). Null if it is none. An answer that sends the asker to
 * another address or page is one without servers: nobody is followed. What lacks encryption is left out.
 */
export function readAutodiscover(root: Element, owner: Owner, source: FoundSource): Settings | null {
  const account = childrenOf(root, 'Response').flatMap((response) => childrenOf(response, 'Account'))[0];
  if (root.name !== 'Autodiscover' || account === undefined) return null;
  const named = childrenOf(account, 'Protocol').slice(0, most);
  return {
    servers: named.flatMap((protocol) => readServer(protocol, owner, source) ?? []),
    exchange: named.some((protocol) => /^(EXCH|EXPR|EXHTTP|MAPI)/i.test(wordOf(protocol, 'Type') ?? '')),
  };
}

function readServer(element: Element, owner: Owner, source: FoundSource): Sighting | null {
  const protocol = protocols[(wordOf(element, 'Type') ?? '').toUpperCase()];
  if (protocol === undefined) return null;
  const host = hostOf(wordOf(element, 'Server'));
  const port = portOf(wordOf(element, 'Port') ?? usualPorts[protocol]);
  const user = userOf(wordOf(element, 'LoginName') || owner.address);
  if (host === null || port === null || user === null) return null;
  const security = securityOf(element, port);
  return security === null ? null : { protocol, host, port, security, user, signIn: 'password', source };
}

/** `Encryption` has the say over `SSL`, which is on where it is left out and tells nothing of how TLS begins. */
function securityOf(element: Element, port: number): Security | null {
  const byPort = openPorts.includes(port) ? 'starttls' : 'tls';
  const encryption = (wordOf(element, 'Encryption') ?? '').toLowerCase();
  if (encryption === 'none') return null;
  if (encryption === 'tls') return 'starttls';
  if (encryption !== '') return byPort;
  return (wordOf(element, 'SSL') ?? 'on').toLowerCase() === 'off' ? null : byPort;
}
