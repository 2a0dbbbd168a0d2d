import { probeKit } from '../../../test/kits/probe-kit.ts';
import { createMailProbe } from './probe.ts';

probeKit({
  name: 'IMAP, our own sign-in',
  protocol: 'imap',
  make: (limits) => createMailProbe({ limits }),
  read: false,
  turns: { tls: 2, starttls: 4 },
});
