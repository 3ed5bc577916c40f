/** A message that is damaged at wire level: where, and what was expected. Callers turn it into a LensError that names the file. */
export class WireError extends Error {
  override readonly name = 'WireError';
  constructor(
    readonly kind: 'truncated' | 'malformed',
    readonly offset: number,
    message: string,
  ) {
    super(message);
  }
}

/** Wire types of the protobuf encoding. */
export const VARINT = 0;
export const FIXED64 = 1;
export const DELIMITED = 2;
export const START_GROUP = 3;
export const FIXED32 = 5;

const MAX_GROUP_DEPTH = 100;

/**
 * Walks the fields of one message without building anything. After `next()`, `field` and `wire` describe the field;
 * the caller reads it or calls `skip()`. No length in the file is trusted: everything is checked against `end`.
 * Source: protobuf.dev, "Encoding".
 */
export class WireReader {
  field = 0;
  wire = 0;

  constructor(
    readonly bytes: Uint8Array,
    public position = 0,
    public end = bytes.length,
  ) {}

  /** Goes on with another message of the same bytes: loops over many small ones need no object for each. */
  enter(start: number, end: number): void {
    this.position = start;
    this.end = end;
  }

  /** Moves to the next field; false at the end of the message. */
  next(): boolean {
    const at = this.position;
    if (at >= this.end) return false;
    let tag = this.bytes[at] ?? 0;
    // nearly all tags and lengths have one byte; most readers live too shortly for the engine to make that cheap
    if (tag < 0x80) this.position = at + 1;
    else tag = this.uint32();
    const field = tag >>> 3;
    if (field === 0) throw new WireError('malformed', at, `field number 0 at byte ${at}`);
    this.field = field;
    this.wire = tag & 7;
    return true;
  }

  /** A varint of at most 32 significant bits; higher bits are dropped as protobuf does for int32. */
  uint32(): number {
    const { bytes } = this;
    let at = this.position;
    let byte = bytes[at++] ?? 0;
    let value = byte & 0x7f;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      if (shift > 63 || at >= this.end) this.#fail(at);
      byte = bytes[at++] ?? 0;
      if (shift < 32) value |= (byte & 0x7f) << shift;
    }
    if (at > this.end) this.#fail(at);
    this.position = at;
    return value >>> 0;
  }

  /** A signed 64-bit varint. */
  int64(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      if (this.position >= this.end) this.#fail(this.position);
      const byte = this.bytes[this.position++] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, value);
    }
    return this.#fail(this.position);
  }

  /** A signed 64-bit varint as a number: exact up to 2⁵³, as sizes and offsets are. */
  integer(): number {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.position >= this.end) this.#fail(this.position);
      const byte = this.bytes[this.position++] ?? 0;
      if (shift < 28) low += (byte & 0x7f) << shift;
      else high += (byte & 0x7f) * 2 ** (shift - 28);
      if (byte >= 0x80) continue;
      const top = high % 2 ** 36;
      return low + (top >= 2 ** 35 ? top - 2 ** 36 : top) * 2 ** 28;
    }
    return this.#fail(this.position);
  }

  /** Four bytes, little-endian. */
  fixed32(): number {
    if (this.wire !== FIXED32)
      throw new WireError(
        'malformed',
        this.position,
        `field ${this.field} at byte ${this.position} has wire type ${this.wire}, expected 5`,
      );
    const at = this.position;
    this.#advance(4);
    const { bytes } = this;
    return ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) >>> 0;
  }

  /** Enters a length-delimited field: moves behind it and returns where it starts; it ends at `position`. */
  delimited(): number {
    const at = this.position;
    if (this.wire !== DELIMITED)
      throw new WireError('malformed', at, `field ${this.field} at byte ${at} has wire type ${this.wire}, expected 2`);
    const { end } = this;
    let length = this.bytes[at] ?? 0;
    let start = at + 1;
    if (length >= 0x80 || start > end) {
      length = this.uint32();
      start = this.position;
    }
    if (length > end - start) {
      throw new WireError('truncated', at, `the field at byte ${at} needs ${length} bytes, ${end - start} are left`);
    }
    this.position = start + length;
    return start;
  }

  /** Goes into the message of a length-delimited field. Gives what `leave` takes when that message has been read to its end. */
  into(): number {
    const { end } = this;
    const start = this.delimited();
    this.end = this.position;
    this.position = start;
    return end;
  }

  /** Goes on behind the message that `into` went into. */
  leave(end: number): void {
    this.position = this.end;
    this.end = end;
  }

  /** The bytes of a length-delimited field, a view of the file. */
  view(): Uint8Array {
    const start = this.delimited();
    return this.bytes.subarray(start, this.position);
  }

  /** A string field. */
  text(): string {
    const start = this.delimited();
    return decodeText(this.bytes, start, this.position);
  }

  /** Leaves the current field unread. */
  skip(): void {
    if (this.wire === DELIMITED) this.delimited();
    else this.#skip(0);
  }

  #skip(depth: number): void {
    switch (this.wire) {
      case VARINT:
        this.#skipVarint();
        return;
      case FIXED64:
        this.#advance(8);
        return;
      case DELIMITED:
        this.delimited();
        return;
      case FIXED32:
        this.#advance(4);
        return;
      case START_GROUP:
        this.#skipGroup(depth);
        return;
      default:
        throw new WireError('malformed', this.position, `wire type ${this.wire} at byte ${this.position}`);
    }
  }

  #skipVarint(): void {
    for (let left = 10; left > 0 && this.position < this.end; left--) if ((this.bytes[this.position++] ?? 0) < 0x80) return;
    this.#fail(this.position);
  }

  #skipGroup(depth: number): void {
    const group = this.field;
    if (depth >= MAX_GROUP_DEPTH)
      throw new WireError('malformed', this.position, `groups nested over ${MAX_GROUP_DEPTH} deep at byte ${this.position}`);
    while (this.next()) {
      if (this.wire === 4) {
        if (this.field === group) return;
        break;
      }
      this.#skip(depth + 1);
    }
    throw new WireError('truncated', this.position, `a group does not end before byte ${this.position}`);
  }

  #advance(count: number): void {
    if (count > this.end - this.position) this.#fail(this.position);
    this.position += count;
  }

  #fail(at: number): never {
    throw new WireError('truncated', at, `the value at byte ${at} does not end`);
  }
}

