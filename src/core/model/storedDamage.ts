import { WireReader } from '../proto/wireReader.ts';
import { elementCount } from '../tensor/layout.ts';
import { crc32c, maskCrc } from './crc32c.ts';
import type { CheckpointEntry } from './types.ts';

/** Why a stored variable cannot be used. */
export interface StoredDamage {
  /** of the variable, also where only a part of it is damaged */
  readonly key: string;
  /** its file is not there; ends before the value does; holds other bytes than were written */
  readonly kind: 'missing' | 'truncated' | 'checksum';
  /** path of the file */
  readonly file: string;
  readonly message: string;
}

/** Most bytes summed at once: a variable may be larger than memory. */
const CHUNK = 1 << 26;
/** Texts are summed in one piece, if they are not too many for one. */
const LONGEST_TEXTS = 2 ** 31 - 1;

/** Whether the stored bytes of an entry are those that the index was written for; true where that cannot be told. */
export async function isIntact(entry: CheckpointEntry, read: (range: CheckpointEntry) => Promise<Uint8Array>): Promise<boolean> {
  if (entry.dtype === 'variant' || (entry.dtype === 'string' && entry.size > LONGEST_TEXTS)) return true;
  if (entry.dtype === 'string') return maskCrc(stringsCrc(await read(entry), elementCount(entry.shape))) === entry.crc32c;
  let crc = 0;
  for (let at = 0; at < entry.size; at += CHUNK)
    crc = crc32c(await read({ ...entry, offset: entry.offset + at, size: Math.min(CHUNK, entry.size - at) }), crc);
  return maskCrc(crc) === entry.crc32c;
}

/** Lengths are stored as varints and summed as 32 bits; their own checksum follows them. tensor_bundle.cc, WriteStringTensor. */
function stringsCrc(bytes: Uint8Array, count: number): number {
  const reader = new WireReader(bytes);
  const length = new DataView(new ArrayBuffer(4));
  let crc = 0;
  for (let i = 0; i < count; i++) {
    length.setUint32(0, reader.uint32(), true);
    crc = crc32c(new Uint8Array(length.buffer), crc);
  }
  return crc32c(bytes.subarray(reader.position), crc);
}
