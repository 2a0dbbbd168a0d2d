/** What of the unsynced stays when power goes. */
export interface Kept {
  /** Of so many unsynced changes in order: how many stay whole. */
  readonly changes: (count: number) => number;
  /** Of the change after them: how many of its bytes stay, and what stands in the place of the others. */
  readonly torn: (length: number) => { readonly bytes: number; readonly rest: 'missing' | 'zeros' };
}

/** Nothing that was not synced stays. */
export const onlySynced: Kept = { changes: () => 0, torn: () => ({ bytes: 0, rest: 'missing' }) };

/** Any of it may stay, also parts, also a length without its bytes. `below` is uniform in [0, limit). */
export function anyOf(below: (limit: number) => number): Kept {
  return {
    changes: (count) => below(count + 1),
    torn: (length) => ({ bytes: below(length + 1), rest: below(3) === 0 ? 'zeros' : 'missing' }),
  };
}

type Change =
  | { readonly kind: 'write'; readonly bytes: Buffer; readonly place: number | null }
  | { readonly kind: 'truncate'; readonly length: number };

/** A file: what is on the disk, and what was done to it since it was last synced. */
export class MemoryFile {
  private onDisk: Buffer = Buffer.alloc(0);
  private since: Change[] = [];

  content(): Buffer {
    return this.since.reduce(changed, this.onDisk);
  }

  /** The content as it is on the disk. */
  synced(): Buffer {
    return this.onDisk;
  }

  /** Writes at `place`, or at the end where it is null. */
  write(bytes: Uint8Array, place: number | null): void {
    this.since.push({ kind: 'write', bytes: Buffer.from(bytes), place });
  }

  truncate(length: number): void {
    this.since.push({ kind: 'truncate', length });
  }

  sync(): void {
    this.onDisk = this.content();
    this.since = [];
  }

  lose(kept: Kept): void {
    const whole = kept.changes(this.since.length);
    const next = this.since[whole];
    let content = this.since.slice(0, whole).reduce(changed, this.onDisk);
    if (next?.kind === 'write') {
      const { bytes, rest } = kept.torn(next.bytes.length);
      const filler = Buffer.alloc(rest === 'zeros' ? next.bytes.length - bytes : 0);
      content = changed(content, { ...next, bytes: Buffer.concat([next.bytes.subarray(0, bytes), filler]) });
    }
    this.onDisk = content;
    this.since = [];
  }
}

function changed(content: Buffer, change: Change): Buffer {
  if (change.kind === 'truncate') {
    const longer = Math.max(0, change.length - content.length);
    return Buffer.concat([content.subarray(0, change.length), Buffer.alloc(longer)]);
  }
  const at = change.place ?? content.length;
  const gap = Buffer.alloc(Math.max(0, at - content.length));
  return Buffer.concat([content.subarray(0, at), gap, change.bytes, content.subarray(at + change.bytes.length)]);
}

type Node = MemoryFile | MemoryFolder;
type Names = ReadonlyMap<string, Node>;

/** A folder: the names on the disk, and each later list of names in order. A renaming is one step. */
export class MemoryFolder {
  private onDisk: Names = new Map();
  private since: Names[] = [];

  get live(): Names {
    return this.since.at(-1) ?? this.onDisk;
  }

  get synced(): Names {
    return this.onDisk;
  }

  put(name: string, node: Node): void {
    this.since.push(new Map([...this.live, [name, node]]));
  }

  remove(name: string): void {
    this.since.push(new Map([...this.live].filter(([other]) => other !== name)));
  }

  rename(from: string, to: string): void {
    const node = this.live.get(from);
    if (!node) throw Object.assign(new Error(`ENOENT: ${from}`), { code: 'ENOENT' });
    this.since.push(new Map([...[...this.live].filter(([name]) => name !== from), [to, node]]));
  }

  sync(): void {
    this.onDisk = this.live;
    this.since = [];
  }

  lose(kept: Kept): void {
    const whole = kept.changes(this.since.length);
    this.onDisk = this.since[whole - 1] ?? this.onDisk;
    this.since = [];
    for (const node of this.onDisk.values()) node.lose(kept);
  }
}
