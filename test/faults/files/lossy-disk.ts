import { constants } from 'node:fs';
import type { Disk } from '../../../src/main/storage/file-layer.ts';
import { type Kept, MemoryFile, MemoryFolder } from './memory-files.ts';

/** What the disk does besides what it is asked. Numbers of writes count over the disk's whole life, from 0. */
export interface DiskTrouble {
  /** From this write on nothing fits any more. */
  fullFrom: number | null;
  /** Bytes that still fit; a write that does not fit is cut short, as disks do. */
  room: number | null;
  readOnly: boolean;
  /** Syncing fails with EIO, and what was written since the last one is not on the disk. */
  syncFails: boolean;
  /** Turns of the event loop that every act takes. */
  slow: number;
  /**
   * The computer dies in the middle of this write, when so many of its bytes have reached the disk; the others are
   * missing, or the disk gives zeros for them.
   */
  cut: { readonly write: number; readonly byte: number; readonly rest: 'missing' | 'zeros' } | null;
  /** Planted bug: nothing is synced, and nobody is told. */
  liesAboutSync: boolean;
}

const noTrouble: DiskTrouble = {
  ...{ fullFrom: null, room: null, readOnly: false, syncFails: false, slow: 0, cut: null, liesAboutSync: false },
};

/** One life of a computer with this disk; after its death every act of it hangs, as the process would. */
interface Life {
  dead: boolean;
}

export type Gate = <T>(work: () => T) => Promise<T>;

/** Each waits on one of its own: a shared one would keep the world of every death in memory. */
const never = (): Promise<never> => new Promise(() => undefined);
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const fault = (code: string, path: string) => Object.assign(new Error(`${code}: ${path}`), { code });
const changes = constants.O_WRONLY | constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC;

/**
 * A disk in memory that keeps apart what is on it and what only the running system believes: bytes that were not synced,
 * and names that were not synced with their folder. `lose` is the loss of power.
 */
export class LossyDisk {
  readonly trouble: DiskTrouble = { ...noTrouble };
  /** Every write so far: where, and how many bytes. */
  readonly written: { readonly path: string; readonly length: number }[] = [];
  /** Called when a life ends in the middle of a write. */
  onCut: () => void = () => undefined;
  /** Called with every write before it is made. */
  onWrite: (path: string, bytes: Uint8Array) => void = () => undefined;
  private readonly root = new MemoryFolder();
  private life: Life = { dead: false };

  /** Ends the life under way; the system goes on, so that everything written stays. */
  kill(): void {
    this.life.dead = true;
    this.life = { dead: false };
    this.trouble.cut = null;
  }

  /** Power goes: the life ends, and of what was not synced only what `kept` says stays. */
  lose(kept: Kept): void {
    this.kill();
    this.root.lose(kept);
  }

  /** The text of a file as the running system sees it; null if there is none. */
  peek(path: string): Buffer | null {
    const found = this.find(path);
    return found instanceof MemoryFile ? found.content() : null;
  }

  /** What would stand in a file if power went now and nothing but the synced stayed; null if it would not be there. */
  synced(path: string): Buffer | null {
    const node = this.syncedNode(path);
    return node instanceof MemoryFile ? node.synced() : null;
  }

  /** The names in a folder that would still be there then. */
  syncedNames(path: string): string[] {
    const node = this.syncedNode(path);
    return node instanceof MemoryFolder ? [...node.synced.keys()] : [];
  }

  /** Puts a file and its folders there, synced. */
  plant(path: string, content: Buffer): void {
    const file = new MemoryFile();
    file.truncate(0);
    file.write(content, null);
    file.sync();
    this.makeFolders(parentOf(path));
    this.folderOf(path).put(nameOf(path), file);
    for (let at = path; at !== '/'; at = parentOf(at)) this.folderOf(at).sync();
  }

  /** All files with their paths. */
  files(): Map<string, Buffer> {
    const all = new Map<string, Buffer>();
    const walk = (folder: MemoryFolder, at: string): void => {
      for (const [name, node] of folder.live) {
        if (node instanceof MemoryFolder) walk(node, `${at}/${name}`);
        else all.set(`${at}/${name}`, node.content());
      }
    };
    walk(this.root, '');
    return all;
  }

  /** The disk as one life of the app sees it. Every act goes through `gate`, which may end the life before or after it. */
  mount(gate: Gate = (work) => Promise.resolve(work())): Disk {
    const life = this.life;
    const act = async <T>(work: () => T): Promise<T> => {
      for (let left = this.trouble.slow; left > 0; left -= 1) await turn();
      if (life.dead) return await never();
      const result = await gate(work);
      return life.dead ? await never() : result;
    };
    return {
      open: (path, flags) => act(() => this.open(path, flags, act)),
      readFile: (path) => act(() => Buffer.from(this.fileAt(path).content())),
      readdir: (path) => act(() => [...this.folderAt(path).live.keys()]),
      stat: (path) =>
        act(() => {
          const node = this.find(path);
          if (!node) throw fault('ENOENT', path);
          return { size: node instanceof MemoryFile ? node.content().length : 0 };
        }),
      mkdir: (path) => act(() => this.makeFolders(path)),
      rename: (from, to) =>
        act(() => {
          this.mustBeWritable(from);
          this.folderOf(from).rename(nameOf(from), nameOf(to));
        }),
      rm: (path) =>
        act(() => {
          this.mustBeWritable(path);
          const parent = this.find(parentOf(path));
          if (parent instanceof MemoryFolder) parent.remove(nameOf(path));
        }),
    };
  }

