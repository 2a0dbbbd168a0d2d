import type { AppSecurity } from '../../../shared/apps.ts';
import { portIn } from '../config-account.ts';
import { wholeEntry } from '../keyring/entry.ts';
import type { KeyFile } from '../keyring/key-file.ts';
import type { KeyringAccount } from '../keyring/keyring-app.ts';
import { type FoundFile, said, securityOf } from '../keyring/settings.ts';

/**
 * Evolution's accounts are files that name each other (`UID.source`): the account its identity, the identity its transport,
 * each perhaps a collection as its parent. Account and transport each have a password of their own, unless the collection's
 * fits (evolution-data-server: `e-source-credentials-provider.c`, `e-data-server-util.c`).
 */
type Sources = ReadonlyMap<string, FoundFile>;

const security: Readonly<Record<string, AppSecurity>> = {
  none: 'none',
  'starttls-on-standard-port': 'starttls',
  'ssl-on-alternate-port': 'tls',
  tls: 'tls',
};
const receives: Readonly<Record<string, 'imap' | 'pop3'>> = { imapx: 'imap', imap: 'imap', pop: 'pop3' };
const byToken = /oauth|^(google|outlook|yahoo)$/i;
/** Ways to sign in that need no password of the mailbox. */
const byTicket = /^(gssapi|anonymous|external)$/i;
const deepestParent = 5;

export function accountsIn(files: readonly FoundFile[]): KeyringAccount[] {
  const sources: Sources = new Map(files.map((file) => [file.name.replace(/\.source$/, ''), file]));
  return [...sources].flatMap(([uid, source]) => accountsOf(sources, uid, source));
}

/** Receiving and sending of one account, under the name and the place of the first. */
function accountsOf(sources: Sources, uid: string, { file, path, boxed }: FoundFile): KeyringAccount[] {
  const mail = file.get('Mail Account');
  const protocol = receives[said(mail, 'BackendName') ?? ''];
  if (protocol === undefined) return [];
  const common = { profile: said(file.get('Data Source'), 'DisplayName') ?? uid, place: path, boxed };
  const identity = sources.get(said(mail, 'IdentityUid') ?? '');
  const transport = said(identity?.file.get('Mail Submission'), 'TransportUid') ?? '';
  const isSmtp = said(sources.get(transport)?.file.get('Mail Transport'), 'BackendName') === 'smtp';
  const sides = [{ uid, protocol }, ...(isSmtp ? [{ uid: transport, protocol: 'smtp' as const }] : [])];
  return sides.flatMap((side) => {
    const found = signIn(sources, side.uid);
    return found ? [{ ...common, ...found, protocol: side.protocol }] : [];
  });
}

/** The settings of one sign-in; null where there is none of its own, or it is an account of the whole desktop. */
function signIn(sources: Sources, uid: string) {
  const chain = withParents(sources, uid);
  const [own, collection] = [chain[0]?.file, chain.find(({ file }) => file.has('Collection'))];
  // Those are another app's accounts here: GNOME's own.
  if (!own || chain.some(({ file }) => file.has('GNOME Online Accounts'))) return null;
  const authentication = own.get('Authentication');
  const [host, user] = [said(authentication, 'Host'), said(authentication, 'User')];
  if (host === null || user === null) return null;
  const method = said(authentication, 'Method') ?? '';
  const keeper = collection && sharesPassword(own, collection.file) ? collection.name.replace(/\.source$/, '') : uid;
  return {
    ...{ host, user, port: portIn(said(authentication, 'Port')) },
    security: securityOf(said(own.get('Security'), 'Method'), security),
    fixed: fixedBy(method),
    entry: wholeEntry({
      'xdg:schema': 'org.gnome.Evolution.Data.Source',
      'e-source-uid': keeper,
      'eds-origin': 'evolution-data-server',
    }),
  };
}

function fixedBy(method: string): KeyringAccount['fixed'] {
  if (byToken.test(method)) return { holds: 'oauth', why: null };
  return byTicket.test(method) ? { holds: 'none', why: null } : null;
}

function withParents(sources: Sources, uid: string): FoundFile[] {
  const chain: FoundFile[] = [];
  for (let next = sources.get(uid); next && chain.length < deepestParent; ) {
    chain.push(next);
    const parent: string | null = said(next.file.get('Data Source'), 'Parent');
    next = parent === null ? undefined : sources.get(parent);
  }
  return chain;
}

/** Same host or none, same user or none, same way to sign in: then the collection keeps the password. */
function sharesPassword(own: KeyFile, collection: KeyFile): boolean {
  const theirs = collection.get('Authentication');
  const mine = own.get('Authentication');
  if (!theirs) return false;
  const word = (group: typeof mine, key: string) => said(group, key)?.toLowerCase() ?? '';
  const hosts = [word(mine, 'Host'), word(theirs, 'Host')];
  const sameHost = hosts[0] === hosts[1] || hosts.includes('');
  const sameUser = word(mine, 'User') === word(theirs, 'User') || word(mine, 'User') === '';
  const methods = [word(mine, 'Method'), word(theirs, 'Method')];
  return sameHost && sameUser && (methods[0] === methods[1] || methods[0] === 'none' || methods.includes(''));
}
