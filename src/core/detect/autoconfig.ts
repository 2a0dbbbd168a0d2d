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

/** More servers than this in one document are not looked at. */
const most = 20;
const protocols: Readonly<Record<string, Protocol>> = { imap: 'imap', pop3: 'pop3', smtp: 'smtp' };
/** `plain` has no place here: a server without encryption is not offered to anybody. */
const securities: Readonly<Record<string, Security>> = { SSL: 'tls', STARTTLS: 'starttls' };
const withPassword = ['password-cleartext', 'password-encrypted', 'plain', 'secure'];

/**
 * Reads a client configuration (draft-ietf-mailmaint-autoconfig, the format of `config-v1.1.xml`). Null if it is none.
 * What is not understood, lacks encryption or takes neither password nor OAuth is left out.
 */
export function readAutoconfig(root: Element, owner: Owner, source: FoundSource): Settings | null {
  const provider = root.name === 'clientConfig' ? childrenOf(root, 'emailProvider')[0] : undefined;
  if (provider === undefined) return null;
  const named = [...childrenOf(provider, 'incomingServer'), ...childrenOf(provider, 'outgoingServer')].slice(0, most);
  return {
    servers: named.flatMap((server) => readServer(server, owner, source) ?? []),
    exchange: named.some((server) => /^(exchange|ews)$/.test(server.attributes.get('type') ?? '')),
  };
}

function readServer(server: Element, owner: Owner, source: FoundSource): Sighting | null {
  const protocol = protocols[server.attributes.get('type') ?? ''];
  if (protocol === undefined || (protocol === 'smtp') !== (server.name === 'outgoingServer')) return null;
  const host = hostOf(filled(wordOf(server, 'hostname') ?? '', owner));
  const port = portOf(wordOf(server, 'port'));
  const security = securities[wordOf(server, 'socketType') ?? ''];
  const user = userOf(filled(wordOf(server, 'username') ?? '%EMAILADDRESS%', owner));
  const signIn = signInOf(childrenOf(server, 'authentication').map(({ text }) => text.trim()));
  if (host === null || port === null || security === undefined || user === null || signIn === null) return null;
  return { protocol, host, port, security, user, signIn, source };
}

function signInOf(methods: readonly string[]): Sighting['signIn'] | null {
  if (methods.length === 0 || methods.some((method) => withPassword.includes(method))) return 'password';
  return methods.includes('OAuth2') ? 'oauth' : null;
}

function filled(text: string, { address, local, domain }: Owner): string {
  const words: Readonly<Record<string, string>> = { ADDRESS: address, LOCALPART: local, DOMAIN: domain };
  return text.replace(/%EMAIL(ADDRESS|LOCALPART|DOMAIN)%/g, (whole, word: string) => words[word] ?? whole);
}
