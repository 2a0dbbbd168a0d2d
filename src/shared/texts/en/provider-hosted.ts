/** Names, fields and help of firms that host mailboxes. Keys follow their manifests. */
export const providerHosted = {
  migadu: {
    name: 'Migadu',
    about: 'By whoever looks after the domain there.',
    adminUser: { label: 'Address of the Migadu account', help: 'The one that signs in to admin.migadu.com.' },
    apiKey: {
      label: 'API key',
      help: 'Made at Migadu under “My Account”, “API Keys”. It is kept in this computer’s keychain.',
    },
  },
  gandi: {
    name: 'Gandi',
    about: 'By whoever manages the domain’s mailboxes there.',
    token: {
      label: 'Personal access token',
      help: 'Made at Gandi for an organization, with the right to manage e-mail. New passwords need three digits there. It is kept in this computer’s keychain.',
    },
  },
  ovh: {
    name: 'OVHcloud',
    about: 'For MX Plan and web hosting. OVHcloud takes a change in and carries it out some minutes later.',
    region: {
      label: 'Where is the OVHcloud account?',
      help: '',
      choice: { eu: 'Europe', canada: 'Canada, Asia and the Pacific' },
    },
    applicationKey: {
      label: 'Application key',
      help: 'Keys are made at eu.api.ovh.com/createToken or ca.api.ovh.com/createToken, with the rights GET and POST for /email/domain/*.',
    },
    secrets: {
      label: 'Application secret and consumer key',
      help: 'Both, with a blank between them. They are kept in this computer’s keychain.',
    },
  },
  rackspace: {
    name: 'Rackspace Email',
    about: 'Rackspace Email and Hosted Exchange, by an administrator of their control panel.',
    product: {
      label: 'What is the mailbox?',
      help: '',
      choice: { email: 'Rackspace Email', exchange: 'Hosted Exchange' },
    },
    account: { label: 'Account number', help: 'Only resellers need another than “me”.' },
    userKey: {
      label: 'User key',
      help: 'Both keys are made in the control panel. They work only while this computer’s clock is right.',
    },
    secretKey: { label: 'Secret key', help: 'It is kept in this computer’s keychain.' },
  },
  zoho: {
    name: 'Zoho Mail',
    about: 'For an organization’s own domain, by its administrator.',
    region: {
      label: 'Where is the organization at Zoho?',
      help: 'As its address says that you sign in at.',
      choice: { us: 'zoho.com', eu: 'zoho.eu', in: 'zoho.in', au: 'zoho.com.au', jp: 'zoho.jp' },
    },
    organization: { label: 'Organization number (zoid)', help: 'It stands in Zoho’s admin console.' },
    clientId: {
      label: 'Client ID',
      help: 'Of a “self client” that you make in Zoho’s API console, with the scopes ZohoMail.organization.accounts.READ and .UPDATE.',
    },
    secrets: {
      label: 'Client secret and refresh token',
      help: 'Both, with a blank between them. They are kept in this computer’s keychain.',
    },
  },
} as const;
