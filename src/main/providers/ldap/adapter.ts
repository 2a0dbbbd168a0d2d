import type { ChangeAnswer, CheckAnswer, PasswordRules, Provider, ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import { type Failure, failure } from '../../../shared/failures.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { accepted, type Limits, notReady, refused, type Trouble, trouble, unknown, usualLimits } from '../outcome.ts';
import { type Asker, judgeBind, judgeChange, warningsOf } from './answers.ts';
import { type Directory, openDirectory } from './client.ts';
import { ldapManifest } from './manifest.ts';
import { fillDn, fillFilter } from './names.ts';
import { policyAttributes, rulesOf } from './rules.ts';
import { type LdapAnswer, type LdapEntry, type LdapSettings, ldapSettingsSchema } from './types.ts';
import type { WireTrouble } from './wire.ts';

/** LDAP Password Modify (RFC 3062) with the password policy control. */
export function createLdapProvider(limits: Limits = usualLimits): Provider {
  return {
    manifest: ldapManifest,
    check: async (access) => await check(access, limits),
    changePassword: async (access, next) => await changePassword(access, next, limits),
  };
}

/** Signed in and found: everything that a change needs, and nothing of it has changed anything. */
interface Session {
  readonly directory: Directory;
  readonly asker: Asker;
  readonly userDn: string;
  readonly place: string;
  readonly signedIn: LdapAnswer;
}

async function check(access: ProviderAccess, limits: Limits): Promise<CheckAnswer> {
  const session = await signIn(access, limits);
  if (!session.ok) return notReady(session.failure);
  const { directory, asker, place, signedIn } = session.value;
  try {
    // Nothing may be read before the password is changed, and none of the last sign-ins may be spent on reading.
    const warnings = warningsOf(signedIn, place);
    if (asker === 'self' && signedIn.policy.graceLeft === 0) {
      return notReady(trouble('provider.expired', `${place} no sign-in is left with the expired password`));
    }
    if (asker === 'self' && signedIn.policy.error === 2) return { kind: 'ready', rules: null, warnings };
    const user = await entryAt(directory, session.value.userDn, ['pwdPolicySubentry', 'pwdReset']);
    if (asker === 'admin') {
      if (user === null) return notReady(trouble('provider.no-such-mailbox', `${place} no such entry`));
      if (user.attributes.get('pwdreset')?.[0] === 'TRUE') warnings.push(mustChange(place));
    }
    return { kind: 'ready', rules: await readRules(directory, session.value.userDn, user), warnings };
  } finally {
    directory.close();
  }
}

const mustChange = (place: string): Failure => failure('provider.must-change', `${place} pwdReset is TRUE`);

async function changePassword(access: ProviderAccess, next: Secret, limits: Limits): Promise<ChangeAnswer> {
  if (next.reveal() === '') return refused(trouble('provider.too-short', 'an empty password'));
  const session = await signIn(access, limits);
  if (!session.ok) return refused(session.failure);
  const { directory, asker, userDn, place } = session.value;
  try {
    const answer = await directory.modifyPassword({
      identity: asker === 'admin' ? userDn : null,
      old: asker === 'self' ? access.current : null,
      next,
    });
    if (!answer.ok) return answer.failure.sent ? unknown(answer.failure) : refused(beforehand(answer.failure));
    const verdict = judgeChange(answer.value, asker, place, [next, access.current, access.credential]);
    switch (verdict.kind) {
      case 'ok':
        return accepted;
      case 'refused':
        return refused(verdict.trouble);
      case 'odd':
        return unknown(verdict.trouble);
    }
  } finally {
    directory.close();
  }
}

/** Connects, signs in once and knows the name of the mailbox's entry. */
async function signIn(access: ProviderAccess, limits: Limits): Promise<Result<Session, Trouble>> {
  const parsed = ldapSettingsSchema.safeParse(access.settings);
  if (!parsed.success) return incomplete(parsed.error.issues[0]?.path.join('.') ?? 'settings');
  const settings = parsed.data;
  const asker = settings.mode;
  const password = asker === 'self' ? access.current : access.credential;
  // A bind with an empty name or password succeeds as nobody (RFC 4513 section 5.1), which proves nothing.
  if (password === null || password.reveal() === '') return incomplete(asker === 'self' ? 'current' : 'adminPassword');
  if (asker === 'admin' && settings.adminDn === '') return incomplete('adminDn');
  if (settings.userDn === '' && (settings.searchBase === '' || settings.searchFilter === ''))
    return incomplete('userDn');
  const place = `${settings.host}:${settings.port}`;
  const door = { host: settings.host, port: settings.port, authorities: access.authorities };
  const opened = await openDirectory(door, settings.security, limits, access.signal);
  if (!opened.ok) return opened;
  const directory = opened.value;
  const session = await signInOver(directory, settings, access, password, place);
  if (!session.ok) directory.close();
  return session;
}

async function signInOver(
  directory: Directory,
  settings: LdapSettings,
  access: ProviderAccess,
  password: Secret,
  place: string,
): Promise<Result<Session, Trouble>> {
  const asker = settings.mode;
  // An administrator may have to sign in before searching; a person's name must be known before signing in.
  const before = asker === 'self' ? await userDnOf(directory, settings, access, place) : success(settings.adminDn);
  if (!before.ok) return before;
  const answer = await directory.bind(before.value, password);
  if (!answer.ok) return failed(beforehand(answer.failure));
  const verdict = judgeBind(answer.value, asker, place, [access.current, access.credential]);
  if (verdict.kind !== 'ok') return failed(verdict.kind === 'odd' ? beforehand(verdict.trouble) : verdict.trouble);
  const userDn = asker === 'self' ? before : await userDnOf(directory, settings, access, place);
  if (!userDn.ok) return userDn;
  return success({ directory, asker, userDn: userDn.value, place, signedIn: answer.value });
}

/** The name of the mailbox's entry: from the template, or by a search that must find exactly one. */
async function userDnOf(
  directory: Directory,
  settings: LdapSettings,
  { address, user }: ProviderAccess,
  place: string,
): Promise<Result<string, Trouble>> {
  if (settings.userDn !== '') return success(fillDn(settings.userDn, { address, user }));
  const filter = fillFilter(settings.searchFilter, { address, user });
  const found = await entriesUnder(directory, settings.searchBase, filter);
  if (found === null) return incomplete('searchFilter');
  if (!found.ok) return failed(beforehand(found.failure));
  const [only, ...others] = found.value;
  if (only === undefined) return failed(trouble('provider.no-such-mailbox', `${place} the search found no entry`));
  if (others.length > 0) return incomplete('searchFilter', `${place} the search found more than one entry`);
  return success(only.dn);
}

/** Up to two entries; null if the filter is none. */
async function entriesUnder(
  directory: Directory,
  base: string,
  filter: string,
): Promise<Result<readonly LdapEntry[], WireTrouble> | null> {
  try {
    const found = await directory.search({ base, scope: 'sub', filter, attributes: ['1.1'], limit: 2 });
    return found.ok ? success(found.value.entries) : found;
  } catch {
    return null;
  }
}

async function entryAt(directory: Directory, base: string, attributes: readonly string[]): Promise<LdapEntry | null> {
  const found = await directory.search({ base, scope: 'base', filter: '(objectClass=*)', attributes, limit: 1 });
  return found.ok ? (found.value.entries[0] ?? null) : null;
}

/**
 * The rules of the policy that the entry names. Where it names none, the default policy is in force and is not named
 * anywhere: the one policy of the tree is taken, and with none or several the rules stay unknown.
 */
async function readRules(directory: Directory, userDn: string, user: LdapEntry | null): Promise<PasswordRules | null> {
  const named = user?.attributes.get('pwdpolicysubentry')?.[0];
  if (named !== undefined) {
    const policy = await entryAt(directory, named, policyAttributes);
    return policy === null ? null : rulesOf(policy);
  }
  const root = await entryAt(directory, '', ['namingContexts']);
  const lower = userDn.toLowerCase();
  const context = root?.attributes.get('namingcontexts')?.find((name) => lower.endsWith(name.toLowerCase()));
  if (context === undefined || context === '') return null;
  const search = { base: context, scope: 'sub', filter: '(objectClass=pwdPolicy)', limit: 2 } as const;
  const found = await directory.search({ ...search, attributes: policyAttributes });
  const [policy, ...others] = found.ok ? found.value.entries : [];
  return policy === undefined || others.length > 0 ? null : rulesOf(policy);
}

/** Before the one request that matters has left, silence and odd words change nothing. */
function beforehand(given: Trouble): Trouble {
  const nothingSent = given.code === 'provider.no-answer' || given.code === 'provider.odd-answer';
  return nothingSent ? trouble('provider.unreachable', given.technical) : trouble(given.code, given.technical);
}

function incomplete(key: string, technical = key): Result<never, Trouble> {
  return failed(trouble('provider.settings-incomplete', technical));
}
