import type { MailProbe } from '../../core/ports.ts';
import type { Endpoint } from '../../shared/model.ts';
import { attempt, type OpenSession } from './attempt.ts';
import { defaultTimeLimits, type TimeLimits } from './connect.ts';
import { openImap } from './imap.ts';
import { openImapReading } from './imap-reading.ts';
import { openPop3 } from './pop3.ts';
import { openSmtp } from './smtp.ts';

/** The probes for IMAP, POP3 and SMTP submission behind one door. `limits` is for tests. */
export function createMailProbe(options: { readonly limits?: Partial<TimeLimits> } = {}): MailProbe {
  const limits = { ...defaultTimeLimits, ...options.limits };
  return {
    open: (endpoint, probeOptions) => attempt(sessionFor(endpoint, probeOptions.read), endpoint, probeOptions, limits),
  };
}

function sessionFor(endpoint: Endpoint, read: boolean): OpenSession {
  switch (endpoint.protocol) {
    case 'imap':
      return read ? openImapReading : openImap;
    case 'pop3':
      return openPop3;
    case 'smtp':
      return openSmtp;
  }
}
