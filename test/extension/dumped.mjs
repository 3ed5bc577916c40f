// Arrays of a dump, read without the code under test.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';

/** A float32 array of a .npy file, and how to look into it. */
function floats(bytes) {
  const { buffer, byteOffset } = bytes;
  const header = new TextDecoder('latin1').decode(bytes.subarray(10, 10 + bytes[8] + 256 * bytes[9]));
  const [, descr] = /'descr': '([^']+)'/.exec(header);
  const [, dims] = /'shape': \(([^)]*)\)/.exec(header);
  if (descr !== '<f4') throw new Error(`${descr} is no float32`);
  const shape = [...dims.matchAll(/\d+/g)].map(Number);
  const from = byteOffset + 10 + bytes[8] + 256 * bytes[9];
  const data = new Float32Array(buffer.slice(from, from + 4 * shape.reduce((product, size) => product * size, 1)));
  return { shape, at: (place) => data[place.reduce((offset, index, axis) => offset * shape[axis] + index, 0)] };
}

/** The newest dump of a model in a folder: the tensor of a layer. */
export function dumpedTensor(folder, model, layer) {
  const dump = readdirSync(folder)
    .filter((name) => name.startsWith(`${model}-activations-`))
    .sort()
    .at(-1);
  const manifest = JSON.parse(readFileSync(join(folder, dump, 'manifest.json'), 'utf8'));
  const { key } = manifest.tensors.find((tensor) => tensor.layer === layer);
  const files = unzipSync(readFileSync(join(folder, dump, 'activations.npz')));
  return floats(files[`${key}.npy`]);
}
