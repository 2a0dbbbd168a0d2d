import type { ProviderAccess } from '../../../core/ports.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { dnsAddress } from '../address-parts.ts';
import type { Form } from '../html.ts';
import { beforehand } from '../http-call.ts';
import { type Limits, type Trouble, technicalText, trouble } from '../outcome.ts';
import { addresses, changeForm, formAddress, messagesOf, signInForm } from './pages.ts';
import { type Asker, type PostfixAdminSettings, postfixAdminSettingsSchema } from './types.ts';
import { Visit } from './visit.ts';

/** Signed in and in front of the form that sets the password; nothing of it has changed anything. */
export interface Session {
  readonly visit: Visit;
  /** With the domain as it stands in the DNS: PostfixAdmin takes no other (functions.inc.php `check_domain`). */
  readonly address: string;
  readonly asker: Asker;
  readonly form: Form;
}

/** Signs in once and finds the form. Whatever goes wrong here, the new password was not sent. */
export async function openSession(access: ProviderAccess, limits: Limits): Promise<Result<Session, Trouble>> {
  const ready = whatIsThere(access);
  if (!ready.ok) return ready;
  const { settings, password, address } = ready.value;
  const { host, port, path, mode: asker, adminName } = settings;
  const visit = new Visit({ host, port, authorities: access.authorities }, path, limits, access.signal);
  const name = asker === 'self' ? address : adminName;
  const entered = await signIn(visit, asker, name, password, [access.current, access.credential]);
  if (!entered.ok) return entered;
  const shown = await visit.see(formAddress(asker, address));
  if (!shown.ok) return failed(beforehand(shown.failure));
  // An administrator is sent back to the list for a mailbox that is not there, or not in a domain of theirs.
  if (asker === 'admin' && shown.value.leadsTo === addresses.admin.after) {
    return failed(trouble('provider.no-such-mailbox', `${visit.place} there is no such mailbox for ${adminName}`));
  }
  const form = shown.value.status === 200 ? changeForm(shown.value.page, asker, address) : null;
  if (form === null) return failed(noPage(visit, 'set this password', shown.value.status));
  return success({ visit, address, asker, form });
}

interface WhatIsThere {
  readonly settings: PostfixAdminSettings;
  readonly password: string;
  readonly address: string;
}

/** The settings, the password of whoever signs in, and the mailbox. */
function whatIsThere(access: ProviderAccess): Result<WhatIsThere, Trouble> {
  const settings = postfixAdminSettingsSchema.safeParse(access.settings);
  if (!settings.success) return incomplete(settings.error.issues[0]?.path.join('.') ?? 'settings');
  const self = settings.data.mode === 'self';
  const password = (self ? access.current : access.credential)?.reveal() ?? '';
  if (password === '') return incomplete(self ? 'current' : 'adminPassword');
  if (!self && settings.data.adminName === '') return incomplete('adminName');
  const mailbox = dnsAddress(access.address);
  if (mailbox === null) return incomplete('address');
  return success({ settings: settings.data, password, address: mailbox.address });
}

async function signIn(
  visit: Visit,
  asker: Asker,
  name: string,
  password: string,
  secrets: Parameters<typeof technicalText>[1],
): Promise<Result<null, Trouble>> {
  const address = addresses[asker].signIn;
  const first = await visit.see(address);
  if (!first.ok) return failed(beforehand(first.failure));
  const form = first.value.status === 200 ? signInForm(first.value.page) : null;
  if (form === null) return failed(noPage(visit, 'sign in', first.value.status));
  const filled = new Map([...form.fields, ['fUsername', name], ['fPassword', password], ['lang', 'en']]);
  const answer = await visit.send(address, filled);
  if (!answer.ok) return failed(beforehand(answer.failure));
  const { status, leadsTo, page } = answer.value;
  if (leadsTo === addresses[asker].arrival) return success(null);
  if (leadsTo?.endsWith('login-mfa.php') === true) {
    return failed(trouble('provider.not-allowed', `${visit.place} asks for a second factor`));
  }
  const { errors } = messagesOf(page);
  if (status !== 200 || signInForm(page) === null || errors.length === 0)
    return failed(noPage(visit, 'go on from', status));
  const code = asker === 'self' ? 'provider.wrong-current' : 'provider.credential-refused';
  return failed(trouble(code, technicalText(`${visit.place} ${errors.join(' ')}`, secrets)));
}

function noPage(visit: Visit, what: string, status: number): Trouble {
  return trouble('provider.unreachable', `${visit.place} answer ${status} is no page to ${what} of PostfixAdmin`);
}

function incomplete(key: string): Result<never, Trouble> {
  return failed(trouble('provider.settings-incomplete', key));
}
