import { fromBinary } from '@bufbuild/protobuf';
import { LensError } from '../errors.ts';
import { BundleEntryProtoSchema, BundleHeaderProtoSchema, BundleHeaderProto_Endianness, TrackableObjectGraphSchema, type BundleEntryProto } from '../proto/messages.ts';
import { dtypeOf } from '../tensor/dtype.ts';
import { shapeOf } from './shapeOf.ts';
import { readTable } from './sstable.ts';
import type { CheckpointEntry, CheckpointIndex } from './types.ts';

/** Entry that holds the checkpoint's own object graph. trackable/base.py. */
export const OBJECT_GRAPH_KEY = '_CHECKPOINTABLE_OBJECT_GRAPH';

const decoder = new TextDecoder();

function entryOf(key: string, message: BundleEntryProto): CheckpointEntry {
  return {
    key, dtype: dtypeOf(message.dtype), shape: shapeOf(message.shape) ?? [], shard: message.shardId, offset: Number(message.offset), size: Number(message.size),
    crc32c: message.crc32c, partitioned: message.slices.length > 0,
    slices: message.slices.map((slice) => slice.extent.map((extent) => ({ start: Number(extent.start), length: extent.hasLengthHack.case === 'length' ? Number(extent.hasLengthHack.value) : -1 }))),
  };
}

/** Keys of the slices of partitioned variables begin with a zero byte and hold their extents in ordered code. saved_tensor_slice_util.cc. */
function isSliceKey(key: Uint8Array): boolean {
  return key[0] === 0;
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
        const header = fromBinary(BundleHeaderProtoSchema, value);
        shards = header.numShards;
        isBigEndian = header.endianness === BundleHeaderProto_Endianness.BIG;
        continue;
      }
      const name = decoder.decode(key);
      const entry = entryOf(name, fromBinary(BundleEntryProtoSchema, value));
      if (isSliceKey(key)) sliceEntries.push(entry);
      else entries.set(name, entry);
    } catch (cause) {
      throw new LensError('checkpoint-damaged', `${file} is damaged: the entry “${decoder.decode(key)}” cannot be read.`, 'Copy or download the variables folder again.', { cause });
    }
  }
  return { shards, isBigEndian, entries, sliceEntries };
}

/** Variable name → checkpoint key, from the bytes of the `_CHECKPOINTABLE_OBJECT_GRAPH` entry. trackable_object_graph.proto. */
export function parseCheckpointNames(bytes: Uint8Array): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const node of fromBinary(TrackableObjectGraphSchema, bytes).nodes) {
    for (const attribute of node.attributes) if (attribute.fullName !== '') names.set(attribute.fullName, attribute.checkpointKey);
  }
  return names;
}
