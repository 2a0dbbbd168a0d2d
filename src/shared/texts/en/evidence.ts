/** Why a device is believed to be updated, and what its two lamps say. Never more than was seen. */
export const evidence = {
  grade: {
    'device-seen': { short: 'Device seen', long: 'This device signed in {{when}}.' },
    stored: {
      short: 'New password stored',
      long: '{{name}} now holds the new password, and that one signs in.',
    },
    'settings-proved': {
      short: 'Enter it on the device',
      long: 'These settings work with the new password; enter it on the device.',
    },
    told: { short: 'You told us', long: 'You marked this as done.' },
    'old-password': { short: 'Old password', long: 'Still has the old password.' },
    waiting: { short: 'Waiting', long: 'Waiting for this device.' },
    'left-alone': {
      short: 'Own password',
      long: 'Has an app password of its own. A change leaves it alone.',
    },
    'cannot-check': {
      short: 'Cannot be checked',
      long: 'It signs in at the provider’s own page, so it cannot be checked from here.',
    },
    gone: { short: 'Gone', long: 'You said that this device is gone.' },
  },
  shown: {
    'signed-in': {
      receiving: 'This device signed in for receiving {{when}}.',
      sending: 'This device signed in for sending {{when}}.',
      both: 'This device signed in for receiving and sending {{when}}.',
    },
    'not-seen': {
      receiving: 'Receiving has not been seen yet.',
      sending: 'Sending has not been seen yet.',
    },
    stored: {
      receiving: '{{name}} now holds the new password for receiving, and that one signs in.',
      sending: '{{name}} now holds the new password for sending, and that one signs in.',
      both: '{{name}} now holds the new password for receiving and sending, and that one signs in.',
    },
    already: {
      receiving: 'For receiving it holds the new password already.',
      sending: 'For sending it holds the new password already.',
    },
    'holds-old': {
      receiving: 'Still has the old password for receiving.',
      sending: 'Still has the old password for sending.',
      both: 'Still has the old password for receiving and sending.',
    },
    'tried-old': {
      receiving: 'Tried the old password for receiving {{when}}.',
      sending: 'Tried the old password for sending {{when}}.',
      both: 'Tried the old password for receiving and sending {{when}}.',
    },
  },
  watch: {
    on: 'Keyround watches your provider’s sign-in list. When a device signs in and it is plain which one it was, that is shown here by itself. It can take some minutes.',
    last: 'Last look {{when}}.',
    failed: 'The last look did not work',
    failedSummary: 'Keyround tries again by itself.',
    ended: 'Keyround no longer watches the sign-in list',
    endedSummary: 'Your provider refused to tell. Asking again would not help, or could lock the mailbox.',
    unclear: {
      'signed-in': 'One of these signed in {{when}}: {{names}}.',
      refused: 'One of these was refused {{when}}: {{names}}.',
    },
  },
  knocking: {
    one: '{{name}} still tries the old password.',
    perhaps: 'It may be {{name}} that still tries the old password.',
    these: 'These still try the old password: {{names}}.',
    several: 'One of these still tries the old password: {{names}}.',
    unknown: 'Something that is not in this list still tries the old password.',
    left_one: '{{count}} more try and the mailbox is locked for a while.',
    left_other: '{{count}} more tries and the mailbox is locked for a while.',
    locked: 'The mailbox may be locked for a while now.',
    untold: 'Repeated tries can lock the mailbox.',
    tries_one: '{{count}} try so far, {{when}}.',
    tries_other: '{{count}} tries so far, the last {{when}}.',
    do: 'Enter the new password there, or switch the device or its network off until its turn comes.',
  },
  told: {
    proved: 'You marked this as done. These settings work with the new password, checked {{when}}.',
    failed: 'You marked this as done, but our own check of these settings failed.',
    unproved: 'You marked this as done. These settings have not been checked yet.',
  },
  lamp: {
    receiving: 'Receiving',
    sending: 'Sending',
    works: 'settings work',
    failed: 'did not work',
    unchecked: 'not checked',
    'cannot-check': 'cannot be checked',
    'left-alone': 'left alone',
    sendsOnly: 'Only sends',
    receivesOnly: 'Only receives',
  },
  stage: {
    resolving: 'looking up…',
    connecting: 'connecting…',
    encrypting: 'securing…',
    greeting: 'greeting…',
    'signing-in': 'signing in…',
    'signed-in': 'signed in',
  },
  probeStage: {
    resolving: 'while looking up the name',
    connecting: 'while connecting',
    encrypting: 'while securing the connection',
    greeting: 'at the greeting',
    'signing-in': 'while signing in',
    'signed-in': 'after signing in',
  },
} as const;
