/** Names, fields and help of what fits many systems: protocols, the change by hand, practice. Keys follow their manifests. */
export const providerGeneral = {
  ldap: {
    name: 'Directory server (LDAP)',
    about: 'For firms and schools whose mail passwords stand in a directory',
    host: { label: 'Directory server', help: 'For example ldap.firm.example' },
    port: { label: 'Port', help: 'Usually 636, with STARTTLS 389' },
    security: {
      label: 'Encryption',
      help: '',
      choice: { tls: 'From the start (LDAPS)', starttls: 'Switched on (StartTLS)' },
    },
    mode: {
      label: 'Who changes the password?',
      help: '',
      choice: { self: 'The mailbox itself, with its current password', admin: 'An administrator' },
    },
    userDn: {
      label: 'Name of the entry in the directory',
      help: 'For example uid={local},ou=people,dc=firm,dc=example. {local}, {domain} and {address} are filled in.',
    },
    searchBase: {
      label: 'Where to search for the entry',
      help: 'Only if no name of the entry is given. For example ou=people,dc=firm,dc=example',
    },
    searchFilter: { label: 'How to search for it', help: 'Only for searching. (mail={address}) nearly always fits.' },
    adminDn: {
      label: 'Name of the administrator in the directory',
      help: 'Only if an administrator changes the password. For example cn=admin,dc=firm,dc=example',
    },
    adminPassword: { label: 'Administrator’s password', help: 'It is kept in this computer’s keychain.' },
  },
  poppassd: {
    name: 'Password server (poppassd)',
    about: 'For mail servers on which passwords are changed at port 106',
    host: { label: 'Password server', help: 'For example mail.firm.example, or 127.0.0.1 for the end of a tunnel' },
    port: { label: 'Port', help: 'Usually 106. Behind TLS or a tunnel it is often another one.' },
    security: {
      label: 'How does the password get there?',
      help: 'This kind of server has no encryption of its own. Without TLS, Keyround only speaks to this computer.',
      choice: {
        tls: 'Encrypted, by TLS in front of the server',
        loopback: 'The server or a tunnel to it is on this computer',
      },
    },
    account: {
      label: 'What does the server call the mailbox?',
      help: '',
      choice: { user: 'As it signs in to mail', local: 'What stands before the @' },
    },
  },
  'by-hand': {
    name: 'By hand on the provider’s page',
    about: 'Works with every provider: you change it there, Keyround does the rest',
    guide: {
      label: 'Where is the password changed?',
      help: '',
      choice: {
        webmail: 'In the webmail, under “My account”',
        'user-panel': 'In the provider’s user panel',
        'admin-panel': 'In an admin panel: I look after the domain',
        'hosting-panel': 'In a hosting control panel, on its mail tab',
        administrator: 'Only my administrator may change it',
        roundcube: 'Roundcube',
        atmail: 'Atmail',
        afterlogic: 'AfterLogic WebMail',
        cpanel: 'cPanel',
        plesk: 'Plesk',
        gmail: 'Gmail',
        'outlook-com': 'Outlook.com, Hotmail',
        yahoo: 'Yahoo Mail',
        aol: 'AOL Mail',
        icloud: 'iCloud Mail',
        'gmx-net': 'GMX (gmx.net, gmx.de)',
        'gmx-com': 'GMX (gmx.com)',
        'web-de': 'WEB.DE',
        'mail-com': 'mail.com',
        't-online': 'Telekom (t-online.de)',
        posteo: 'Posteo',
        fastmail: 'Fastmail',
      },
    },
    page: {
      label: 'Page on which the password is changed',
      help: 'It begins with https:// and is only ever opened when you say so.',
    },
  },
  practice: {
    name: 'Practice service',
    about: 'A pretend provider on this computer',
    mode: {
      label: 'Who changes the password?',
      help: '',
      choice: { self: 'The mailbox itself, with its current password', admin: 'An administrator' },
    },
    adminPassword: { label: 'Administrator’s password', help: 'Only if an administrator changes the password.' },
  },
} as const;
