/** @typedef {import('../../src/shared/views.ts').ClientView} ClientView */
/** @typedef {import('../../src/shared/views.ts').Lamp} Lamp */

const names = { imap: 'IMAP', pop3: 'POP3', smtp: 'SMTP' };

/** @param {Lamp} lamp */
function lampWords(lamp) {
  if (lamp.state !== 'known') return [];
  const { ok, protocol, took } = lamp.finding;
  return [`${names[protocol]} ${ok ? `${Math.max(1, Math.round(took))} ms` : lamp.finding.code}`];
}

/**
 * @param {ClientView} view
 * @returns {string} for example `Scanner in the hall: the settings work (SMTP 38 ms)`
 */
export function deviceWords({ client, receiving, sending }) {
  const known = [...lampWords(receiving), ...lampWords(sending)].join(', ');
  const failed = [receiving, sending].some((lamp) => lamp.state === 'known' && !lamp.finding.ok);
  return `${client.name}: the settings ${failed ? 'did not work' : 'work'} (${known})`;
}

/**
 * @param {readonly ClientView[]} clients
 * @returns {string} the shortest sign-in seen for each protocol, for example `IMAP 41 ms, SMTP 38 ms`
 */
export function fastestWords(clients) {
  const lamps = clients.flatMap(({ receiving, sending }) => [receiving, sending]);
  /** @type {Map<string, number>} */
  const fastest = new Map();
  for (const lamp of lamps) {
    if (lamp.state !== 'known' || !lamp.finding.ok) continue;
    const { protocol, took } = lamp.finding;
    fastest.set(protocol, Math.min(fastest.get(protocol) ?? took, took));
  }
  return Object.entries(names)
    .filter(([protocol]) => fastest.has(protocol))
    .map(([protocol, name]) => `${name} ${Math.max(1, Math.round(fastest.get(protocol) ?? 0))} ms`)
    .join(', ');
}

const gradeNames = {
  'device-seen': 'seen signing in',
  stored: 'read back from the app',
  'settings-proved': 'still to be entered',
  told: 'as you told us',
  'old-password': 'still with the old password',
  waiting: 'waiting',
  'left-alone': 'left alone',
  'cannot-check': 'cannot be checked',
  gone: 'gone',
};

/**
 * @param {readonly ClientView[]} clients
 * @returns {string} each grade counted on its own, for example `4 as you told us, 1 gone`
 */
export function gradeWords(clients) {
  return Object.entries(gradeNames)
    .map(([grade, name]) => [clients.filter((view) => view.grade === grade).length, name])
    .filter(([count]) => count !== 0)
    .map(([count, name]) => `${count} ${name}`)
    .join(', ');
}
