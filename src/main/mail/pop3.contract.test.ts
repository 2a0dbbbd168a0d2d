import { probeKit } from '../../../test/kits/probe-kit.ts';
import { createMailProbe } from './probe.ts';

probeKit({
  name: 'POP3',
  protocol: 'pop3',
  make: (limits) => createMailProbe({ limits }),
  read: false,
  turns: { tls: 4, starttls: 5 },
});
