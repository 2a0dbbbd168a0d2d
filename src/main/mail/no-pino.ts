/**
 * Stands in for `pino` in the bundle: imapflow imports it for its default logger, which `logger: false` never asks
 * for, and pino 10 does not load on Node 18.15. Anything that does ask is told so.
 */
export function pino(): never {
  throw new Error('logging is switched off in imapflow');
}

// biome-ignore lint/style/noDefaultExport: imapflow imports pino as a default export
export default pino;
