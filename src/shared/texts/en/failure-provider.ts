/** What a provider can say when it is asked to check or to change a password. */
export const failureProvider = {
  'wrong-current': {
    what: 'The provider did not accept the current password.',
    do: 'Enter the current password again on the mailbox page. Nothing was changed.',
  },
  'credential-refused': {
    what: 'The provider did not accept the administrator’s sign-in.',
    do: 'Check the administrator’s name and password in the mailbox settings.',
  },
  'second-factor': {
    what: 'The provider asks for a one-time code besides the password.',
    do: 'Have the device at hand that shows these codes. Nothing was changed.',
  },
  'wrong-code': {
    what: 'The provider did not accept the one-time code.',
    do: 'It may have run out on the way: each is good for about half a minute. Wait for the next one. Nothing was changed.',
  },
  'too-many-codes': {
    what: 'The provider has refused three one-time codes within ten minutes.',
    do: 'No more are sent for now, so that it does not lock you out. Wait ten minutes, check that the clock of the device with the codes is right, then try again.',
  },
  'sign-in-ended': {
    what: 'The sign-in with your one-time code ended before the password was sent.',
    do: 'Start again: you will be asked for a new code. Nothing was changed.',
  },
  'no-such-mailbox': {
    what: 'The provider does not know this mailbox.',
    do: 'Check the address and the provider settings of the mailbox.',
  },
  'not-allowed': {
    what: 'The provider does not allow this password to be changed from here.',
    do: 'Ask your administrator for the right to change it, or choose “by hand” as the way to change it.',
  },
  locked: {
    what: 'The provider has locked this account for now.',
    do: 'Wait or ask your administrator to unlock it, then try again.',
  },
  'must-change': {
    what: 'The provider wants the password changed before anything else.',
    do: 'Keyround signs in no more than the change needs, so that no permitted sign-in is used up. Go on to choose a new password.',
  },
  'grace-running-out': {
    what: 'The password has expired and only a few sign-ins are left.',
    do: 'Keyround signs in no more than the change needs. Change the password now.',
  },
  expired: {
    what: 'The password has expired, and no sign-in is left to change it with.',
    do: 'Ask your provider or administrator to set a new password, and enter that one on the mailbox page.',
  },
  'app-passwords': {
    what: 'This mailbox has app passwords, and a device that uses one goes on signing in with it, whatever the mailbox’s password is.',
    do: 'Go on as usual. If somebody else may know one of them, take it back on the provider’s page.',
  },
  policy: {
    what: 'The provider’s password rules do not allow this password.',
    do: 'Choose another one. A generated password nearly always fits.',
  },
  'too-short': {
    what: 'The provider finds this password too short.',
    do: 'Choose a longer one.',
  },
  'too-long': {
    what: 'The provider finds this password too long.',
    do: 'Choose a shorter one.',
  },
  'too-simple': {
    what: 'The provider finds this password too simple.',
    do: 'Mix large and small letters, numbers and signs, or let Keyround make one.',
  },
  'used-before': {
    what: 'This password was used for the mailbox before.',
    do: 'Choose one that was never used here.',
  },
  'too-soon': {
    what: 'The password was changed only a short while ago and may not be changed again yet.',
    do: 'Try again later, or ask your administrator.',
  },
  'needs-encryption': {
    what: 'The provider only changes passwords over an encrypted connection.',
    do: 'Check the encryption in the mailbox’s provider settings.',
  },
  busy: {
    what: 'The provider is busy.',
    do: 'Try again in a few minutes. Nothing was changed.',
  },
  'still-spreading': {
    what: 'The change may not have reached all of the provider’s servers yet.',
    do: 'Wait until the time shown, then ask again. Until then a server that does not know yet would answer wrongly.',
  },
  'too-many-requests': {
    what: 'The provider takes no more requests for now: there were too many in a short time.',
    do: 'Wait a few minutes, then try again. Nothing was changed.',
  },
  unreachable: {
    what: 'The provider could not be reached.',
    do: 'Check that this computer is online and that the provider’s address is right. Nothing was changed.',
  },
  certificate: {
    what: 'The provider’s security certificate is not in order.',
    do: 'Check the server name. If your firm has its own certificate authority, add it on the mailbox page. No password was sent.',
  },
  'settings-incomplete': {
    what: 'Something is missing in the provider settings.',
    do: 'Open the mailbox settings and fill in what is missing.',
  },
  'description-changed': {
    what: 'The file that describes your provider’s panel is not the one that was confirmed, or it is gone.',
    do: 'Open the mailbox settings and choose the file again. No password was sent.',
  },
  'odd-answer': {
    what: 'The provider gave an answer that Keyround does not understand.',
    do: 'Keyround now asks the mail server which password is right. Both are kept safe.',
  },
  'no-answer': {
    what: 'The provider did not answer, so it is not known yet whether the password was changed.',
    do: 'Keyround now asks the mail server which password is right. Both are kept safe.',
  },
  'refused-by-hand': {
    what: 'You said that the page refused the new password.',
    do: 'Start again and choose another one. The old password still stands.',
  },
} as const;
