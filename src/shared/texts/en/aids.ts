/** Aids for a device: set it up anew with a code or a profile, or print its values on a slip. */
export const aids = {
  aids: {
    title: 'Set this device up anew instead',
    summary: 'Only if entering the new password did not work',
    removeFirst:
      'Remove the old account from the device first. Otherwise it has the mailbox twice, and the old one goes on trying the old password.',
    mailStays:
      'With IMAP the mail stays on the server and comes back by itself. Mail that is only on the device would be lost.',
    practice: 'This is practice: a real device cannot reach these servers.',
    code: {
      title: 'With a code, in Thunderbird for Android',
      help: 'On the device, open Thunderbird, choose to import an account from a code, and point the camera at this page. It then asks for the new password: the code does not hold it.',
      show: 'Show the code',
      hide: 'Hide the code',
      picture:
        'Square code with the settings of this mailbox, without the password. The same values are listed on this page.',
    },
    profile: {
      title: 'With a profile for Apple’s Mail',
      help: 'Save the profile, bring the file to the device, for example through a cloud folder that the device can open (from a Mac also by AirDrop), and open it there. Then install it in the device’s settings, where it is listed as a downloaded profile. It asks for the new password: the file does not hold it.',
      unsigned: 'The device says that the profile is not signed. That is expected for one you have made yourself.',
      save: 'Save the profile…',
      saved: 'The profile is saved.',
    },
    why: {
      'one-side': 'This needs a server for receiving and one for sending, and one of them is missing here.',
      'not-ascii': 'There is no code for this mailbox: the app reads plain letters and numbers only.',
      'too-long': 'There is no code for this mailbox: its settings are too long for a camera to read.',
    },
    print: 'Print a slip for this device',
    printFor: 'Print a slip for this device: {{name}}',
    printHelp: 'With the values, the steps and an empty line: the password is not printed, you write it by hand.',
  },
  slip: {
    title: 'New password for {{address}}',
    for: 'For: {{name}}',
    values: 'What to enter',
    address: 'Address',
    user: 'User name',
    receiving: 'Receiving',
    sending: 'Sending',
    server: '{{host}}, {{protocol}}, port {{port}}, encryption: {{security}}',
    password: 'Password',
    passwordHelp: 'To be written by hand. Then keep this page safe, and destroy it when the device signs in.',
    written: 'Written {{when}}.',
  },
} as const;
