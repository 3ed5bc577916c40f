import { fromBinary } from '@bufbuild/protobuf';
import { LensError } from '../errors.ts';
import { TrackableObjectGraphSchema } from '../proto/messages.ts';
import { WireReader } from '../proto/wireReader.ts';
import { dtypeOf } from '../tensor/dtype.ts';
import type { Shape } from '../tensor/tensor.ts';
import { readShape } from './shapeOf.ts';
import { readTable } from './sstable.ts';
import type { CheckpointEntry, CheckpointIndex } from './types.ts';

/** Entry that holds the checkpoint's own object graph. trackable/base.py. */
export const OBJECT_GRAPH_KEY = '_CHECKPOINTABLE_OBJECT_GRAPH';

const decoder = new TextDecoder();

/** `BundleHeaderProto.Endianness.BIG`. */
const BIG_ENDIAN = 1;

type Extents = CheckpointEntry['slices'][number];

/** Read by hand: a model has hundreds of variables, and `show` lists them. tensor_bundle.proto, BundleEntryProto. */
function readEntry(key: string, bytes: Uint8Array): CheckpointEntry {
  const reader = new WireReader(bytes);
  let [dtype, shard, offset, size, crc32c] = [0, 0, 0, 0, 0];
  let shape: Shape = [];
  const slices: Extents[] = [];
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        dtype = reader.uint32();
        break;
      case 2:
        shape = readShape(reader.view()) ?? [];
        break;
      case 3:
        shard = reader.uint32();
        break;
      case 4:
        offset = reader.integer();
        break;
      case 5:
        size = reader.integer();
        break;
      case 6:
        crc32c = reader.fixed32();
        break;
      case 7:
        slices.push(readExtents(reader.view()));
        break;
      default:
        reader.skip();
    }
  }
  return { key, dtype: dtypeOf(dtype), shape, shard, offset, size, crc32c, partitioned: slices.length > 0, slices };
}

/** tensor_slice.proto: an extent without a length is the whole axis. */
function readExtents(bytes: Uint8Array): Extents {
  const reader = new WireReader(bytes);
  const extents: Extents[number][] = [];
  while (reader.next()) {
    if (reader.field === 1) extents.push(readExtent(new WireReader(reader.view())));
    else reader.skip();
  }
  return extents;
}

function readExtent(reader: WireReader): Extents[number] {
  let [start, length] = [0, -1];
  while (reader.next()) {
    if (reader.field === 1) start = reader.integer();
    else if (reader.field === 2) length = reader.integer();
    else reader.skip();
  }
  return { start, length };
}

function readHeader(bytes: Uint8Array): { shards: number; isBigEndian: boolean } {
  const reader = new WireReader(bytes);
  let [shards, endianness] = [0, 0];
  while (reader.next()) {
    if (reader.field === 1) shards = reader.uint32();
    else if (reader.field === 2) endianness = reader.uint32();
    else reader.skip();
  }
  return { shards, isBigEndian: endianness === BIG_ENDIAN };
}

/** Keys of the slices of partitioned variables begin with a zero byte and hold their extents in ordered code. saved_tensor_slice_util.cc. */
function isSliceKey(key: Uint8Array): boolean {
  return key[0] === 0;
}

/** Key of the variable that a stored part belongs to: the name stands between a zero byte and the next separator. ordered_code.cc. */
export function partOwner({ key }: CheckpointEntry): string {
  return key.slice(1, key.indexOf('\0\u0001', 1));
}

/** Where the bytes of a variable lie: its own entry, or those of its parts. */
export function storedEntries(index: CheckpointIndex, entry: CheckpointEntry): readonly CheckpointEntry[] {
  return entry.partitioned ? index.sliceEntries.filter((part) => partOwner(part) === entry.key) : [entry];
}

/**
 * The index of a TensorBundle (`variables.index`): which tensor lies where in which shard. tensor_bundle.proto.
 * @throws LensError checkpoint-damaged
 */
export function parseCheckpointIndex(bytes: Uint8Array, file: string): CheckpointIndex {
  const entries = new Map<string, CheckpointEntry>();
  const sliceEntries: CheckpointEntry[] = [];
  let shards = 1;
  let isBigEndian = false;
  for (const { key, value } of readTable(bytes, file)) {
    try {
      if (key.length === 0) {
        ({ shards, isBigEndian } = readHeader(value));
        continue;
      }
      const name = decoder.decode(key);
      const entry = readEntry(name, value);
      if (isSliceKey(key)) sliceEntries.push(entry);
      else entries.set(name, entry);
    } catch (cause) {
      throw new LensError(
        'checkpoint-damaged',
        `${file} is damaged: the entry “${decoder.decode(key)}” cannot be read.`,
        'Copy or download the variables folder again.',
        { cause },
      );
    }
  }
  return { shards, isBigEndian, entries, sliceEntries };
}

/** Variable name → checkpoint key, from the bytes of the `_CHECKPOINTABLE_OBJECT_GRAPH` entry. trackable_object_graph.proto. */
export function parseCheckpointNames(bytes: Uint8Array): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const node of fromBinary(TrackableObjectGraphSchema, bytes).nodes) {
    for (const attribute of node.attributes)
      if (attribute.fullName !== '') names.set(attribute.fullName, attribute.checkpointKey);
  }
  return names;
}
