import { open, type FileHandle } from 'node:fs/promises';
import { LensError } from '../core/errors.ts';
import { parseNpyBody } from '../core/tensor/npy/npy.ts';
import { parseNpyHeader } from '../core/tensor/npy/npyHeader.ts';
import { parseNpyCode } from '../core/tensor/npy/npyTypes.ts';
import { axisRanges, type SliceTerm } from '../core/tensor/slice.ts';
import { leadingBlock, MOST_BLOCK_BYTES, tooLarge, type StoredBlock } from './storedBlock.ts';

const LONGEST_HEADER = 1 << 12;

/** Finds what to read of a file for a slice: the rows between the first and the last wanted index of the leading axes, not the file. */
export async function placeNpyBlock(path: string, slice: readonly SliceTerm[]): Promise<StoredBlock> {
  const { head, key } = await withFile(path, async (handle) => {
    const { mtimeMs, size } = await handle.stat();
    return { head: await readAt(handle, 0, LONGEST_HEADER), key: `${path}\n${mtimeMs}\n${size}` };
  });
  const { dataStart, descr, fortranOrder, shape } = parseNpyHeader(head, path);
  if (fortranOrder) throw new LensError('bad-input-file', `${path} is in Fortran order, which kept values never are.`);
  const block = leadingBlock(shape, axisRanges(shape, slice));
  const stride = (parseNpyCode(descr)?.bytes ?? 0) * block.rowSize;
  const bytes = block.count * stride;
  if (bytes > MOST_BLOCK_BYTES) throw tooLarge(bytes);
  return {
    key: [key, block.ones.length, block.first, block.count].join('\n'),
    bytes,
    terms: block.terms(slice),
    read: async () => {
      const rows = await withFile(path, (handle) => readAt(handle, dataStart + block.first * stride, bytes));
      return parseNpyBody(rows, descr, [...block.ones, block.count, ...block.rowShape].slice(0, shape.length), path);
    },
  };
}

async function withFile<T>(path: string, work: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(path, 'r').catch((cause: unknown) => {
    throw new LensError('io', `${path} cannot be read.`, 'Run again to make the values anew.', { cause });
  });
  try {
    return await work(handle);
  } finally {
    await handle.close();
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await handle.read(bytes, 0, length, position);
  return bytes.subarray(0, bytesRead);
}
