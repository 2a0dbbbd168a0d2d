/**
 * Stands in for `pino` in the bundle: imapflow imports it for a default logger that is never asked for, because it is
 * always given one, and pino 10 does not load on Node 18.15. Anything that does ask is told so.
 */
// biome-ignore lint/style/noDefaultExport: imapflow imports pino as a default export
export default function pino(): never {
  throw new Error('imapflow asked for its default logger');
}
