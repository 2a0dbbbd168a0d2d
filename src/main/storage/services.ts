/**
 * The names of our entries in the system's keychain, one pair per space. Windows finds entries by the start of their
 * name, so no name is the beginning of another; the test beside this file keeps it so.
 */
export const serviceNames = {
  home: { secrets: 'Keyround secrets', records: 'Records of Keyround' },
  practice: { secrets: 'Practice secrets of Keyround', records: 'Practice records of Keyround' },
  helpdesk: { secrets: 'Helpdesk secrets of Keyround', records: 'Helpdesk records of Keyround' },
} as const;
