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

/**
 * Reads every simple bind with a name (anonymous ones hold no password) out of what `slapd -d stats` printed, in order.
 * slapd says where a connection came from only after it has handed it on, so on a busy computer a bind may stand before it.
 *
 * @param doors listener as slapd prints it (`IP=127.0.0.2:1234`, `PATH=...`) to the door's name
 */
export function readBinds(log: string, doors: ReadonlyMap<string, DirectoryDoor>): DirectoryBind[] {
  const doorOf = new Map<string, DirectoryDoor>();
  const asked = new Map<string, string>();
  const binds: (DirectoryBind & { door: DirectoryDoor })[] = [];
  const early: { readonly connection: string; readonly bind: { door: DirectoryDoor } }[] = [];
  for (const line of log.split('\n')) {
    const parts = linePattern.exec(line);
    if (parts === null) continue;
    const [, seconds = '', fraction = '', connection = '', event = ''] = parts;
    const listener = /ACCEPT from .*\(((?:IP|PATH)=[^)]*)\)/.exec(event)?.[1];
    if (listener !== undefined) {
      const door = doors.get(listener) ?? 'harness';
      doorOf.set(connection, door);
      for (const one of early.splice(0)) {
        if (one.connection === connection) one.bind.door = door;
        else early.push(one);
      }
    }
    // started anew, it counts its connections anew
    if (/^fd=\d+ closed/.test(event)) doorOf.delete(connection);
    const bind = /^op=(\d+) BIND dn="(.+)" method=128/.exec(event);
    if (bind !== null) asked.set(`${connection}/${bind[1]}`, bind[2] ?? '');
    const answer = /^op=(\d+) RESULT tag=97 err=(\d+)/.exec(event);
    const dn = answer === null ? undefined : asked.get(`${connection}/${answer[1]}`);
    if (answer === null || dn === undefined) continue;
    const one = {
      dn,
      result: Number(answer[2]),
      door: doorOf.get(connection) ?? ('harness' as const),
      at: new Date(Number.parseInt(seconds, 16) * 1000 + Number.parseInt(fraction, 16) / 1e6),
    };
    binds.push(one);
    if (!doorOf.has(connection)) early.push({ connection, bind: one });
  }
  return binds;
}
