import { fromBinary, type DescMessage, type MessageShape } from '@bufbuild/protobuf';
import { LensError } from '../errors.ts';

/** What a part of the file is called in a message. Those that are read thousands of times make the text only when it is wanted. */
export type Part = string | { readonly title: string };

/** Reads a part of the file lazily; any damage met becomes a LensError bad-graph that names the part. */
export function readPart<T>(part: Part, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof LensError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LensError(
      'bad-graph',
      `In saved_model.pb, ${typeof part === 'string' ? part : part.title} cannot be read: ${reason}.`,
      'The file is damaged; copy or export the model again.',
      { cause },
    );
  }
}

/**
 * Decodes a message that stands inside the file, when somebody asks for it. Damage there is no damage of the rest.
 * @throws LensError bad-graph that names the part
 */
export function decodePart<Desc extends DescMessage>(schema: Desc, bytes: Uint8Array, part: string): MessageShape<Desc> {
  return readPart(part, () => fromBinary(schema, bytes));
}
