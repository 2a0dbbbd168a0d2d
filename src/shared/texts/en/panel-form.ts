/** Choosing the file that describes a control panel. */
export const panelForm = {
  panelForm: {
    file: 'Description of the panel',
    help: 'A file that your provider gives you; its name ends in .json. Before anything is used, you see which server it names.',
    addressFirst: 'Enter the mail address first.',
    choose: 'Choose the file…',
    chooseOther: 'Choose another file…',
    sendsOnly:
      'This one server is told the new password. Besides it, only the mail servers below get passwords of this mailbox, to sign in.',
    openField: 'It is shown openly: no password or key belongs here.',
    fingerprint: 'Fingerprint of the file',
    mode: 'Who changes the password?',
    self: 'The mailbox itself, with its current password',
    admin: 'An administrator',
    missing: 'Choose the file first.',
  },
} as const;
