/** What one sign-in attempt can show: one sentence of what happened, one of what to do next. */
export const failureMail = {
  'wrong-password': {
    what: 'The mail server did not accept this password.',
    do: 'Check that the password is the right one. Keyround does not try again by itself, so that the mailbox is not locked.',
  },
  'too-many-attempts': {
    what: 'The mail server has had too many sign-in attempts and takes no more for now.',
    do: 'Wait a while before the next try. Pause devices that still use an old password, because each of their tries makes the wait longer.',
  },
  'account-locked': {
    what: 'The mailbox is locked.',
    do: 'Ask your mail provider to unlock it, then try again.',
  },
  'password-expired': {
    what: 'The password of this mailbox has expired.',
    do: 'Set a new password on your provider’s own page or ask them to do it, then come back.',
  },
  'app-password-required': {
    what: 'The provider wants a separate app password here, not the mailbox password.',
    do: 'Make an app password on your provider’s page and enter it for this device.',
  },
  'oauth-required': {
    what: 'The provider only lets apps in through its own sign-in page.',
    do: 'Mark this device as one that signs in elsewhere. Keyround lists it but cannot check it.',
  },
  'protocol-switched-off': {
    what: 'This way of signing in is switched off for the mailbox.',
    do: 'Switch it on in your provider’s settings, or choose the other way of receiving (IMAP or POP3).',
  },
  'full-address-needed': {
    what: 'The mail server does not know this user name.',
    do: 'Use the full mail address as the user name, then try again.',
  },
  'no-access': {
    what: 'The sign-in worked, but the mailbox may not be opened.',
    do: 'Ask your mail provider what is missing for this mailbox.',
  },
  'name-not-found': {
    what: 'There is no server with this name.',
    do: 'Check the server name for a typing mistake, and that this computer is online.',
  },
  'nothing-listens': {
    what: 'The server is there, but nothing answers on this port.',
    do: 'Check the port number and the kind of encryption with your mail provider.',
  },
  'timed-out': {
    what: 'The server did not answer in time.',
    do: 'Check that this computer is online. A firewall may be in the way; from another network it may work.',
  },
  'connection-lost': {
    what: 'The connection to the server broke off.',
    do: 'Try again in a moment. This says nothing about the password.',
  },
  'certificate-expired': {
    what: 'The server’s security certificate has run out.',
    do: 'Check the date of this computer. If it is right, tell your mail provider. No password was sent.',
  },
  'certificate-not-yet-valid': {
    what: 'The server’s security certificate is not valid yet.',
    do: 'Check the date and time of this computer. No password was sent.',
  },
  'certificate-other-name': {
    what: 'The server’s security certificate belongs to another name.',
    do: 'Check the server name with your mail provider. No password was sent.',
  },
  'certificate-not-trusted': {
    what: 'The server’s security certificate is not from an authority that this computer knows.',
    do: 'If your firm has its own certificate authority, add it on the mailbox page. Otherwise ask your provider. No password was sent.',
  },
  'encryption-failed': {
    what: 'A safe connection to the server could not be made.',
    do: 'Check the port and the kind of encryption. No password was sent.',
  },
  'no-encryption': {
    what: 'The server offers no encryption.',
    do: 'Keyround never sends a password over an open line. Ask your mail provider for a safe server.',
  },
  'unsafe-answer': {
    what: 'The server answered in a way that is not safe.',
    do: 'Keyround stopped before the password was sent. Tell your mail provider or whoever looks after your network.',
  },
  'no-sign-in-offered': {
    what: 'The server offers no way to sign in with a password here.',
    do: 'Check the port: sending mail with a sign-in usually has a port of its own.',
  },
  'too-many-connections': {
    what: 'Too many devices are connected to this mailbox right now.',
    do: 'Close a mail app or wait a few minutes, then check again. This says nothing about the password.',
  },
  'server-busy': {
    what: 'The mail server is busy and asks us to come back later.',
    do: 'Wait a few minutes, then check again. This says nothing about the password.',
  },
  'sending-refused': {
    what: 'The sign-in works, but the server does not let this mailbox send.',
    do: 'Ask your mail provider why sending is not allowed for this mailbox.',
  },
  'not-a-mail-server': {
    what: 'Something answered, but it is not a mail server.',
    do: 'Check the server name and the port with your mail provider.',
  },
  'budget-spent': {
    what: 'Keyround has stopped trying, so that the server does not lock the mailbox.',
    do: 'Wait until the next try is safe. Check the password and pause devices that still use the old one.',
  },
  'address-blocked': {
    what: 'The mail server probably keeps this computer’s internet address out for a while, after too many refused sign-ins.',
    do: 'Wait an hour, or until the time shown, and do not try again before: each try makes it longer. Pause devices that still use the old password. From another network, such as a phone’s hotspot, it may work at once; your mail provider can lift the block.',
  },
  stopped: {
    what: 'The check was stopped before it was done.',
    do: 'Start it again whenever you like.',
  },
} as const;
