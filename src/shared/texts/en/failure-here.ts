/** What can go wrong on this computer: the keychain, the journal, what was asked for. */
export const failureHere = {
  keychain: {
    absent: {
      what: 'This computer has no working keychain.',
      do: 'Keyround keeps passwords only there. On Linux, install and start a keyring (GNOME Keyring or KWallet), then start Keyround again.',
    },
    locked: {
      what: 'The keychain of this computer is locked.',
      do: 'Unlock it (usually by signing in to the computer again), then try again.',
    },
    'no-collection': {
      what: 'The keychain has no place to keep passwords yet.',
      do: 'Make a default keyring in your system’s password app, then try again.',
    },
    denied: {
      what: 'The keychain did not let Keyround in.',
      do: 'Allow Keyround when the system asks, then try again.',
    },
    'read-back-differs': {
      what: 'The keychain gave back something else than what was put in.',
      do: 'Nothing was changed. Have the keychain of this computer looked at before you go on.',
    },
    'entry-missing': {
      what: 'An entry that Keyround needs is no longer in the keychain.',
      do: 'Enter the mailbox’s password again. If it is gone for good, ask your provider to set a new one.',
    },
    failed: {
      what: 'The keychain could not do what it was asked.',
      do: 'Try again. If it stays like this, sign in to the computer anew.',
    },
    emptied: {
      what: 'The password store of this computer was emptied.',
      do: 'Enter the mailbox’s password. If nobody knows it any more, ask your provider to set a new one. Keyround changes nothing by itself.',
    },
    'no-answer': {
      what: 'The keychain of this computer has not answered yet.',
      do: 'Look for a window of the system that asks for a password, answer it, then try again.',
    },
  },
  journal: {
    'disk-full': {
      what: 'The disk of this computer is full.',
      do: 'Make some room, then try again. Keyround changes nothing that it cannot write down first.',
    },
    unreadable: {
      what: 'Keyround’s notes about this mailbox cannot be read.',
      do: 'The passwords are still in the keychain. On the mailbox’s page, set the notes aside: Keyround then finds out which password is the right one.',
    },
    missing: {
      what: 'Keyround’s notes about this mailbox are gone.',
      do: 'The passwords are still in the keychain. On the mailbox’s page, let Keyround find out which one is right.',
    },
    'set-aside': {
      what: 'It is not known which of the kept passwords is the right one.',
      do: 'On the mailbox’s page, let Keyround find out, or enter the password.',
    },
    'other-computer': {
      what: 'These notes come from another computer, or from a backup.',
      do: 'The password may have been changed since. On the mailbox’s page, let Keyround find out; until then it changes nothing.',
    },
    failed: {
      what: 'Keyround could not write its notes.',
      do: 'Check that the disk is not full or write-protected. Nothing goes on before the notes are written.',
    },
  },
  request: {
    invalid: {
      what: 'Something in this form is not right yet.',
      do: 'Look at the marked field. Nothing you typed is lost.',
    },
    'not-found': {
      what: 'This is no longer here.',
      do: 'Go back to the mailbox and start from there.',
    },
    busy: {
      what: 'Keyround is already busy with this.',
      do: 'Wait a moment, then try again.',
    },
    'wrong-stage': {
      what: 'This step is already over.',
      do: 'Look at what is on the screen now and go on from there.',
    },
    cancelled: {
      what: 'This was cancelled.',
      do: 'Nothing was changed. Start again whenever you like.',
    },
    'stand-in-not-accepted': {
      what: 'The test runtime has not been accepted for a real mailbox.',
      do: 'Use the practice round, or add the mailbox again and agree when you are asked.',
    },
    'not-a-certificate': {
      what: 'The chosen file does not hold a certificate authority.',
      do: 'Choose the file that your administrator gave you; its name usually ends in .pem or .crt.',
    },
    'not-a-panel': {
      what: 'The chosen file is not a description of a control panel that Keyround can use.',
      do: 'Choose the file that your provider gave you, or give your provider the technical line below.',
    },
    'not-a-key-file': {
      what: 'The chosen file is not a service account’s key.',
      do: 'Choose the file of the type JSON that came with the key. Nothing of the chosen one was kept.',
    },
    'sign-in-denied': {
      what: 'The sign-in in the browser was cancelled or refused there.',
      do: 'Sign in again as an administrator who may set passwords, and agree to what is asked.',
    },
    'sign-in-not-finished': {
      what: 'No sign-in came back from the browser.',
      do: 'Sign in again, in a browser on this computer. Nothing was changed.',
    },
    'too-fast': {
      what: 'That was a little too fast.',
      do: 'Press the button once more.',
    },
    'file-not-saved': {
      what: 'The file could not be written.',
      do: 'Choose another folder, or check that the disk is not full.',
    },
    'host-not-confirmed': {
      what: 'This server does not belong to the mail address, and nobody has confirmed it.',
      do: 'Read its whole name. If it is your mail provider’s, save again and say yes when you are asked.',
    },
    'secret-again': {
      what: 'The administrator’s password or key was entered for other settings, so it is not sent to these.',
      do: 'Enter it once more in its field. If you did not mean to change where it goes, put the settings back.',
    },
    'already-there': {
      what: 'This mailbox is already in the list.',
      do: 'Open it in the list at the side, or use another address.',
    },
  },
  password: {
    'control-characters': {
      what: 'The password contains a character that cannot be typed, such as a line break.',
      do: 'Take it out. A pasted password often has one at its end.',
    },
    'too-long': {
      what: 'The password is too long.',
      do: 'Use at most 1,000 characters.',
    },
    'rules-not-met': {
      what: 'The password does not meet all the rules yet.',
      do: 'Look at the list beside it for what is missing.',
    },
    'same-as-current': {
      what: 'This is the password you have now.',
      do: 'Choose a different one.',
    },
    'none-signs-in': {
      what: 'The server took none of the kept passwords.',
      do: 'Enter the mailbox’s password if you know it. Otherwise wait until the time shown before you try again: servers remember refusals for up to an hour.',
    },
  },
  app: {
    'another-instance': {
      what: 'Keyround is open a second time.',
      do: 'Only the one that was opened first can change anything. Go on there, or close it and then start this one again.',
    },
    bug: {
      what: 'Something went wrong inside Keyround.',
      do: 'Your passwords are still in the keychain. Start Keyround again; it says then how things stand.',
    },
  },
} as const;
