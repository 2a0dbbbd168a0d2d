import { imap, type KnownService, known, pop3, smtp, submission, words } from './known-service.ts';

// Hosts, ports and the domains of MX hosts: thunderbird/autoconfig @ c6ad796, ispdb/*.xml, read on 2026-11-22. The names of
// single MX hosts, Migadu, and Zoho for other people's domains: each service's own instructions.

/** Zoho keeps each region apart, and gives domains of others servers of their own. */
const zoho = ([region, domain]: readonly [string, string]): KnownService =>
  known(`zoho-hosted-${domain}`, 'Zoho Mail', 'cloud', {
    mx: [`mx.zoho.${domain}`, `mx2.zoho.${domain}`, `mx3.zoho.${domain}`],
    servers: [imap(`imappro.zoho.${domain}`), pop3(`poppro.zoho.${domain}`), smtp(`smtppro.zoho.${domain}`)],
    providers: ['zoho'],
    settings: { region },
  });

/** Services that take mail for other people's domains, known by their MX. */
export const knownHosts: readonly KnownService[] = [
  known('google-workspace', 'Google Workspace', 'cloud', {
    mx: ['smtp.google.com', '.l.google.com', '.googlemail.com'],
    servers: [imap('imap.gmail.com'), pop3('pop.gmail.com'), smtp('smtp.gmail.com')],
    providers: ['google-workspace'],
    page: 'https://myaccount.google.com/signinoptions/password',
  }),
  known('microsoft-365', 'Microsoft 365', 'cloud', {
    mx: ['.mail.protection.outlook.com', '.mx.microsoft'],
    servers: [
      imap('outlook.office365.com', { signIn: 'oauth' }),
      pop3('outlook.office365.com', { signIn: 'oauth' }),
      submission('smtp.office365.com', { signIn: 'oauth' }),
    ],
    providers: ['microsoft-365'],
  }),
  known('fastmail', 'Fastmail', 'ordinary', {
    domains: words('fastmail.com fastmail.fm'),
    mx: ['.messagingengine.com'],
    servers: [imap('imap.fastmail.com'), pop3('pop.fastmail.com'), smtp('smtp.fastmail.com')],
  }),
  known('gandi', 'Gandi Mail', 'ordinary', {
    mx: ['.mail.gandi.net'],
    servers: [imap('mail.gandi.net'), pop3('mail.gandi.net'), smtp('mail.gandi.net')],
    providers: ['gandi'],
  }),
  known('ovh', 'OVHcloud', 'ordinary', {
    mx: ['.mail.ovh.net'],
    servers: [imap('ssl0.ovh.net'), pop3('ssl0.ovh.net'), smtp('ssl0.ovh.net')],
    providers: ['ovh'],
  }),
  known('rackspace', 'Rackspace Email', 'ordinary', {
    mx: ['.emailsrvr.com'],
    servers: [imap('secure.emailsrvr.com'), smtp('secure.emailsrvr.com')],
    providers: ['rackspace'],
  }),
  known('ionos', 'IONOS', 'ordinary', {
    domains: words('online.de onlinehome.de go4more.de'),
    mx: ['.kundenserver.de'],
    servers: [imap('imap.1und1.de'), pop3('pop.1und1.de'), smtp('smtp.1und1.de')],
  }),
  known('strato', 'STRATO', 'ordinary', {
    mx: ['.rzone.de'],
    servers: [imap('imap.strato.de'), pop3('pop3.strato.de'), smtp('smtp.strato.de')],
  }),
  known('domainfactory', 'DomainFactory', 'ordinary', {
    mx: ['.ispgateway.de'],
    servers: [imap('sslin.df.eu'), pop3('sslin.df.eu'), smtp('sslout.df.eu')],
  }),
  known('one-com', 'one.com', 'ordinary', {
    mx: ['.one.com'],
    servers: [imap('imap.one.com'), smtp('send.one.com')],
  }),
  known('dondominio', 'DonDominio', 'ordinary', {
    mx: ['.dondominio.com'],
    servers: [imap('imap.dondominio.com'), pop3('pop3.dondominio.com'), smtp('smtp.dondominio.com')],
  }),
  known('godaddy', 'GoDaddy', 'ordinary', {
    mx: ['smtp.secureserver.net', 'mailstore1.secureserver.net'],
    servers: [imap('imap.secureserver.net'), pop3('pop.secureserver.net'), smtp('smtpout.secureserver.net')],
  }),
  known('ox-cloud-eu', 'OX Cloud', 'ordinary', {
    mx: ['.cloudeu.xion.oxcs.net'],
    servers: [imap('imap.eu.appsuite.cloud'), pop3('pop.eu.appsuite.cloud'), submission('smtp.eu.appsuite.cloud')],
    providers: ['open-xchange'],
  }),
  known('ox-cloud-us', 'OX Cloud', 'ordinary', {
    mx: ['.cloudus.xion.oxcs.net'],
    servers: [imap('imap.us.appsuite.cloud'), pop3('pop.us.appsuite.cloud'), submission('smtp.us.appsuite.cloud')],
    providers: ['open-xchange'],
  }),
  known('migadu', 'Migadu', 'ordinary', {
    mx: ['aspmx1.migadu.com', 'aspmx2.migadu.com'],
    servers: [imap('imap.migadu.com'), pop3('pop.migadu.com'), smtp('smtp.migadu.com')],
    providers: ['migadu'],
  }),
  ...(
    [
      ['us', 'com'],
      ['eu', 'eu'],
      ['in', 'in'],
      ['au', 'com.au'],
      ['jp', 'jp'],
    ] as const
  ).map(zoho),
];
