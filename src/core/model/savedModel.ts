import { LensError } from '../errors.ts';
import { readSavedModel } from './readSavedModel.ts';
import { refuseOthers } from './sniff.ts';
import { parseTextSavedModel } from './textSavedModel.ts';
import type { SavedModel } from './types.ts';

/** Larger files cannot be protobufs (2 GiB is the format's limit). */
const MAX_BYTES = 2 ** 31 - 1;

/**
 * Parses the bytes of `saved_model.pb`, or of `saved_model.pbtxt` when `file` ends so. Pure; nothing is executed.
 * @param file how the file is called in messages
 * @throws LensError that names the file and says what it is instead
 */
export function parseSavedModel(bytes: Uint8Array, file: string): SavedModel {
  if (bytes.length > MAX_BYTES)
    throw new LensError(
      'too-large',
      `${file} has ${bytes.length} bytes; a SavedModel file is smaller than 2 GiB.`,
      'Check that the file is what its name says.',
    );
  if (file.endsWith('.pbtxt')) return readSavedModel(parseTextSavedModel(bytes, file), file);
  refuseOthers(bytes, file);
  return readSavedModel(bytes, file);
}
