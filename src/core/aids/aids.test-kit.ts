/** One device of one mailbox, as both aids take it. */
export const address = 'anna@example.test';
export const client = {
  user: address,
  receiving: { protocol: 'imap', host: 'imap.example.test', port: 993, security: 'tls' },
  sending: { host: 'smtp.example.test', port: 587, security: 'starttls' },
} as const;
