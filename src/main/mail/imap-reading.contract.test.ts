import { probeKit } from '../../../test/kits/probe-kit.ts';
import { createMailProbe } from './probe.ts';

probeKit({
  name: 'IMAP with reading, by imapflow',
  protocol: 'imap',
  make: (limits) => createMailProbe({ limits }),
  read: true,
  turns: { tls: 8, starttls: 9 },
});
