import type { FoundSource } from '../../shared/detection.ts';
import type { Endpoint } from '../../shared/model.ts';
import { checkAddress, checkHost, checkPort } from './address.ts';

/** One server as one source named it. Hosts are in ASCII and lower case. */
export interface Sighting extends Endpoint {
  readonly user: string;
  readonly signIn: 'password' | 'oauth';
  readonly source: FoundSource;
}

/** What a page of settings said: the servers it is to be taken at its word for, and whether Exchange is one of them. */
export interface Settings {
  readonly servers: readonly Sighting[];
  readonly exchange: boolean;
}

/** An address taken apart. `local` and `address` are as typed (NFC), `domain` is in ASCII. */
export interface Owner {
  readonly address: string;
  readonly local: string;
  readonly domain: string;
}

/** Null for an address that `checkAddress` refuses. */
export function ownerOf(typed: string): Owner | null {
  const checked = checkAddress(typed);
  if (!checked.ok) return null;
  const address = checked.value;
  const at = address.lastIndexOf('@');
  const domain = checkHost(address.slice(at + 1));
  return domain.ok ? { address, local: address.slice(0, at), domain: domain.value } : null;
}

/** A host that somebody else wrote, as it can be connected to; null for what is none. */
export function hostOf(text: string | undefined): string | null {
  const checked = checkHost(text ?? '');
  return checked.ok ? checked.value : null;
}

/** A port that somebody else wrote; null for what is none. */
export function portOf(text: string | undefined): number | null {
  const checked = checkPort(text ?? '');
  return checked.ok ? checked.value.port : null;
}

/** A user name that somebody else wrote: one line without control characters, 320 at most; null for what is none. */
export function userOf(text: string): string | null {
  const user = text.trim();
  return user.length > 0 && user.length <= 320 && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(user) ? user : null;
}

/** An element of a document that was read: the part of the reader's that is looked at here. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  readonly text: string;
}

export const childrenOf = (element: Element, name: string): readonly Element[] =>
  element.children.filter((child) => child.name === name);

/** The trimmed text of the first child of that name. */
export const wordOf = (element: Element, name: string): string | undefined => childrenOf(element, name)[0]?.text.trim();
