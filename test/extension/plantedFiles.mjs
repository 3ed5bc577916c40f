// Inputs with known values for the model `planted`, which gives them out again: what a test looks for on the screen.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/setup/common.mjs';

/** A .npy file of a typed array. */
export function npy(data, shape) {
  const code = { Float32Array: '<f4', BigInt64Array: '<i8' }[data.constructor.name];
  const text = `{'descr': '${code}', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`;
  const header = `${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`;
  const head = Buffer.alloc(10);
  head.write('\x93NUMPY\x01\x00', 'latin1');
  head.writeUInt16LE(header.length, 8);
  return Buffer.concat([head, Buffer.from(header, 'latin1'), Buffer.from(data.buffer, data.byteOffset, data.byteLength)]);
}

export const ROWS = 12;
export const COLUMNS = 16;
export const CHANNELS = 4;

/** Channel 0 is a ramp, 1 a checker of −1 and 1, 2 is dead, 3 is 5 with NaN at (0, 0), +Inf at (0, 1), −Inf at (1, 0). */
export function plantedAt(row, column, channel) {
  if (channel === 0) return row * COLUMNS + column;
  if (channel === 1) return (row + column) % 2 === 0 ? 1 : -1;
  if (channel === 2) return 0;
  return row === 0 && column === 0 ? NaN : row === 0 && column === 1 ? Infinity : row === 1 && column === 0 ? -Infinity : 5;
}

export const IDS = [9_007_199_254_740_993n, -9_007_199_254_740_993n, 0n, 42n, 2n ** 63n - 1n, -(2n ** 63n)];
export const WORDS = ['plain', 'Grüße, 世界', 'tab\there', '<b>bold</b> & "quoted"', '', 'back\u202ewards'];
export const HEADS = 3;
export const TOKENS = 6;
export const SAMPLES = 42;

function logits() {
  const values = new Float32Array(HEADS * TOKENS * TOKENS);
  for (let head = 0; head < HEADS; head++)
    for (let query = 0; query < TOKENS; query++)
      for (let key = 0; key < TOKENS; key++) {
        // Head 0 looks everywhere, head 1 at itself, head 2 at the token before.
        values[(head * TOKENS + query) * TOKENS + key] =
          (head === 1 && key === query) || (head === 2 && key === Math.max(0, query - 1)) ? 12 : 0;
      }
  return values;
}

/** Three clusters along the three features, each around its own corner. */
function batch() {
  return Float32Array.from({ length: SAMPLES * 3 }, (_, i) => {
    const [sample, feature] = [Math.floor(i / 3), i % 3];
    return (sample % 3 === feature ? 4 : 0) + Math.sin(i * 12.9898) * 0.3;
  });
}

/** Puts the model and its inputs into a folder; answers the input files by input name. */
export function plant(folder) {
  cpSync(join(ROOT, 'test', 'fixtures', 'models', 'planted'), join(folder, 'planted'), { recursive: true });
  mkdirSync(join(folder, 'values'), { recursive: true });
  const image = Float32Array.from({ length: ROWS * COLUMNS * CHANNELS }, (_, i) =>
    plantedAt(Math.floor(i / CHANNELS / COLUMNS), Math.floor(i / CHANNELS) % COLUMNS, i % CHANNELS),
  );
  const files = {
    image: npy(image, [1, ROWS, COLUMNS, CHANNELS]),
    ids: npy(BigInt64Array.from(IDS), [2, 3]),
    words: JSON.stringify(WORDS),
    logits: npy(logits(), [1, HEADS, TOKENS, TOKENS]),
    batch: npy(batch(), [SAMPLES, 3]),
  };
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => {
      const path = join(folder, 'values', `${name}.${name === 'words' ? 'json' : 'npy'}`);
      writeFileSync(path, content);
      return [name, path];
    }),
  );
}
