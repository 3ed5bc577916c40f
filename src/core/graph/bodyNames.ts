import type { NodeRange } from '../model/nodeColumns.ts';
import type { NameSpan } from '../model/types.ts';

/** What `find` gives for a name that stands for nothing. */
export const NOWHERE = -(2 ** 31);

/** What hashes begin with: drawn, so that no file can be made whose names all collide. */
export const HASH_START = (Math.random() * 2 ** 31) | 0;

/** One byte further, hashes (FNV-1a) are `Math.imul(hash ^ byte, HASH_FACTOR)`. A function for that would be called for every byte of a file's names. */
export const HASH_FACTOR = 0x01000193;

/** Finds nodes and arguments by their names as bytes: node p is p, argument i is -1 - i. No text is made for it. */
export class BodyNames {
  /** 0 is empty, else 1 + node, or -1 - argument */
  readonly #slots: Int32Array;
  readonly #mask: number;

  /** Of equal names the last node holds, and an argument more than any node. */
  constructor(
    private readonly range: NodeRange,
    private readonly args: readonly NameSpan[],
  ) {
    const { columns, first, count } = range;
    let size = 16;
    while (size < 2 * (count + args.length)) size *= 2;
    this.#slots = new Int32Array(size);
    this.#mask = size - 1;
    for (let position = 0; position < count; position++)
      this.#add(columns.nameStart(first + position), columns.nameEnd(first + position), position + 1);
    args.forEach(({ nameStart, nameEnd }, index) => {
      this.#add(nameStart, nameEnd, -1 - index);
    });
  }

  #add(start: number, end: number, held: number): void {
    const { bytes } = this.range.columns;
    this.#slots[this.#place(bytes, start, end, hashOf(bytes, start, end))] = held;
  }

  /** The node or argument of that name, whose hash the caller has; else `NOWHERE`. */
  find(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const found = this.#slots[this.#place(bytes, start, end, hash)] ?? 0;
    return found === 0 ? NOWHERE : found > 0 ? found - 1 : found;
  }

  /** The slot of a name, or the empty one where it would stand. */
  #place(bytes: Uint8Array, start: number, end: number, hash: number): number {
    let slot = (hash ^ (hash >>> 16)) & this.#mask;
    for (;;) {
      const held = this.#slots[slot] ?? 0;
      if (held === 0 || this.#bears(held, bytes, start, end)) return slot;
      slot = (slot + 1) & this.#mask;
    }
  }

  #bears(held: number, bytes: Uint8Array, start: number, end: number): boolean {
    const { columns, first } = this.range;
    if (held > 0)
      return isSame(columns.bytes, columns.nameStart(first + held - 1), columns.nameEnd(first + held - 1), bytes, start, end);
    const arg = this.args[-1 - held];
    return arg !== undefined && isSame(columns.bytes, arg.nameStart, arg.nameEnd, bytes, start, end);
  }
}

function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = HASH_START;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), HASH_FACTOR);
  return hash;
}

function isSame(a: Uint8Array, aStart: number, aEnd: number, b: Uint8Array, bStart: number, bEnd: number): boolean {
  if (aEnd - aStart !== bEnd - bStart) return false;
  for (let i = aEnd - aStart - 1; i >= 0; i--) if (a[aStart + i] !== b[bStart + i]) return false;
  return true;
}
