import { LensError } from '../errors.ts';
import { WireReader } from '../proto/wireReader.ts';
import type { KerasMetadataNode } from './types.ts';

/**
 * The nodes of `keras_metadata.pb` (TF 2.5 to 2.15, tf_keras): a JSON text per layer. tf_keras saved_metadata.proto.
 * @throws LensError not-protobuf
 */
export function parseKerasMetadata(bytes: Uint8Array, file = 'keras_metadata.pb'): KerasMetadataNode[] {
  const nodes: KerasMetadataNode[] = [];
  try {
    const reader = new WireReader(bytes);
    while (reader.next()) {
      if (reader.field === 1) nodes.push(readNode(reader.view()));
      else reader.skip();
    }
  } catch (cause) {
    throw new LensError(
      'not-protobuf',
      `${file} cannot be read; layers are found without it.`,
      'Copy or download the file again.',
      { cause },
    );
  }
  return nodes;
}

function readNode(bytes: Uint8Array): KerasMetadataNode {
  const reader = new WireReader(bytes);
  let nodeId = 0;
  let nodePath = '';
  let identifier = '';
  let metadata = '';
  while (reader.next()) {
    switch (reader.field) {
      case 2:
        nodeId = reader.uint32();
        break;
      case 3:
        nodePath = reader.text();
        break;
      case 4:
        identifier = reader.text();
        break;
      case 5:
        metadata = reader.text();
        break;
      default:
        reader.skip();
    }
  }
  return { nodeId, nodePath, identifier, metadata };
}
