/**
 * Where a try came from: the two doors that applications use, the door kept for the mail server, and the local socket
 * that the harness itself uses (`bindWorks`, `changePassword`).
 */
export type DirectoryDoor = 'ldap' | 'ldaps' | 'mail-server' | 'harness';

export interface DirectoryBind {
  readonly dn: string;
  /** LDAP result code: 0 accepted, 49 wrong password or locked, 13 TLS missing, 53 unwilling. */
  readonly result: number;
  readonly door: DirectoryDoor;
  readonly at: Date;
}

const linePattern = /^([0-9a-f]{8})\.([0-9a-f]+) \S+ conn=(\d+) (.*)$/;

interface Event {
  /** One connection. slapd that was started anew counts its connections anew. */
  readonly life: string;
  readonly at: Date;
  readonly text: string;
}

function eventsOf(log: string): Event[] {
  const ended = new Map<string, number>();
  return log.split('\n').flatMap((line) => {
    const parts = linePattern.exec(line);
    if (parts === null) return [];
    const [, seconds = '', fraction = '', connection = '', text = ''] = parts;
    const count = ended.get(connection) ?? 0;
    if (/^fd=\d+ closed/.test(text)) ended.set(connection, count + 1);
    const at = new Date(Number.parseInt(seconds, 16) * 1000 + Number.parseInt(fraction, 16) / 1e6);
    return [{ life: `${connection}.${count}`, at, text }];
  });
}

/**
 * Reads every simple bind with a name (anonymous ones hold no password) out of what `slapd -d stats` printed, in order.
 * slapd says where a connection came from only after it has handed it on, so on a busy computer a bind may stand before it.
 *
 * @param doors listener as slapd prints it (`IP=127.0.0.2:1234`, `PATH=...`) to the door's name
 */
export function readBinds(log: string, doors: ReadonlyMap<string, DirectoryDoor>): DirectoryBind[] {
  const events = eventsOf(log);
  const doorOf = new Map<string, DirectoryDoor>();
  for (const { life, text } of events) {
    const listener = /ACCEPT from .*\(((?:IP|PATH)=[^)]*)\)/.exec(text)?.[1];
    if (listener !== undefined) doorOf.set(life, doors.get(listener) ?? 'harness');
  }
  const asked = new Map<string, string>();
  const binds: DirectoryBind[] = [];
  for (const { life, at, text } of events) {
    const bind = /^op=(\d+) BIND dn="(.+)" method=128/.exec(text);
    if (bind !== null) asked.set(`${life}/${bind[1]}`, bind[2] ?? '');
    const answer = /^op=(\d+) RESULT tag=97 err=(\d+)/.exec(text);
    const dn = answer === null ? undefined : asked.get(`${life}/${answer[1]}`);
    if (answer === null || dn === undefined) continue;
    binds.push({ dn, result: Number(answer[2]), door: doorOf.get(life) ?? 'harness', at });
  }
  return binds;
}

/** False while a bind has no answer in the log, on a connection that is not closed: slapd sends its answer before it notes it. */
export function everyBindIsAnswered(log: string): boolean {
  const open = new Set<string>();
  for (const { life, text } of eventsOf(log)) {
    const [, operation] = /^op=(\d+) BIND dn=".*" method=128/.exec(text) ?? [];
    if (operation !== undefined) open.add(`${life}/${operation}`);
    const [, answered] = /^op=(\d+) RESULT tag=97 /.exec(text) ?? [];
    if (answered !== undefined) open.delete(`${life}/${answered}`);
    if (!/^fd=\d+ closed/.test(text)) continue;
    for (const one of open) if (one.startsWith(`${life}/`)) open.delete(one);
  }
  return open.size === 0;
}
