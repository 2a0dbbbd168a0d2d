import type { MailProbe } from '../../core/ports.ts';
import type { Endpoint } from '../../shared/model.ts';

/** True if a mail server greets there over sound TLS. Nobody signs in, and no user name is sent. */
export type Greets = (endpoint: Endpoint, signal: AbortSignal) => Promise<boolean>;

/** Asks with the mail probes, which hang up after the greeting. */
export const greetsOf =
  (probe: MailProbe): Greets =>
  async (endpoint, signal) => {
    const opened = await probe.open(endpoint, { authorities: [], signal, onStage: () => undefined, read: false });
    if (opened.open) opened.connection.close();
    return opened.open;
  };
