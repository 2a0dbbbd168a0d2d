/**
 * Ids of the guides to the real pages, in the order in which they are offered. Each is a file in `resources/by-hand`,
 * with its words in the catalogue under `byHandGuide.<id>`.
 */
export const guideIds: readonly string[] = [
  'webmail',
  'user-panel',
  'admin-panel',
  'hosting-panel',
  'administrator',
  'roundcube',
  'atmail',
  'afterlogic',
  'cpanel',
  'plesk',
  'gmail',
  'outlook-com',
  'yahoo',
  'aol',
  'icloud',
  'gmx-net',
  'gmx-com',
  'web-de',
  'mail-com',
  't-online',
  'posteo',
  'fastmail',
];