  private open(path: string, flags: number, act: Gate) {
    if ((flags & changes) !== 0) this.mustBeWritable(path);
    const node = this.find(path) ?? this.create(path, flags);
    if (node instanceof MemoryFile && (flags & constants.O_TRUNC) !== 0) node.truncate(0);
    const append = (flags & constants.O_APPEND) !== 0;
    const file = (): MemoryFile => {
      if (node instanceof MemoryFile) return node;
      throw fault('EISDIR', path);
    };
    let place = 0;
    return {
      write: (bytes: Uint8Array) =>
        act(() => {
          const bytesWritten = this.write(file(), path, bytes, append ? null : place);
          place += bytesWritten;
          return { bytesWritten };
        }),
      truncate: (length: number) => act(() => file().truncate(length)),
      sync: () =>
        act(() => {
          if (this.trouble.syncFails) throw fault('EIO', path);
          if (!this.trouble.liesAboutSync) node.sync();
        }),
      close: () => act(() => undefined),
    };
  }

  private write(file: MemoryFile, path: string, bytes: Uint8Array, place: number | null): number {
    const { trouble, written } = this;
    const number = written.length;
    written.push({ path, length: bytes.length });
    this.onWrite(path, bytes);
    if (trouble.cut?.write === number) {
      const { byte, rest } = trouble.cut;
      const filler = Buffer.alloc(rest === 'zeros' ? bytes.length - byte : 0);
      file.write(Buffer.concat([bytes.subarray(0, byte), filler]), place);
      file.sync();
      this.life.dead = true;
      this.onCut();
      return 0;
    }
    if (trouble.fullFrom !== null && number >= trouble.fullFrom) throw fault('ENOSPC', path);
    const fits = trouble.room === null ? bytes.length : Math.min(bytes.length, trouble.room);
    if (fits === 0 && bytes.length > 0) throw fault('ENOSPC', path);
    if (trouble.room !== null) trouble.room -= fits;
    file.write(bytes.subarray(0, fits), place);
    return fits;
  }

  private create(path: string, flags: number): MemoryFile {
    if ((flags & constants.O_CREAT) === 0) throw fault('ENOENT', path);
    const file = new MemoryFile();
    this.folderOf(path).put(nameOf(path), file);
    return file;
  }

  /** Returns the first folder that had to be made, as Node does. */
  private makeFolders(path: string): string | undefined {
    let first: string | undefined;
    let folder = this.root;
    let at = '';
    for (const name of partsOf(path)) {
      at = `${at}/${name}`;
      const next = folder.live.get(name);
      if (next instanceof MemoryFile) throw fault('ENOTDIR', at);
      if (!next) this.mustBeWritable(at);
      if (!next && this.isFull) throw fault('ENOSPC', at);
      const made = next ?? new MemoryFolder();
      if (!next) {
        folder.put(name, made);
        first ??= at;
      }
      folder = made;
    }
    return first;
  }

  private get isFull(): boolean {
    const { fullFrom, room } = this.trouble;
    return room === 0 || (fullFrom !== null && this.written.length >= fullFrom);
  }

  private mustBeWritable(path: string): void {
    if (this.trouble.readOnly) throw fault('EROFS', path);
  }

  private find(path: string): MemoryFile | MemoryFolder | null {
    let node: MemoryFile | MemoryFolder = this.root;
    for (const name of partsOf(path)) {
      const next: MemoryFile | MemoryFolder | undefined =
        node instanceof MemoryFolder ? node.live.get(name) : undefined;
      if (!next) return null;
      node = next;
    }
    return node;
  }

  private syncedNode(path: string): MemoryFile | MemoryFolder | undefined {
    let node: MemoryFile | MemoryFolder | undefined = this.root;
    for (const name of partsOf(path)) node = node instanceof MemoryFolder ? node.synced.get(name) : undefined;
    return node;
  }

  private fileAt(path: string): MemoryFile {
    const node = this.find(path);
    if (node instanceof MemoryFile) return node;
    throw fault(node ? 'EISDIR' : 'ENOENT', path);
  }

  private folderAt(path: string): MemoryFolder {
    const node = this.find(path);
    if (node instanceof MemoryFolder) return node;
    throw fault(node ? 'ENOTDIR' : 'ENOENT', path);
  }

  private folderOf(path: string): MemoryFolder {
    return this.folderAt(parentOf(path));
  }
}

const partsOf = (path: string): string[] => path.split(/[\\/]/).filter((part) => part !== '');
const nameOf = (path: string): string => partsOf(path).at(-1) ?? '';
const parentOf = (path: string): string => `/${partsOf(path).slice(0, -1).join('/')}`;
