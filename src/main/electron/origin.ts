declare const __DEVELOPMENT__: boolean | undefined;

/** True only while `electron-vite dev` runs; a build holds the plain value false. */
export const isDevelopment: boolean = typeof __DEVELOPMENT__ === 'boolean' && __DEVELOPMENT__;

export const appScheme = 'app';
export const appHost = 'keyround';
export const appUrl = `${appScheme}://${appHost}/index.html`;

/** Where the window's face comes from: our own files or, in development alone, the development server. */
export function faceUrl(): string {
  return developmentServer() ?? appUrl;
}

function developmentServer(): string | null {
  if (!isDevelopment) return null;
  const given = process.env['ELECTRON_RENDERER_URL'];
  const url = given === undefined ? null : parse(given);
  return url?.protocol === 'http:' && url.hostname === 'localhost' ? url.href : null;
}

function parse(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** Scheme, host and port must be the same, with no user name or password in front; a path may follow. */
function sameOrigin(one: URL, other: URL): boolean {
  return one.protocol === other.protocol && one.host === other.host && one.username === '' && one.password === '';
}

/**
 * True if `address` belongs to the app's own face. Decided on parsed parts, because `app://keyround.evil.example`
 * starts like ours. (Node gives non-web schemes the origin "null", so origins as text say nothing.)
 */
export function isOwnAddress(address: string, own: string = faceUrl()): boolean {
  const url = parse(address);
  const mine = parse(own);
  return url !== null && mine !== null && sameOrigin(url, mine);
}
