import { probeKit } from '../../../test/kits/probe-kit.ts';
import { createMailProbe } from './probe.ts';

probeKit({
  name: 'SMTP by nodemailer',
  protocol: 'smtp',
  make: (limits) => createMailProbe({ limits }),
  read: false,
  turns: { tls: 3, starttls: 5 },
});
