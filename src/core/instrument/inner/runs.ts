import { LensError } from '../../errors.ts';
import type { Shape, Tensor } from '../../tensor/tensor.ts';
import type { Level } from './recording.ts';

/** One run of the innermost body. */
export interface Run {
  /** iteration in each loop, the outermost first */
  readonly index: readonly number[];
  /** place of its first element among all elements */
  readonly offset: number;
  readonly shape: Shape;
}

/** All runs, and how many iterations each loop had at most. */
export interface Runs {
  readonly taken: readonly Run[];
  readonly extents: readonly number[];
}

/** Reads the sizes and counts of a recorded tensor (`Recording.parts`). Levels from the inside out. */
export function runsOf(parts: readonly Tensor[], levels: readonly Level[]): Runs {
  const [sizes = [], ...counts] = parts.map(numbers);
  const taken: Run[] = [];
  const extents: number[] = [];
  const cursor = { size: 0, offset: 0, at: counts.map(() => 0) };
  const walk = (depth: number, runs: number, index: readonly number[]): void => {
    const level = levels[depth];
    const isLoop = level?.kind !== 'branch';
    const axis = index.length;
    if (isLoop) extents[axis] = Math.max(extents[axis] ?? 0, runs);
    for (let run = 0; run < runs; run++) {
      const own = isLoop ? [...index, run] : index;
      const entries = counts[depth]?.[cursor.at[depth] ?? 0] ?? 0;
      cursor.at[depth] = (cursor.at[depth] ?? 0) + 1;
      if (depth > 0) walk(depth - 1, entries, own);
      else taken.push(readRun(own, sizes.slice(cursor.size, cursor.size + entries), cursor));
    }
  };
  const outermost = levels.length - 1;
  walk(outermost, counts[outermost]?.length ?? 0, []);
  return { taken, extents };
}

function readRun(index: readonly number[], shape: Shape, cursor: { size: number; offset: number }): Run {
  const run = { index, offset: cursor.offset, shape };
  cursor.size += shape.length;
  cursor.offset += shape.reduce((product, size) => product * size, 1);
  return run;
}

function numbers({ data }: Tensor): readonly number[] {
  if (!ArrayBuffer.isView(data)) throw new LensError('internal', 'The sizes of a recorded tensor are no numbers.');
  return Array.from(data, Number);
}
