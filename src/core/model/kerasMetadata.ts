import { fromBinary } from '@bufbuild/protobuf';
import { LensError } from '../errors.ts';
import { SavedMetadataSchema } from '../proto/messages.ts';
import type { KerasMetadataNode } from './types.ts';

/**
 * The nodes of `keras_metadata.pb` (TF 2.5 to 2.15, tf_keras): a JSON text per layer. tf_keras saved_metadata.proto.
 * @throws LensError not-protobuf
 */
export function parseKerasMetadata(bytes: Uint8Array, file = 'keras_metadata.pb'): KerasMetadataNode[] {
  try {
    return fromBinary(SavedMetadataSchema, bytes).nodes.map(({ nodeId, nodePath, identifier, metadata }) => ({ nodeId, nodePath, identifier, metadata }));
  } catch (cause) {
    throw new LensError('not-protobuf', `${file} cannot be read; layers are found without it.`, 'Copy or download the file again.', { cause });
  }
}
