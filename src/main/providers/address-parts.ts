/** The two sides of the last @ of an address; null where one of them is empty. */
export function addressParts(address: string): { readonly local: string; readonly domain: string } | null {
  const at = address.lastIndexOf('@');
  const [local, domain] = [address.slice(0, Math.max(at, 0)), address.slice(at + 1)];
  return local === '' || domain === '' ? null : { local, domain };
}
