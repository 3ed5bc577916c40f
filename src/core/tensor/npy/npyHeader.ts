import { LensError } from '../../errors.ts';
import type { Shape } from '../tensor.ts';

/** The dictionary at the head of a .npy file, and where the values begin. */
export interface NpyHeader {
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: Shape;
  readonly dataStart: number;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const LONGEST = 1 << 20;

/** Reads the header of versions 1 to 3. `file` names the source in errors. */
export function parseNpyHeader(bytes: Uint8Array, file: string): NpyHeader {
  if (bytes.length < 10 || MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw new LensError('bad-input-file', `${file} is not a .npy file: it does not begin with \\x93NUMPY.`);
  }
  const version = bytes[6] ?? 0;
  if (version < 1 || version > 3) throw new LensError('bad-input-file', `${file} has .npy version ${version}, which is unknown.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = version === 1 ? 10 : 12;
  if (bytes.length < start) throw damaged(file, 'ends inside its header');
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > LONGEST || start + length > bytes.length) throw damaged(file, `says that its header has ${length} bytes`);
  const text = new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(bytes.subarray(start, start + length));
  return { ...parseDictionary(text, file), dataStart: start + length };
}

function damaged(file: string, how: string): LensError {
  return new LensError('bad-input-file', `The .npy file ${file} is damaged: it ${how}.`);
}

function parseDictionary(text: string, file: string): Omit<NpyHeader, 'dataStart'> {
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape'\s*:\s*\(([^)]*)\)/.exec(text)?.[1];
  if (descr === undefined && /'descr'\s*:\s*\[/.test(text)) {
    throw new LensError(
      'bad-input-file',
      `${file} holds records (a structured array), not numbers or strings.`,
      'Save one field of it.',
    );
  }
  if (descr === undefined || order === undefined || shape === undefined)
    throw damaged(file, 'lacks descr, fortran_order or shape');
  const sizes = shape
    .split(',')
    .map((size) => size.trim())
    .filter((size) => size !== '');
  if (!sizes.every((size) => /^\d{1,15}L?$/.test(size))) throw damaged(file, `has the shape (${shape})`);
  return { descr, fortranOrder: order === 'True', shape: sizes.map((size) => Number.parseInt(size, 10)) };
}

/** Header of a row-major array as NumPy writes it: version 1, padded so that the values begin at a multiple of 64. */
export function npyHeaderBytes(descr: string, shape: Shape): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape.join('')},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const total = Math.ceil((10 + text.length + 1) / 64) * 64;
  const bytes = new TextEncoder().encode(`\0\0\0\0\0\0\0\0\0\0${text.padEnd(total - 11)}\n`);
  bytes.set([...MAGIC, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, total - 10, true);
  return bytes;
}
