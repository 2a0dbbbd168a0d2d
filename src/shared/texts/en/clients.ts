/** The catalogue of mail apps and devices: its names, and the short guide for each. */
export const clients = {
  clientKind: {
    thunderbird: { name: 'Thunderbird', about: 'Mail app on a computer', suggestion: 'Thunderbird on this computer' },
    outlook: { name: 'Outlook', about: 'Mail app on a computer', suggestion: 'Outlook' },
    'apple-mail': { name: 'Apple Mail', about: 'Mail app on a Mac', suggestion: 'Mail on the Mac' },
    iphone: { name: 'iPhone or iPad', about: 'The built-in Mail app', suggestion: 'iPhone' },
    'android-phone': { name: 'Android phone', about: 'Any mail app on it', suggestion: 'Android phone' },
    scanner: { name: 'Scanner or printer', about: 'Sends scans by mail', suggestion: 'Scanner' },
    'website-form': {
      name: 'Website form',
      about: 'Sends what visitors write',
      suggestion: 'Contact form on the website',
    },
    other: { name: 'Something else', about: 'Anything that signs in', suggestion: 'Another device' },
  },
  guide: {
    title: 'How to enter it on this device',
    thunderbird: {
      '1': 'Open Thunderbird and let it fetch mail. When it asks for the password, enter the new one and tick “Use Password Manager to remember this password”.',
      '2': 'Send a short mail to yourself. If it asks again, enter the new password there too: sending has a password of its own.',
      '3': 'If it does not ask: open Settings, Privacy & Security, Saved Passwords, remove the entries of this mailbox, and start Thunderbird again.',
    },
    outlook: {
      '1': 'Open Outlook and let it fetch mail. When it asks for the password, enter the new one and tick the box that remembers it.',
      '2': 'If it does not ask: open File, Account Settings, choose this account, and enter the new password there.',
      '3': 'Send a short mail to yourself to see that sending works too.',
    },
    'apple-mail': {
      '1': 'Open Mail, then Settings, Accounts, and choose this account.',
      '2': 'Under Server Settings, enter the new password for the incoming and for the outgoing server.',
      '3': 'Send a short mail to yourself to see that sending works too.',
    },
    iphone: {
      '1': 'Open Settings, then Apps, Mail, Mail Accounts (on older ones: Settings, Mail, Accounts).',
      '2': 'Tap this account, tap it once more, and enter the new password.',
      '3': 'On the same page tap SMTP under Outgoing Mail Server, then the primary server, and enter the new password there too.',
    },
    'android-phone': {
      '1': 'Open the mail app and its settings, and choose this account.',
      '2': 'Open “Incoming server” and enter the new password.',
      '3': 'Open “Outgoing server” and enter the new password there too.',
    },
    scanner: {
      '1': 'Open the scanner’s settings, on its screen or on its web page, and look for “E-mail” or “SMTP”.',
      '2': 'Enter the new password where the sign-in for sending is set. Look twice: letters are easily mixed up on small keyboards.',
      '3': 'Scan a page to your own address.',
    },
    'website-form': {
      '1': 'Open the administration of the website and look for the mail or SMTP settings of the form.',
      '2': 'Enter the new password and save. If somebody else looks after the website, ask that person to do it.',
      '3': 'Fill in the form once yourself and see that the message arrives.',
    },
    other: {
      '1': 'Open the settings of the mail account on this device.',
      '2': 'Enter the new password for receiving and, if there is a place for it, for sending.',
      '3': 'Send a short mail to yourself.',
    },
    values: 'The values for this device',
    user: 'User name',
  },
} as const;
