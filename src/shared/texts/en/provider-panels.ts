/** Names, fields and help of the hosting panels. Keys follow their manifests. */
export const providerPanels = {
  cpanel: {
    name: 'cPanel',
    about: 'With the mailbox’s own password or by its hosting account.',
    host: { label: 'cPanel server', help: 'For example cpanel.provider.example' },
    port: { label: 'Port', help: 'Usually 2096, for a hosting account 2083' },
    mode: {
      label: 'Who changes the password?',
      help: '',
      choice: { self: 'The mailbox itself, with its current password', admin: 'The hosting account' },
    },
    signIn: {
      label: 'How does the hosting account sign in?',
      help: 'Tokens are made in cPanel under “Manage API Tokens”.',
      choice: { token: 'With an API token', password: 'With its password' },
    },
    adminUser: { label: 'Name of the hosting account', help: 'The name that it signs in to cPanel with.' },
    adminPassword: { label: 'API token or password', help: 'It is kept in this computer’s keychain.' },
  },
  directadmin: {
    name: 'DirectAdmin',
    about: 'With the mailbox’s own password or by the account that its domain belongs to.',
    host: { label: 'DirectAdmin server', help: 'For example panel.provider.example' },
    port: { label: 'Port', help: 'Usually 2222' },
    mode: {
      label: 'Who changes the password?',
      help: '',
      choice: { self: 'The mailbox itself, with its current password', admin: 'An account of DirectAdmin' },
    },
    adminUser: {
      label: 'Name of the account',
      help: 'An administrator who acts as another account writes both, with a bar between: admin|account',
    },
    adminPassword: {
      label: 'Password or login key of the account',
      help: 'It is kept in this computer’s keychain.',
    },
  },
  plesk: {
    name: 'Plesk',
    about: 'By an administrator of the server.',
    host: { label: 'Plesk server', help: 'For example plesk.provider.example' },
    port: { label: 'Port', help: 'Usually 8443' },
    interface: {
      label: 'How is Plesk spoken to?',
      help: 'XML fits every version. With REST, the new password can be read for a moment by other users of that server.',
      choice: { xml: 'XML', rest: 'REST' },
    },
    signIn: {
      label: 'How does the administrator sign in?',
      help: 'Plesk makes secret keys for programs, and takes them only from the addresses they were made for.',
      choice: { password: 'With name and password', key: 'With a secret key' },
    },
    adminUser: { label: 'Administrator’s name', help: 'Not needed with a secret key.' },
    adminPassword: {
      label: 'Administrator’s password or secret key',
      help: 'It is kept in this computer’s keychain.',
    },
  },
  virtualmin: {
    name: 'Virtualmin',
    about:
      'By the administrator of the server. The new password can be read for a moment by other users of that server.',
    host: { label: 'Virtualmin server', help: 'For example panel.provider.example' },
    port: { label: 'Port', help: 'Usually 10000' },
    adminUser: { label: 'Administrator’s name', help: 'Usually root' },
    adminPassword: { label: 'Administrator’s password', help: 'It is kept in this computer’s keychain.' },
  },
  froxlor: {
    name: 'Froxlor',
    about: 'By an administrator, or by the customer whom the mailbox belongs to. Its API has to be switched on there.',
    host: { label: 'Froxlor server', help: 'For example panel.provider.example' },
    port: { label: 'Port', help: 'Usually 443' },
    path: {
      label: 'Where Froxlor is on it',
      help: 'What follows the server’s name in the address of its first page, usually / or /froxlor/',
    },
    apiKey: { label: 'API key', help: 'You make it in Froxlor, under “API keys”.' },
    apiSecret: { label: 'Secret of the API key', help: 'It is kept in this computer’s keychain.' },
  },
  ispconfig: {
    name: 'ISPConfig',
    about: 'By whoever looks after the panel, with a remote user that was made for programs.',
    host: { label: 'ISPConfig server', help: 'For example panel.provider.example' },
    port: { label: 'Port', help: 'Usually 8080' },
    remoteUser: {
      label: 'Name of the remote user',
      help: 'You make one in ISPConfig under “System”, “Remote Users”, with “Mail user functions”.',
    },
    remotePassword: { label: 'Password of the remote user', help: 'It is kept in this computer’s keychain.' },
  },
  'http-panel': {
    name: 'A control panel with a description file',
    about: 'Your provider gives you a file that says how its panel changes passwords',
    panel: { label: 'Description file', help: '' },
    host: { label: 'Server of the panel', help: '' },
    mode: {
      label: 'Who changes the password?',
      help: '',
      choice: { self: 'The mailbox itself, with its current password', admin: 'An administrator' },
    },
    fieldOne: { label: 'First field', help: '' },
    fieldTwo: { label: 'Second field', help: '' },
    fieldThree: { label: 'Third field', help: '' },
    signInName: { label: 'Administrator’s name', help: '' },
    adminSecret: { label: 'Administrator’s password or key', help: 'It is kept in this computer’s keychain.' },
  },
} as const;
