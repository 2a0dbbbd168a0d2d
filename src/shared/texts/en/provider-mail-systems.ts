/** Names, fields and help of mail systems that firms and schools run themselves. Keys follow their manifests. */
export const providerMailSystems = {
  mailcow: {
    name: 'mailcow',
    about: 'By an administrator of the server.',
    host: { label: 'mailcow server', help: 'For example mail.provider.example' },
    port: { label: 'Port', help: 'Usually 443' },
    apiKey: {
      label: 'Key for programs (API key)',
      help: 'One with “Read-Write Access”, made in mailcow’s configuration under “Access”, for this computer’s network address. It is kept in this computer’s keychain.',
    },
  },
  mailinabox: {
    name: 'Mail-in-a-Box',
    about: 'By an administrator of the box.',
    host: { label: 'Name of the box', help: 'For example box.firm.example' },
    port: { label: 'Port', help: 'Usually 443' },
    adminUser: {
      label: 'Administrator’s address',
      help: 'One that signs in to the control panel without a second factor. With one, use “by hand”.',
    },
    adminPassword: { label: 'Administrator’s password', help: 'It is kept in this computer’s keychain.' },
  },
  'iredadmin-pro': {
    name: 'iRedAdmin-Pro',
    about: 'By an administrator of the domain. Its interface for programs has to be switched on there.',
    host: { label: 'Server with iRedAdmin-Pro', help: 'For example mail.firm.example' },
    port: { label: 'Port', help: 'Usually 443' },
    path: {
      label: 'Where iRedAdmin-Pro is on it',
      help: 'What follows the server’s name in the address of its first page, usually /iredadmin/',
    },
    adminUser: { label: 'Administrator’s address', help: 'For example postmaster@firm.example' },
    adminPassword: { label: 'Administrator’s password', help: 'It is kept in this computer’s keychain.' },
  },
  modoboa: {
    name: 'Modoboa',
    about: 'By an administrator, or with the mailbox’s own password.',
    host: { label: 'Modoboa server', help: 'For example mail.firm.example' },
    port: { label: 'Port', help: 'Usually 443' },
    mode: {
      label: 'Who changes the password?',
      help: '',
      choice: { self: 'The mailbox itself, with its current password', admin: 'An administrator' },
    },
    apiToken: {
      label: 'Administrator’s API token',
      help: 'Only if an administrator changes the password. Made by a super administrator in Modoboa, under “API”. It is kept in this computer’s keychain.',
    },
    clientId: {
      label: 'Client of the server (client ID)',
      help: 'Only if the mailbox changes its own password: a public OAuth client that may sign in with passwords, made by whoever runs the server.',
    },
  },
  postfixadmin: {
    name: 'PostfixAdmin',
    about: 'For mail servers that are run with PostfixAdmin',
    host: { label: 'Web server with PostfixAdmin', help: 'For example mail.firm.example' },
    port: { label: 'Port', help: 'Usually 443' },
    path: {
      label: 'Where PostfixAdmin is on it',
      help: 'What follows the server’s name in the address of its first page, for example /postfixadmin/',
    },
    mode: {
      label: 'Who changes the password?',
      help: '',
      choice: { self: 'The mailbox itself, with its current password', admin: 'An administrator' },
    },
    adminName: {
      label: 'Administrator’s name',
      help: 'Usually an address. It signs in on the page for administrators.',
    },
    adminPassword: { label: 'Administrator’s password', help: 'It is kept in this computer’s keychain.' },
  },
  'group-office': {
    name: 'Group-Office',
    about: 'As a user with its current password, or by whoever looks after the mailboxes.',
    host: { label: 'Group-Office server', help: 'For example office.firm.example' },
    port: { label: 'Port', help: 'Usually 443' },
    path: {
      label: 'Where Group-Office is on it',
      help: 'What follows the server’s name in the address of its first page, usually only /',
    },
    mode: {
      label: 'Who changes the password?',
      help: 'A change as a user signs out every other browser of that user. With a second factor you are asked for a code.',
      choice: { self: 'The user, with its current password', admin: 'An administrator, for the mailbox alone' },
    },
    userName: {
      label: 'What is the user called there?',
      help: 'Only if it is not the name that the mailbox signs in with.',
    },
    signIn: {
      label: 'How does the administrator sign in?',
      help: 'Keys are made in Group-Office under “API keys”. With a second factor, a key spares you a code for each mailbox.',
      choice: { key: 'With an API key', password: 'With name and password' },
    },
    adminUser: { label: 'Administrator’s name', help: 'Not needed with an API key.' },
    adminPassword: { label: 'API key or administrator’s password', help: 'It is kept in this computer’s keychain.' },
  },
  zimbra: {
    name: 'Zimbra',
    about: 'With the mailbox’s own password or by an administrator.',
    host: { label: 'Zimbra server', help: 'For example mail.provider.example' },
    port: { label: 'Port', help: 'Usually 443, for an administrator 7071' },
    mode: {
      label: 'Who changes the password?',
      help: '',
      choice: { self: 'The mailbox itself, with its current password', admin: 'An administrator' },
    },
    adminUser: { label: 'Administrator’s name', help: 'For example admin@provider.example' },
    adminPassword: { label: 'Administrator’s password', help: 'It is kept in this computer’s keychain.' },
  },
  sogo: {
    name: 'SOGo',
    about: 'For mail servers whose web pages are SOGo',
    host: { label: 'Web server with SOGo', help: 'For example mail.firm.example' },
    port: { label: 'Port', help: 'Usually 443' },
    path: { label: 'Where SOGo is on it', help: 'Usually /SOGo/' },
    domain: { label: 'Domain', help: 'Only if the sign-in page of SOGo lets you choose one.' },
  },
  stalwart: {
    name: 'Stalwart',
    about: 'With the mailbox’s own password or by an administrator',
    host: { label: 'Stalwart server', help: 'For example mail.provider.example' },
    port: { label: 'Port', help: 'Usually 443' },
    mode: {
      label: 'Who changes the password?',
      help: '',
      choice: { self: 'The mailbox itself, with its current password', admin: 'An administrator' },
    },
    adminUser: {
      label: 'Administrator’s name',
      help: 'For example admin@provider.example. Leave it empty if you have a key for programs (API key).',
    },
    adminSecret: {
      label: 'Administrator’s password or API key',
      help: 'It is kept in this computer’s keychain.',
    },
  },
  'open-xchange': {
    name: 'Open-Xchange (OX App Suite)',
    about: 'For mailboxes whose web pages are OX App Suite',
    host: { label: 'Web server with OX App Suite', help: 'For example webmail.provider.example' },
    port: { label: 'Port', help: 'Usually 443' },
    path: { label: 'Where programs ask it', help: 'Usually /appsuite/api/, on older servers /ajax/' },
  },
} as const;
