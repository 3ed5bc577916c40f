import { LensError } from '../errors.ts';
import { WireError, WireReader } from '../proto/wireReader.ts';
import { readMetaGraph } from './metaGraph.ts';
import type { MetaGraph, SavedModel } from './types.ts';

/**
 * Reads the bytes of a `saved_model.pb` (saved_model.proto): metagraphs with their nodes; attributes and function bodies stay spans.
 * The bytes are kept and must not change.
 * @throws LensError truncated-file, not-protobuf, no-meta-graph
 */
export function readSavedModel(bytes: Uint8Array, file: string): SavedModel {
  const metaGraphs: MetaGraph[] = [];
  try {
    const reader = new WireReader(bytes);
    while (reader.next()) {
      if (reader.field === 2) metaGraphs.push(readMetaGraph(reader.view(), metaGraphs.length));
      else reader.skip();
    }
  } catch (error) {
    throw damaged(error, file);
  }
  if (metaGraphs.length === 0) {
    throw new LensError(
      'no-meta-graph',
      `${file} holds no metagraph, so there is nothing to show.`,
      'Export the model again with tf.saved_model.save or model.export.',
    );
  }
  return { metaGraphs };
}

/** The LensError for damage met while reading a file; other errors pass unchanged. */
export function damaged(error: unknown, file: string): unknown {
  if (!(error instanceof WireError)) return error;
  return error.kind === 'truncated'
    ? new LensError('truncated-file', `${file} is cut off: ${error.message}.`, 'Copy or download the file again.', {
        cause: error,
      })
    : new LensError(
        'not-protobuf',
        `${file} is not a SavedModel: ${error.message}.`,
        'Check that the file is what its name says.',
        { cause: error },
      );
}
