/** Names, fields and help of the providers. Keys follow their manifests. */
export const providers = {
  provider: {
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
    mailcow: {
      name: 'mailcow',
      about: 'By an administrator of the server.',
      host: { label: 'mailcow server', help: 'For example mail.provider.example' },
      port: { label: 'Port', help: 'Usually 443' },
      apiKey: {
        label: 'Key for programs (API key)',
        help: 'One that may also write, made under “Access” in mailcow’s configuration. It is kept in this computer’s keychain.',
      },
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
    'group-office': {
      name: 'Group-Office',
      about:
        'As a user with its current password, or by whoever looks after the mailboxes. Not yet tried against a live server.',
      host: { label: 'Group-Office server', help: 'For example office.firm.example' },
      port: { label: 'Port', help: 'Usually 443' },
      path: {
        label: 'Where Group-Office is on it',
        help: 'What follows the server’s name in the address of its first page, usually only /',
      },
      mode: {
        label: 'Who changes the password?',
        help: 'A change as a user signs out every other browser of that user. It does not work with a second factor.',
        choice: { self: 'The user, with its current password', admin: 'An administrator, for the mailbox alone' },
      },
      userName: {
        label: 'What is the user called there?',
        help: 'Only if it is not the name that the mailbox signs in with.',
      },
      signIn: {
        label: 'How does the administrator sign in?',
        help: 'Keys are made in Group-Office under “API keys”. With a second factor, only a key works.',
        choice: { key: 'With an API key', password: 'With name and password' },
      },
      adminUser: { label: 'Administrator’s name', help: 'Not needed with an API key.' },
      adminPassword: { label: 'API key or administrator’s password', help: 'It is kept in this computer’s keychain.' },
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
    sogo: {
      name: 'SOGo',
      about: 'For mail servers whose web pages are SOGo',
      host: { label: 'Web server with SOGo', help: 'For example mail.firm.example' },
      port: { label: 'Port', help: 'Usually 443' },
      path: { label: 'Where SOGo is on it', help: 'Usually /SOGo/' },
      domain: { label: 'Domain', help: 'Only if the sign-in page of SOGo lets you choose one.' },
    },
    ovh: {
      name: 'OVHcloud',
      about: 'For MX Plan and web hosting. OVHcloud takes a change in and carries it out some minutes later.',
      region: {
        label: 'Where is the OVHcloud account?',
        help: '',
        choice: { eu: 'Europe', ca: 'Canada, Asia and the Pacific' },
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
      about: 'For an organization’s own domain, by its administrator. Not yet tried against the live service.',
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
    stalwart: {
      name: 'Stalwart',
      about: 'With the mailbox’s own password or by an administrator. Not yet tried against a live server.',
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
    'by-hand': {
      name: 'By hand on the provider’s page',
      about: 'Works with every provider: you change it there, Keyround does the rest',
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
  },
} as const;
