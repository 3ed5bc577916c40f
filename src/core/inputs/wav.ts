import { LensError } from '../errors.ts';

/** Sound as floats in [-1, 1], one array a channel. */
export interface Sound {
  readonly rate: number;
  readonly channels: readonly Float32Array[];
}

/** Reads a RIFF WAVE file: PCM of 8, 16, 24 or 32 bits, or floats. */
export function parseWav(bytes: Uint8Array, file: string): Sound {
  const bad = (what: string): LensError =>
    new LensError('bad-input-file', `The sound ${file} ${what}.`, 'Save it as a WAV file of 16-bit samples.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 12 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') throw bad('is not a WAV file');
  let format: { code: number; channels: number; rate: number; bits: number } | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    const start = at + 8;
    if (tag(at) === 'fmt ' && size >= 16 && start + size <= bytes.length) {
      const code = view.getUint16(start, true);
      const isExtended = code === 0xfffe && size >= 26;
      format = {
        code: isExtended ? view.getUint16(start + 24, true) : code,
        channels: view.getUint16(start + 2, true),
        rate: view.getUint32(start + 4, true),
        bits: view.getUint16(start + 14, true),
      };
    } else if (tag(at) === 'data') {
      if (format === undefined) throw bad('has samples before its format');
      const read = sampleReader(view, format.code, format.bits);
      if (read === undefined || format.channels < 1 || format.channels > 64)
        throw bad(
          `has samples of kind ${format.code} with ${format.bits} bits in ${format.channels} channels, which is not read`,
        );
      return {
        rate: format.rate,
        channels: samples(read, start, Math.min(size, bytes.length - start), format.channels, format.bits / 8),
      };
    }
    at = start + size + (size & 1);
  }
  throw bad('has no samples');
}

function samples(read: (at: number) => number, start: number, length: number, channels: number, width: number): Float32Array[] {
  const count = Math.floor(length / (channels * width));
  return Array.from({ length: channels }, (_, channel) => {
    const values = new Float32Array(count);
    for (let i = 0; i < count; i++) values[i] = read(start + (i * channels + channel) * width);
    return values;
  });
}

function sampleReader(view: DataView, code: number, bits: number): ((at: number) => number) | undefined {
  if (code === 3 && bits === 32) return (at) => view.getFloat32(at, true);
  if (code === 3 && bits === 64) return (at) => view.getFloat64(at, true);
  if (code !== 1) return undefined;
  switch (bits) {
    case 8:
      return (at) => (view.getUint8(at) - 128) / 128;
    case 16:
      return (at) => view.getInt16(at, true) / 32_768;
    case 24:
      return (at) => (view.getUint16(at, true) + view.getInt8(at + 2) * 65_536) / 8_388_608;
    case 32:
      return (at) => view.getInt32(at, true) / 2_147_483_648;
    default:
      return undefined;
  }
}

/** A WAV file of one channel, 16 bits. */
export function wavBytes(values: Float32Array, rate: number): Uint8Array {
  const bytes = new Uint8Array(44 + 2 * values.length);
  const view = new DataView(bytes.buffer);
  const text = (at: number, tag: string): void => {
    for (let i = 0; i < 4; i++) bytes[at + i] = tag.charCodeAt(i);
  };
  ['RIFF', 'WAVE', 'fmt ', 'data'].forEach((tag, i) => {
    text([0, 8, 12, 36][i] ?? 0, tag);
  });
  view.setUint32(4, bytes.length - 8, true);
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  view.setUint32(40, values.length * 2, true);
  values.forEach((value, i) => {
    view.setInt16(44 + 2 * i, Math.max(-32_768, Math.min(32_767, Math.round(value * 32_767))), true);
  });
  return bytes;
}
