/**
 * True for an IP address that only means something near the server: of the machine itself, of a private network, or of a
 * link (RFC 1918, 4193, 4291, 6598). A sign-in from one of those is the provider's own webmail more likely than a device,
 * unless the server stands in a private network itself.
 */
export function isLocalAddress(address: string): boolean {
  const text = plain(address);
  const four = /^(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}$/.exec(text);
  if (!four) return text === '::1' || /^(f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):/.test(text);
  const [first, second] = [Number(four[1]), Number(four[2])];
  return (
    first === 127 ||
    first === 10 ||
    (first === 172 && second >= 16 && second < 32) ||
    (first === 192 && second === 168) ||
    (first === 169 && second === 254) ||
    (first === 100 && second >= 64 && second < 128)
  );
}

/** True for an address of the very machine that it was seen on (RFC 1122, 4291). */
export const isLoopback = (address: string): boolean => /^(127(\.\d{1,3}){3}|::1)$/.test(plain(address));

/** Without IPv6's way of writing IPv4. */
const plain = (address: string): string => address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '');

/** True for a host that is this computer, by its name or its address. */
export const isThisComputer = (host: string): boolean => isLoopback(host) || /^localhost\.?$/i.test(host);

/** True for a host that can only stand in a private network: such an address, or a name that no public server has. */
export function isLocalHost(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  return isLocalAddress(name) || !/[.:]/.test(name) || /\.(local|lan|internal|localhost|home\.arpa)$/.test(name);
}
