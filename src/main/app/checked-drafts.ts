import { checkAddress, checkHost, checkPort } from '../../core/detect/address.ts';
import { readTyped } from '../../core/password/typed.ts';
import { type Failure, failure } from '../../shared/failures.ts';
import type { ClientDraft, MailboxDraft, Sending } from '../../shared/model.ts';
import type { LoginField, ProviderManifest } from '../../shared/provider.ts';
import { failed, type Result, success } from '../../shared/result.ts';

/** The checks of the forms once more, in main: what comes from the window may not have been through a form. */

const refuse = (field: string, why: string): Result<never> => failed(failure('request.invalid', why, field));
/** They would end a line of a mail protocol early, or hide in a name. */
const control = /\p{Cc}/u;

function textProblem(text: string, field: string): Failure | null {
  return control.test(text) ? failure('request.invalid', 'control characters', field) : null;
}

function servedAt<T extends Sending>(server: T | null, field: string): Result<T | null> {
  if (server === null) return success(null);
  const host = checkHost(server.host);
  return host.ok ? success({ ...server, host: host.value }) : refuse(`${field}.host`, host.code);
}

/** Server names as they are connected to. Fails naming the side whose host is none. */
function checkedServers<T extends Pick<MailboxDraft, 'receiving' | 'sending'>>(draft: T): Result<T> {
  const receiving = servedAt(draft.receiving, 'draft.receiving');
  if (!receiving.ok) return receiving;
  const sending = servedAt(draft.sending, 'draft.sending');
  if (!sending.ok) return sending;
  return success({ ...draft, receiving: receiving.value, sending: sending.value });
}

/**
 * The draft with address and hosts as they are used from here on, or `request.invalid` that names the field. Where no mail
 * server takes the password none is kept, so that none is ever asked.
 */
export function checkedMailbox(manifest: ProviderManifest, typed: MailboxDraft): Result<MailboxDraft> {
  const isAsked = manifest.mailSignIns !== 'oauth';
  const draft = isAsked ? typed : { ...typed, receiving: null, sending: null };
  const address = checkAddress(draft.address);
  if (!address.ok) return refuse('draft.address', address.code);
  const user = textProblem(draft.user, 'draft.user');
  if (user) return failed(user);
  if (isAsked && !draft.receiving && !draft.sending) return refuse('draft.receiving', 'servers');
  const settings = settingsProblem(manifest, draft.provider.settings);
  if (settings) return failed(settings);
  return checkedServers({ ...draft, address: address.value });
}

/** As `checkedMailbox`, for one device or app. */
export function checkedClient<T extends ClientDraft>(manifest: ProviderManifest | undefined, typed: T): Result<T> {
  const draft: T = { ...typed, signIn: signInAt(manifest, typed.signIn) };
  const problem = textProblem(draft.name, 'draft.name') ?? textProblem(draft.user, 'draft.user');
  if (problem) return failed(problem);
  if (draft.signIn !== 'elsewhere' && !draft.receiving && !draft.sending) {
    return refuse('draft.receiving', 'a client needs receiving or sending');
  }
  return checkedServers(draft);
}

/** How a client of a mailbox at this provider signs in: not with the mailbox's password where no server takes it. */
export function signInAt(manifest: ProviderManifest | undefined, wanted: ClientDraft['signIn']): ClientDraft['signIn'] {
  return manifest?.mailSignIns === 'oauth' && wanted === 'mailbox-password' ? 'elsewhere' : wanted;
}

function settingsProblem(manifest: ProviderManifest, settings: MailboxDraft['provider']['settings']): Failure | null {
  const known = manifest.fields.filter((field) => field.kind !== 'secret');
  // a secret among the settings would be shown with them
  const foreign = Object.keys(settings).find((key) => !known.some((field) => field.key === key));
  if (foreign !== undefined) return failure('request.invalid', 'no such setting', `draft.provider.settings.${foreign}`);
  for (const field of known) {
    const why = settingProblem(field, settings[field.key] ?? '');
    if (why !== null) return failure('request.invalid', why, `draft.provider.settings.${field.key}`);
  }
  return null;
}

function settingProblem({ kind, required, choices }: LoginField, text: string): string | null {
  if (text.trim() === '') return required ? 'empty' : null;
  if (control.test(text)) return 'control characters';
  switch (kind) {
    case 'host': {
      const host = checkHost(text);
      return host.ok ? null : host.code;
    }
    case 'port': {
      const port = checkPort(text);
      return port.ok ? null : port.code;
    }
    case 'choice':
      return choices.includes(text) ? null : 'no such choice';
    case 'https-url':
    case 'secret':
    case 'text':
      return null;
  }
}

/** Why a typed password is not taken, naming its field, or null. Blanks at its ends are part of it. */
export function passwordProblem(text: string, field: string): Failure | null {
  const typed = readTyped(text);
  switch (typed.kind) {
    case 'refused':
      return failure(typed.code, '', field);
    case 'line-break':
    case 'empty':
      return failure('password.control-characters', '', field);
    case 'fine':
    case 'blanks':
      return null;
  }
}