/** True when the UTF-8 bytes are that text. */
export function isText(text: string, bytes: Uint8Array, start: number, end: number): boolean {
  // a text has at most as many units as bytes
  if (text.length > end - start) return false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) return decodeText(bytes, start, end) === text;
    if (unit !== bytes[start + i]) return false;
  }
  return text.length === end - start;
}

const decoder = new TextDecoder();

/** Node's buffers cut texts out faster than a TextDecoder does. */
type Bytes = Uint8Array & { readonly utf8Slice?: (start: number, end: number) => string };

/** Longer texts are names of single nodes, which don't repeat. */
const LONGEST_KEPT = 24;
const CACHE_SIZE = 1 << 15;
const cache: string[] = new Array<string>(CACHE_SIZE).fill('');

function equals(text: string, bytes: Uint8Array, start: number, length: number): boolean {
  if (text.length !== length) return false;
  for (let i = 0; i < length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}

/**
 * UTF-8 text. Names of ops, attributes and function bodies repeat thousands of times: short ones go through a small cache, which is
 * several times faster than decoding and keeps one copy of each. ASCII only: other characters take several bytes, or are no bytes.
 */
export function decodeText(bytes: Bytes, start: number, end: number): string {
  const length = end - start;
  if (length === 0) return '';
  if (length > LONGEST_KEPT) return decode(bytes, start, end);
  let hash = length;
  for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + (bytes[i] ?? 0)) | 0;
  const slot = (hash ^ (hash >>> 15)) & (CACHE_SIZE - 1);
  const known = cache[slot] ?? '';
  if (equals(known, bytes, start, length)) return known;
  const text = decode(bytes, start, end);
  if (text.length === length) cache[slot] = text;
  return text;
}

function decode(bytes: Bytes, start: number, end: number): string {
  return bytes.utf8Slice?.(start, end) ?? decoder.decode(bytes.subarray(start, end));
}
