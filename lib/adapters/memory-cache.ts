/** The lines of a file by their keys, unparsed. */
export type Lines = ReadonlyMap<string, Buffer>;

/** Takes the lines of a file while it is read. */
export interface Gathering {
  readonly take: (key: string, line: Buffer) => void;
  /** The file is as it was written: gives the lines for the wanted keys, at least. */
  readonly done: () => Lines;
}

/** What a line takes beside its own bytes, about: its place in the map, its key, its buffer's object. */
const OVERHEAD_BYTES = 160;
const lineBytes = (line: Buffer): number => line.length + OVERHEAD_BYTES;

/** Larger files are read anew each time. 40,000 translations of 250 letters, what a full shard has, take 22 MB. */
const FILE_BYTES = 24 * 1024 * 1024;
/** For all files. */
const ALL_BYTES = 64 * 1024 * 1024;

/**
 * Files that this process has read. None is ever written again under its name, so that they are as good as what stands there: the many batches of a shard, on a
 * laptop or in a plan, read it once. The one that was not used for longest goes first.
 */
export class MemoryCache {
  readonly #files = new Map<string, { readonly lines: Lines; readonly bytes: number }>();
  readonly #fileBytes: number;
  readonly #allBytes: number;
  #bytes = 0;

  constructor(fileBytes = FILE_BYTES, allBytes = ALL_BYTES) {
    this.#fileBytes = fileBytes;
    this.#allBytes = allBytes;
  }

  get(path: string): Lines | null {
    const file = this.#files.get(path);
    if (!file) return null;
    this.#files.delete(path);
    this.#files.set(path, file);
    return file.lines;
  }

  /** Gathers a file's lines, to keep them; of a file that is too large only those for `keys`. */
  gather(path: string, keys: ReadonlySet<string>): Gathering {
    const lines = new Map<string, Buffer>();
    let bytes = 0;
    return {
      take: (key, line) => {
        if (bytes > this.#fileBytes) {
          if (keys.has(key)) lines.set(key, Buffer.from(line));
          return;
        }
        lines.set(key, line);
        bytes += lineBytes(line);
        if (bytes > this.#fileBytes) keepOnly(lines, keys);
      },
      done: () => {
        if (bytes <= this.#fileBytes) this.#add(path, lines, bytes);
        return lines;
      },
    };
  }

  #add(path: string, lines: Lines, bytes: number): void {
    this.#delete(path);
    this.#files.set(path, { lines, bytes });
    this.#bytes += bytes;
    for (const [oldest] of this.#files) {
      if (this.#bytes <= this.#allBytes) return;
      this.#delete(oldest);
    }
  }

  #delete(path: string): void {
    this.#bytes -= this.#files.get(path)?.bytes ?? 0;
    this.#files.delete(path);
  }
}

/** Lets go of lines that nobody asked for, and of the larger buffers that the others are parts of. */
function keepOnly(lines: Map<string, Buffer>, keys: ReadonlySet<string>): void {
  for (const [key, line] of lines) {
    if (keys.has(key)) lines.set(key, Buffer.from(line));
    else lines.delete(key);
  }
}
