import { toBinary } from '@bufbuild/protobuf';
import { LensError } from '../errors.ts';
import { SavedModelProtoSchema } from '../proto/messages.ts';
import { parseText, TextFormatError } from '../proto/textFormat.ts';

/** `saved_model.pbtxt` as the bytes of the binary form, which the lazy reader takes. */
export function parseTextSavedModel(bytes: Uint8Array, file: string): Uint8Array {
  if (bytes.length === 0) throw new LensError('empty-file', `${file} is empty (0 bytes).`, 'Copy or download the file again.');
  const text = new TextDecoder().decode(bytes);
  if (text.startsWith('version https://git-lfs')) {
    throw new LensError(
      'lfs-pointer',
      `${file} is a Git LFS pointer, not the model itself.`,
      'Run "git lfs pull" in its repository to fetch the file.',
    );
  }
  if (/^\s*node\s*\{/.test(text)) {
    throw new LensError(
      'frozen-graph',
      `${file} is a GraphDef in text form, not a SavedModel.`,
      'Export the model as a SavedModel directory (tf.saved_model.save or model.export) and open that.',
    );
  }
  try {
    return toBinary(SavedModelProtoSchema, parseText(SavedModelProtoSchema, text));
  } catch (error) {
    if (error instanceof TextFormatError) {
      throw new LensError(
        'bad-text-format',
        `${file}:${error.line}:${error.column} is not protobuf text: ${error.message}.`,
        'Correct the line, or export the model again.',
        { cause: error },
      );
    }
    throw error;
  }
}
