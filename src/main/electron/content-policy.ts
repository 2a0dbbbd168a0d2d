/**
 * The content security policy of the face. Scripts only as files of our own; styles too, or with the nonce that
 * components for accessibility put on the few they write themselves; nothing is ever fetched. The one trusted-types
 * policy is for the address of the strength worker: no other text can become a script address or markup.
 */
export function contentPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "worker-src 'self'",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${workerPolicyName}`,
  ].join('; ');
}

/** The face makes its worker address with this policy and no other. */
export const workerPolicyName = 'keyround-worker';

/** What a page could ask for and this one never needs. Asking for a USB device even ends Electron 25 altogether. */
const unused = [
  ...['accelerometer', 'bluetooth', 'camera', 'clipboard-read', 'display-capture', 'geolocation', 'gyroscope', 'hid'],
  ...['idle-detection', 'local-fonts', 'magnetometer', 'microphone', 'midi', 'payment', 'publickey-credentials-get'],
  ...['screen-wake-lock', 'serial', 'usb'],
];

/** Headers of every answer to the face. */
export function answerHeaders(nonce: string, type: string): Record<string, string> {
  return {
    'content-type': type,
    'content-security-policy': contentPolicy(nonce),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': unused.map((feature) => `${feature}=()`).join(', '),
    'cache-control': 'no-store',
  };
}

/** Tells the page its nonce, where react-aria and Vite look for it. The nonce is base64 of random bytes. */
export function withNonce(html: string, nonce: string): string {
  return html.replace(/<head>/i, `<head>\n    <meta property="csp-nonce" nonce="${nonce}">`);
}
