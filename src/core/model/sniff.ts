import { LensError } from '../errors.ts';
import { DELIMITED, VARINT, WireError, WireReader } from '../proto/wireReader.ts';

const EXPORT_AGAIN = 'Export the model as a SavedModel directory (tf.saved_model.save or model.export) and open that.';

function startsWith(bytes: Uint8Array, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[i] !== text.charCodeAt(i)) return false;
  return true;
}

function head(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes.subarray(0, 1024));
}

/** Formats that people mistake for a SavedModel, by the bytes they begin with. */
const OTHER_FORMATS: readonly { readonly is: (bytes: Uint8Array) => boolean; readonly name: string; readonly hint: string }[] = [
  {
    is: (bytes) => startsWith(bytes, 'PK\u0003\u0004'),
    name: 'a zip archive (a .keras file?)',
    hint: 'Load it with Keras and call model.export("folder"), then open the folder.',
  },
  {
    is: (bytes) => startsWith(bytes, '\u0089HDF'),
    name: 'an HDF5 file (Keras .h5 weights or model)',
    hint: 'Load it with Keras and call model.export("folder"), then open the folder.',
  },
  {
    is: (bytes) => bytes[4] === 0x54 && bytes[5] === 0x46 && bytes[6] === 0x4c,
    name: 'a TensorFlow Lite model',
    hint: 'Open the SavedModel that it was converted from.',
  },
  { is: (bytes) => startsWith(bytes, '\u001f\u008b'), name: 'a gzip archive', hint: 'Unpack it first.' },
];

/** True for a message whose first field looks like a NodeDef: {name = 1, op = 2, …}. */
function isNode(bytes: Uint8Array, start: number, end: number): boolean {
  const reader = new WireReader(bytes, start, end);
  let hasName = false;
  let hasOp = false;
  while (reader.next()) {
    if (reader.field === 1 && reader.wire === DELIMITED) hasName = reader.text().length > 0;
    else if (reader.field === 2 && reader.wire === DELIMITED) hasOp = /^[A-Z][A-Za-z0-9_>]*$/.test(reader.text());
    else reader.skip();
    if (hasName && hasOp) return true;
  }
  return false;
}

/** A bare `GraphDef` begins with nodes (field 1, length-delimited); a SavedModel's field 1 is a number. */
function isGraphDef(bytes: Uint8Array): boolean {
  try {
    const reader = new WireReader(bytes);
    return reader.next() && reader.field === 1 && reader.wire === DELIMITED && isNode(bytes, reader.delimited(), reader.position);
  } catch (error) {
    if (error instanceof WireError) return false;
    throw error;
  }
}

/** An ONNX ModelProto: ir_version = 1, then producer_name = 2 as text where a SavedModel has a metagraph. */
function isOnnx(bytes: Uint8Array): boolean {
  return (
    bytes[0] === 0x08 &&
    bytes[2] === 0x12 &&
    /^[\x20-\x7e]{3,}/.test(head(bytes.subarray(4, 4 + (bytes[3] ?? 0)))) &&
    (bytes[3] ?? 0) < 64
  );
}

/**
 * Refuses, by name, what is not a binary SavedModel.
 * @throws LensError empty-file, html-file, lfs-pointer, frozen-graph, unsupported-format, not-protobuf
 */
export function refuseOthers(bytes: Uint8Array, file: string): void {
  if (bytes.length === 0) throw new LensError('empty-file', `${file} is empty (0 bytes).`, 'Copy or download the file again.');
  if (startsWith(bytes, 'version https://git-lfs')) {
    throw new LensError(
      'lfs-pointer',
      `${file} is a Git LFS pointer, not the model itself.`,
      'Run "git lfs pull" in its repository to fetch the file.',
    );
  }
  const text = head(bytes).trimStart();
  if (/^<(!doctype|html|\?xml|head|body)/i.test(text)) {
    throw new LensError(
      'html-file',
      `${file} is an HTML or XML page, probably the answer of a failed download.`,
      'Download the model again.',
    );
  }
  const other = OTHER_FORMATS.find((format) => format.is(bytes));
  if (other !== undefined) throw new LensError('unsupported-format', `${file} is ${other.name}, not a SavedModel.`, other.hint);
  if (isGraphDef(bytes)) {
    throw new LensError(
      'frozen-graph',
      `${file} is a bare GraphDef (a frozen graph), not a SavedModel: it has no signatures and no metagraph.`,
      EXPORT_AGAIN,
    );
  }
  if (isOnnx(bytes)) throw new LensError('unsupported-format', `${file} is an ONNX model, not a SavedModel.`, EXPORT_AGAIN);
  if ((bytes[0] ?? 0) >>> 3 > 2 || ((bytes[0] ?? 0) & 7) !== ((bytes[0] ?? 0) >>> 3 === 1 ? VARINT : DELIMITED)) {
    throw new LensError(
      'not-protobuf',
      `${file} is not a SavedModel: its first byte is 0x${(bytes[0] ?? 0).toString(16).padStart(2, '0')}.`,
      'Check that the file is what its name says.',
    );
  }
}
