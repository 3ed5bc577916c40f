import { convertIndexedToRgb, decode as decodePng, hasPngSignature } from 'fast-png';
import { decode as decodeJpeg } from 'jpeg-js';
import { LensError } from '../errors.ts';

/** Pixels in rows, channels last, 0…255. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: Float32Array;
}

const MOST_PIXELS = 100_000_000;

/** Decodes a PNG or JPEG by its first bytes, whatever its name; refuses more than 100 million pixels before unpacking them. */
export function decodeImage(bytes: Uint8Array, file: string): Pixels {
  const isPng = hasPngSignature(bytes);
  if (!isPng && !(bytes[0] === 0xff && bytes[1] === 0xd8)) throw badImage(file, 'is neither a PNG nor a JPEG file');
  try {
    return isPng ? png(bytes, file) : jpeg(bytes);
  } catch (cause) {
    if (cause instanceof LensError) throw cause;
    throw badImage(file, `cannot be decoded: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

function badImage(file: string, what: string): LensError {
  return new LensError('bad-input-file', `The image ${file} ${what}.`, 'Save it as an 8-bit PNG or JPEG.');
}

function png(bytes: Uint8Array, file: string): Pixels {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 24 || view.getUint32(16) * view.getUint32(20) > MOST_PIXELS)
    throw badImage(file, 'is cut off or has more than 100 million pixels');
  const image = decodePng(bytes);
  const { width, height } = image;
  if (image.palette !== undefined) {
    const data = convertIndexedToRgb(image);
    return { width, height, channels: data.length / (width * height), data: Float32Array.from(data) };
  }
  const { data, channels, depth } = image;
  if (depth < 8) return { width, height, channels, data: unpacked(data, width, height, channels, depth) };
  return {
    width,
    height,
    channels,
    data: depth === 16 ? Float32Array.from(data, (value) => value / 257) : Float32Array.from(data),
  };
}

/** Grey values of 1, 2 or 4 bits, rows filled up to whole bytes. */
function unpacked(data: ArrayLike<number>, width: number, height: number, channels: number, depth: number): Float32Array {
  const rowBytes = Math.ceil((width * channels * depth) / 8);
  const most = 2 ** depth - 1;
  return Float32Array.from({ length: width * height * channels }, (_, i) => {
    const row = Math.floor(i / (width * channels));
    const bit = (i % (width * channels)) * depth;
    const byte = data[row * rowBytes + (bit >> 3)] ?? 0;
    return (((byte >> (8 - depth - (bit & 7))) & most) * 255) / most;
  });
}

function jpeg(bytes: Uint8Array): Pixels {
  const image = decodeJpeg(bytes, {
    useTArray: true,
    formatAsRGBA: false,
    maxResolutionInMP: MOST_PIXELS / 1e6,
    maxMemoryUsageInMB: 2048,
  });
  return { width: image.width, height: image.height, channels: 3, data: Float32Array.from(image.data) };
}
