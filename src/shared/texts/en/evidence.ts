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
