/** When something is stuck: every kept password, which one is right, and the old one. */
export const safety = {
  sheet: {
    nav: 'Kept passwords',
    title: 'Every password that Keyround keeps',
    lead: 'Read from this computer’s keychain just now. You can see and copy each one here, even while everything else is stuck. Nothing is changed.',
    reading: 'Reading the keychain…',
    again: 'Read again',
    none: 'The keychain keeps no password for Keyround.',
    nameless: 'A mailbox whose address cannot be read now',
    noneOfThis: 'No password of this mailbox is kept.',
    label: {
      current: 'Current password',
      pending: 'New password, not proven yet',
      previous: 'Previous password',
      abandoned: 'Abandoned new password',
      credential: 'The provider’s administrator password',
      'app-password': 'App password of {{device}}',
      unknown: 'Kept password, not known which',
    },
    aDevice: 'a device',
    lostTitle_one: 'Keyround has notes about {{count}} mailbox that this keychain does not know',
    lostTitle_other: 'Keyround has notes about {{count}} mailboxes that this keychain does not know',
    lostText:
      'The keychain was emptied, or it is another one than before. If you have a backup of it, bring it back first. Otherwise add the mailbox again with its password; if nobody knows it, ask your provider for a new one.',
    lostAside: 'Put these notes aside…',
  },
  doubt: {
    title: {
      unreadable: 'Keyround’s notes about this mailbox cannot be read',
      missing: 'Keyround’s notes about this mailbox are gone',
      'other-computer': 'These notes come from another computer or from a backup',
      emptied: 'This computer’s password store was emptied',
    },
    text_one:
      'Nothing is lost: {{count}} password is kept. Keyround changes nothing until it is known which one is right.',
    text_other:
      'Nothing is lost: {{count}} passwords are kept. Keyround changes nothing until it is known which one is right.',
    textNone: 'No password of this mailbox is kept any more. Keyround changes nothing until you have entered it.',
    setAside: 'Begin new notes…',
    setAsideDone: 'The old notes were put aside. Nothing was deleted.',
    setAsideHelp:
      'Keyround first puts the notes that cannot be read aside and begins new ones. Then it finds out which password is right.',
    find: 'Find out which one is right',
    findHelp:
      'Keyround signs in with the kept passwords, newest first, and stops in time before the mailbox could be locked.',
    found: 'Found: the mail server takes one of the kept passwords.',
    enter: 'Enter the password…',
    wait: 'The next try is safe in {{time}}.',
  },
  attempts: {
    none: 'No sign-in was refused in the last seven days.',
    refused_one: '{{count}} sign-in was refused in the last seven days. At {{limit}}, Keyround stops trying by itself.',
    refused_other:
      '{{count}} sign-ins were refused in the last seven days. At {{limit}}, Keyround stops trying by itself.',
  },
  old: {
    putBack: 'Put it back…',
    check: 'Does it still work?',
    checkHelp: 'Signs in once with it.',
    checkCost: '“Does it still work?” signs in once with the old password.',
    verdict: {
      dead: 'No longer works. The mail server refused it {{when}}.',
      'still-works': 'It still worked {{when}}.',
      'could-not-tell': 'It could not be told {{when}}.',
    },
    remembered: 'Mail servers remember a password for up to an hour after a change. Look again after {{time}}.',
    stillWorks: 'Somebody who knows it can still read the mail. Change the password once more, or ask your provider.',
    spreading:
      'The provider’s servers may not all know of the change yet. Ask after {{time}}: the answer is sure then.',
    tryAgain: 'Ask again after {{time}}: one more refused sign-in now could lock the mailbox.',
    forgotten: {
      previous: 'The previous password was forgotten',
      abandoned: 'The abandoned new password was forgotten',
      unknown: 'A password from before was forgotten',
    },
  },
} as const;
