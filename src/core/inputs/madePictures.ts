import { encode as encodePng } from 'fast-png';
import { encode as encodeJpeg } from 'jpeg-js';

/** Size of a picture to make. */
export interface PictureSize {
  readonly rows: number;
  readonly columns: number;
}

const MOST_SIDE = 4096;

/** A ramp in red and green as a PNG, which every decoder but those of JPEG and BMP takes. */
export function pngPicture(size: PictureSize): Uint8Array {
  const { rows, columns, data } = ramp(size, 3);
  return encodePng({ width: columns, height: rows, data, channels: 3, depth: 8 });
}

/** The same as a JPEG, for ops that look into the compressed data. */
export function jpegPicture(size: PictureSize): Uint8Array {
  const { rows, columns, data } = ramp(size, 4);
  return new Uint8Array(encodeJpeg({ width: columns, height: rows, data }, 90).data);
}

/** The same as an uncompressed BMP of 24 bits, rows from the bottom up and padded to four bytes. */
export function bmpPicture(size: PictureSize): Uint8Array {
  const { rows, columns, data } = ramp(size, 3);
  const stride = Math.ceil((columns * 3) / 4) * 4;
  const bytes = new Uint8Array(54 + stride * rows);
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  for (const [at, value] of [
    [2, bytes.length],
    [10, 54],
    [14, 40],
    [18, columns],
    [22, rows],
    [34, stride * rows],
  ] as const)
    view.setUint32(at, value, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 24, true);
  for (let row = 0; row < rows; row++)
    bytes.set(data.subarray(row * columns * 3, (row + 1) * columns * 3), 54 + (rows - 1 - row) * stride);
  return bytes;
}

function ramp(size: PictureSize, channels: number): PictureSize & { data: Uint8Array } {
  const rows = Math.min(size.rows, MOST_SIDE);
  const columns = Math.min(size.columns, MOST_SIDE);
  const data = new Uint8Array(rows * columns * channels).fill(255);
  for (let row = 0, at = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, at += channels)
      data.set([Math.floor((column * 256) / columns), Math.floor((row * 256) / rows), 128], at);
  return { rows, columns, data };
}
