import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeNpy } from '../../../src/core/tensor/npy/npy.ts';
import { parseNpz } from '../../../src/core/tensor/npy/npz.ts';
import type { Tensor } from '../../../src/core/tensor/tensor.ts';
import { dumpRun } from '../../../src/node/dumpRun.ts';
import { RunFolder } from '../../../src/node/runStore.ts';

const LARGE: Tensor = { dtype: 'float32', shape: [1500, 1000], data: Float32Array.from({ length: 1_500_000 }, (_, i) => i) };
const SMALL: Tensor = { dtype: 'string', shape: [1], data: [new TextEncoder().encode('a')] };

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lens-dump-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Keeps a run as the worker does; gives the files of its values. */
async function keep(tensors: ReadonlyMap<string, Tensor>): Promise<string[]> {
  const run = await RunFolder.create(join(folder, 'run'));
  const rows: { name: string; key: string; file: string }[] = [];
  for (const [name, tensor] of tensors) rows.push({ name, key: name, ...(await run.writeTensor(rows.length, name, tensor)) });
  await run.flush();
  const manifest = { schema: 1, tool: 'savedmodel-lens', tensors: rows, timings: {} };
  await writeFile(join(folder, 'run', 'manifest.json'), JSON.stringify(manifest));
  return rows.map(({ file }) => join(folder, 'run', file));
}

function dump(format: 'npz' | 'npy') {
  return dumpRun({ directory: join(folder, 'run'), target: join(folder, 'dump'), format });
}

describe('dumpRun', () => {
  it('writes values of several pieces and small ones into one .npz', async () => {
    await keep(
      new Map([
        ['a/b:1', LARGE],
        ['c', SMALL],
      ]),
    );
    await dump('npz');
    const read = parseNpz(await readFile(join(folder, 'dump', 'activations.npz')), 'x');
    const expected = writeNpy(LARGE);
    expect([...read.keys()]).toEqual(['a/b:1', 'c']);
    expect(read.get('c')).toEqual(SMALL);
    expect(writeNpy(read.get('a/b:1') ?? SMALL).every((byte, at) => byte === expected[at])).toBe(true);
  });

  it('says of a value that does not fit into an .npz what to do', async () => {
    const [file = ''] = await keep(new Map([['huge', SMALL]]));
    await truncate(file, 5 * 2 ** 30);
    await expect(dump('npz')).rejects.toThrow('The .npz file would grow over 4 GiB with huge.');
  });

  it('copies files as they are', async () => {
    const [file = ''] = await keep(new Map([['c', SMALL]]));
    await writeFile(file, 'anything');
    const written = await dump('npy');
    expect(await readFile(written[1] ?? '', 'utf8')).toBe('anything');
  });
});
