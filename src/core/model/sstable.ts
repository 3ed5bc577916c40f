import { uncompress } from 'snappyjs';
import { LensError } from '../errors.ts';
import { WireError, WireReader } from '../proto/wireReader.ts';
import { crc32c, maskCrc } from './crc32c.ts';

const FOOTER = 48;
/** 0xdb4775248b80fb57, little-endian. table/format.h. */
const MAGIC = [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb];
const SNAPPY = 1;
/** An index block is a few kilobytes; what unfolds to more than this is damage or an attack. */
const MAX_BLOCK = 1 << 28;

interface Handle {
  readonly offset: number;
  readonly size: number;
}

export interface TableEntry {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

function readHandle(reader: WireReader): Handle {
  return { offset: Number(reader.int64()), size: Number(reader.int64()) };
}

function damage(file: string, what: string, cause?: unknown): LensError {
  return new LensError('checkpoint-damaged', `${file} is damaged: ${what}.`, 'Copy or download the variables folder again.', {
    cause,
  });
}

function readBlock(bytes: Uint8Array, { offset, size }: Handle, file: string): Uint8Array {
  if (offset < 0 || size < 0 || offset + size + 5 > bytes.length)
    throw damage(file, `a block at byte ${offset} of ${size} bytes lies outside the file`);
  const stored = new DataView(bytes.buffer, bytes.byteOffset).getUint32(offset + size + 1, true);
  if (maskCrc(crc32c(bytes.subarray(offset, offset + size + 1))) !== stored)
    throw damage(file, `the checksum of the block at byte ${offset} is wrong`);
  const data = bytes.subarray(offset, offset + size);
  if (bytes[offset + size] !== SNAPPY) return data;
  const length = new WireReader(data).uint32();
  if (length > MAX_BLOCK) throw damage(file, `the block at byte ${offset} claims ${length} bytes`);
  return uncompress(data, MAX_BLOCK);
}

/** Entries of a block: keys share a prefix with the one before. table/block.cc. */
function* blockEntries(block: Uint8Array, file: string): Generator<TableEntry> {
  if (block.length < 4) throw damage(file, 'a block is too short');
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const end = block.length - 4 - 4 * view.getUint32(block.length - 4, true);
  if (end < 0) throw damage(file, 'a block has more restart points than bytes');
  const reader = new WireReader(block, 0, end);
  let key: Uint8Array = new Uint8Array(0);
  while (reader.position < end) {
    const shared = reader.uint32();
    const added = reader.uint32();
    const valueLength = reader.uint32();
    const at = reader.position;
    if (shared > key.length || at + added + valueLength > end) throw damage(file, 'an entry of a block runs over its end');
    const next = new Uint8Array(shared + added);
    next.set(key.subarray(0, shared));
    next.set(block.subarray(at, at + added), shared);
    key = next;
    reader.position = at + added + valueLength;
    yield { key, value: block.subarray(at + added, reader.position) };
  }
}

/**
 * All entries of a LevelDB-style sorted table (`variables.index`), in key order.
 * @throws LensError checkpoint-damaged
 */
export function readTable(bytes: Uint8Array, file: string): TableEntry[] {
  const footer = bytes.length - FOOTER;
  if (footer < 0 || MAGIC.some((byte, i) => bytes[bytes.length - 8 + i] !== byte))
    throw damage(file, 'it does not end as a checkpoint index does');
  try {
    const reader = new WireReader(bytes, footer, bytes.length - 8);
    readHandle(reader);
    const entries: TableEntry[] = [];
    for (const { value } of blockEntries(readBlock(bytes, readHandle(reader), file), file)) {
      for (const entry of blockEntries(readBlock(bytes, readHandle(new WireReader(value)), file), file)) entries.push(entry);
    }
    return entries;
  } catch (error) {
    if (error instanceof LensError) throw error;
    if (error instanceof WireError || error instanceof RangeError || error instanceof Error)
      throw damage(file, error.message, error);
    throw error;
  }
}
