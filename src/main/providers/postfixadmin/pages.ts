import type { Element } from 'domhandler';
import type { ProviderFailureCode } from '../../../shared/failures.ts';
import { attribute, childrenOf, elementsOf, type Form, formNamed, hasClass, type Page, textOf } from '../html.ts';
import type { Asker } from './types.ts';

/*
 * The pages of PostfixAdmin 3.3.13 as its templates make them (templates/login.tpl, password.tpl, editform.tpl,
 * flash_error.tpl). The texts are its English ones (languages/en.lang).
 */

/** Where each asker signs in, arrives, sets a password and is told what came of it. Relative to the folder. */
export const addresses = {
  self: { signIn: 'users/login.php', arrival: 'users/main.php', form: 'users/password.php', after: 'users/main.php' },
  admin: { signIn: 'login.php', arrival: 'main.php', form: 'edit.php', after: 'list-virtual.php' },
} as const;

/** The page with the form that sets the password of a mailbox. */
export function formAddress(asker: Asker, address: string): string {
  const { form } = addresses[asker];
  return asker === 'self' ? form : `${form}?table=mailbox&edit=${encodeURIComponent(address)}`;
}

/** The form to sign in with, if this is the page that has it. */
export function signInForm(page: Page): Form | null {
  const form = formNamed(page, 'frmLogin');
  return form !== null && isWhole(form, ['token', 'fUsername', 'fPassword', 'lang']) ? form : null;
}

const passwordFields = {
  self: ['fPassword_current', 'fPassword', 'fPassword2'],
  admin: ['value[password]', 'value[password2]'],
} as const;

/** The form that sets a password, if this is the page that has it and it is this mailbox's. */
export function changeForm(page: Page, asker: Asker, address: string): Form | null {
  const form = formNamed(page, asker === 'self' ? 'password' : 'edit_mailbox');
  if (form === null || !isWhole(form, ['token', ...passwordFields[asker]])) return null;
  if (asker === 'admin' && form.fields.get('table') !== 'mailbox') return null;
  // Nothing but the name is set in italics there; for an administrator it is the value beside its label.
  const shown = asker === 'self' ? elementsOf(form.element, 'em').slice(0, 2).map(textOf) : usernameIn(form);
  return shown.length === 1 && shown[0]?.toLowerCase() === address.toLowerCase() ? form : null;
}

function usernameIn(form: Form): string[] {
  const group = groupsIn(form).find((one) =>
    elementsOf(one, 'label').some((label) => attribute(label, 'for') === 'username'),
  );
  const [value] = group === undefined ? [] : elementsOf(group, 'div');
  return value === undefined ? [] : [textOf(value)];
}

/** A form goes back to the very page it came with, and with every field that it is known by. */
function isWhole(form: Form, names: readonly string[]): boolean {
  return form.method === 'post' && form.action === '' && names.every((name) => form.fields.has(name));
}

/** The fields of a form, filled in to set a new password. */
export function filledIn(form: Form, asker: Asker, current: string, next: string): ReadonlyMap<string, string> {
  const values = asker === 'self' ? [current, next, next] : [next, next];
  return new Map([...form.fields, ...passwordFields[asker].map((name, index) => [name, values[index] ?? ''] as const)]);
}

/** Of more texts, and of longer ones, nobody would read the rest; lists in lists would repeat it over and over. */
const mostTexts = 20;
const longestText = 1_000;
const shortTexts = (elements: readonly Element[]): string[] =>
  elements.slice(0, mostTexts).map((element) => textOf(element).slice(0, longestText));

/** What a page says above everything else; each is empty where it says nothing. */
export function messagesOf(page: Page): { readonly errors: readonly string[]; readonly news: readonly string[] } {
  const lists = elementsOf(page, 'ul');
  const textsOf = (name: string) =>
    shortTexts(lists.filter((list) => hasClass(list, name)).flatMap((list) => childrenOf(list, 'li')));
  return { errors: textsOf('flash-error'), news: textsOf('flash-info') };
}

export interface Refusal {
  readonly code: ProviderFailureCode;
  readonly words: string;
}

/**
 * Why a form came back instead of being taken, or null where that is not said in a way that is known. A field that is
 * marked as wrong means that nothing was changed (public/users/password.php counts it as an error and goes no further,
 * public/edit.php does not save). What is written above the form can also be a failure while saving, so only the words
 * of the password rules count there.
 */
export function refusalIn(page: Page, form: Form, asker: Asker): Refusal | null {
  const marked = groupsIn(form)
    .filter((group) => hasClass(group, 'has-error'))
    .slice(0, mostTexts);
  const words = [...shortTexts(marked.flatMap(hintsIn)), ...messagesOf(page).errors].join(' ');
  const names = marked.flatMap((group) => elementsOf(group, 'input').map((input) => attribute(input, 'name')));
  if (names.includes('fPassword_current')) return { code: 'provider.wrong-current', words };
  const rule = ruleIn(words);
  if (rule !== null) return { code: rule, words };
  const passwords: readonly string[] = passwordFields[asker];
  if (names.some((name) => passwords.includes(name))) return { code: 'provider.policy', words };
  return marked.length > 0 ? { code: 'provider.not-allowed', words } : null;
}

function ruleIn(words: string): ProviderFailureCode | null {
  if (/\bPassword is too short - requires \d+ characters/.test(words)) return 'provider.too-short';
  const simple = /\bYour password must contain at least \d+ (letters \(A-Z, a-z\)|digit\(s\))\./.test(words);
  return simple ? 'provider.too-simple' : null;
}

const groupsIn = (form: Form) => elementsOf(form.element, 'div').filter((element) => hasClass(element, 'form-group'));
/** Beside the value in one template, inside its division in the other. */
const hintsIn = (group: Element) => elementsOf(group, 'span').filter((element) => hasClass(element, 'help-block'));
