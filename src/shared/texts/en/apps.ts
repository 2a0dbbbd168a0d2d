/** Mail apps on this computer: what each keeps for a mailbox, and why it cannot be read or written. */
export const apps = {
  apps: {
    title: 'Mail apps on this computer',
    help: 'Keyround can look which mail apps on this computer use this mailbox, and whether they hold its current password. It adds them to the list of devices above, and changes nothing in them.',
    look: 'Look for apps',
    again: 'Look again',
    none: 'No app that Keyround can read has settings for this mailbox.',
    onlyElsewhere: 'Apps here name this address, but at another server.',
    found: 'We found {{names, list}} on this computer.',
    stale_one: '{{names, list}} still has an old password',
    stale_other: '{{names, list}} still have an old password',
    staleHelp_one:
      'Each try with it is refused, and too many of them can lock the mailbox. Enter the current password there.',
    staleHelp_other:
      'Each try with it is refused, and too many of them can lock the mailbox. Enter the current password in each of them.',
    another_one: '{{names, list}} holds a password that is not this mailbox’s current one',
    another_other: '{{names, list}} hold a password that is not this mailbox’s current one',
    anotherHelp_one:
      'It may keep trying to sign in with it, and too many refused tries can lock the mailbox. If it uses this mailbox, enter the current password there.',
    anotherHelp_other:
      'They may keep trying to sign in with it, and too many refused tries can lock the mailbox. If they use this mailbox, enter the current password in each of them.',
    account: '{{name}}, {{profile}}',
    client: '{{app}} on this computer',
    clientOf: '{{app}} on this computer ({{profile}})',
    about: {
      imap: 'Receiving (IMAP) from {{host}} as {{user}}',
      pop3: 'Receiving (POP3) from {{host}} as {{user}}',
      smtp: 'Sending through {{host}} as {{user}}',
    },
    holds: {
      old: 'Holds an old password',
      new: 'Holds the current password',
      another: 'Holds another password',
      none: 'Holds no password',
      locked: 'Locked',
      oauth: 'Signs in at the provider’s page',
      unsupported: 'Not known',
    },
    unlockLabel: 'Primary password of {{names, list}}',
    unlockHelp:
      'The one that the app itself asks for. Keyround keeps it in memory, and nowhere else, until you close Keyround or begin a practice round or a helpdesk session.',
    unlock: 'Unlock and look',
    keyringHelp:
      'The keyring of this computer is locked. Your desktop will ask for its password; Keyround does not see it.',
    unlockKeyring: 'Unlock the keyring',
    troubles: 'Files that were not read',
    troublesSummary_one: '{{count}} file',
    troublesSummary_other: '{{count}} files',
    why: {
      absent: 'The file is not there any more.',
      'not-a-file': 'This is not an ordinary file.',
      unreadable: 'This file cannot be read.',
      'too-large': 'This file is too large to be one of this app.',
      'not-yours': 'This file belongs to another user of this computer.',
      'read-only': 'This file cannot be written to.',
      'linked-twice': 'This file has a second name, and only one of the two would change.',
      tracked: 'This file lies in a folder with a history (such as git), and a password would get into it.',
      changed: 'The settings have changed meanwhile. Please look again.',
      'write-failed': 'Writing to its file did not work.',
      'kept-differs': 'What stood there after writing was not what Keyround had written.',
      'not-understood': 'Keyround does not understand how this is written.',
      'runs-command': 'The app gets the password from a command, and Keyround does not run it.',
      'kept-elsewhere':
        'Its password is kept somewhere that Keyround does not look. Please enter the new one there, or in the app.',
      'newer-store': 'A newer version of the app keeps passwords in a way that Keyround does not know yet.',
      'holds-another': 'It does not hold the password that would be replaced.',
      'shared-entry': 'Several accounts share this password, and they are not plainly one mailbox.',
      'cannot-be-written': 'Keyround cannot change this. Please enter the password in the app.',
      'not-tried-here':
        'Changing this has not been tried on this kind of computer yet. Please enter the password in the app.',
      'other-server':
        'It signs in to a server that does not belong to this mailbox, so its password was not looked at.',
      'in-doubt': 'Whether this is the right password can be said once it is known which one the mailbox has.',
      'not-looked-at': 'Looking at this app did not work, or took too long.',
      'too-many': 'It has more accounts than Keyround looks at.',
      'still-open': 'The app is open. Please close it first.',
      'needs-unlocking': 'Its passwords are behind a primary password.',
      'wrong-unlocking': 'That was not its primary password. Please try again.',
      'keyring-locked': 'The keyring of this computer is locked.',
      'keyring-silent': 'The keyring of this computer does not answer.',
    },
  },
} as const;
