import { tryShapes, type Trial } from '../graph/shapes/trialShapes.ts';
import type { FlatGraph, FlatNode } from '../graph/types.ts';
import type { Shape } from '../tensor/tensor.ts';
import { solvedShape, type GivenDimensions } from './dimensions.ts';
import type { Consumers } from './forward.ts';
import type { InputTarget } from './target.ts';

/** Sizes that unknown dimensions are tried with when those first thought of do not fit, likely ones first. */
const SIZES = [
  32, 64, 128, 224, 256, 512, 1024, 4096, 16_000, 1, 2, 4, 8, 10, 12, 3, 5, 6, 7, 9, 15, 20, 24, 28, 30, 36, 48, 50, 60, 96, 100,
  192, 299, 320, 400, 480, 640,
];
/** Nodes whose shapes are worked out, over all tries. */
const MOST_WORK = 1_000_000;
/** An input of more elements is not tried. */
const MOST_ELEMENTS = 1 << 24;
const ROUNDS = 3;

interface Axis {
  readonly key: string;
  readonly isBatch: boolean;
}

/**
 * Sizes for the unknown dimensions of inputs to be made, such that every op can take what reaches it as far as shapes tell: what
 * `solvedShape` proposes where that fits, else the first of many sizes that does. `fixed` are the shapes of inputs that are given.
 */
export function fitDimensions(
  made: readonly InputTarget[],
  fixed: ReadonlyMap<FlatNode, Shape>,
  given: GivenDimensions,
  { nodes }: FlatGraph,
  consumers: Consumers,
): GivenDimensions {
  const axes = made.flatMap((target) => openAxes(target, given, consumers));
  if (axes.length === 0) return given;
  let work = 0;
  const attempt = (dims: GivenDimensions['dims']): Trial | undefined => {
    const shapes = new Map(fixed);
    for (const target of made) shapes.set(target.ref.node, solvedShape(target, { ...given, dims }, consumers));
    if ([...shapes.values()].some((shape) => shape.reduce((count, size) => count * size, 1) > MOST_ELEMENTS)) return undefined;
    const trial = work > MOST_WORK ? undefined : tryShapes(nodes, shapes);
    work += trial?.reached ?? 0;
    return trial;
  };
  let best = { dims: given.dims, trial: attempt(given.dims) };
  const better = (dims: GivenDimensions['dims']): boolean => {
    const trial = attempt(dims);
    if (trial === undefined || best.trial === undefined || trial.conflicts >= best.trial.conflicts) return false;
    best = { dims, trial };
    return true;
  };
  const isDone = (): boolean => best.trial === undefined || best.trial.conflicts === 0;
  const free = axes.filter(({ isBatch }) => !isBatch);
  for (const size of sizes(best.trial)) {
    if (isDone()) break;
    better({ ...given.dims, ...Object.fromEntries(free.map(({ key }) => [key, size])) });
  }
  for (let round = 0; round < ROUNDS && !isDone(); round++) {
    const before = best;
    for (const { key } of [...free, ...axes.filter(({ isBatch }) => isBatch)])
      for (const size of sizes(best.trial)) if (!isDone()) better({ ...best.dims, [key]: size });
    if (best === before) break;
  }
  return { ...given, dims: best.dims };
}

function sizes(trial: Trial | undefined): readonly number[] {
  return [...new Set([...(trial?.wanted ?? []).filter((size) => size > 0), ...SIZES])];
}

/** Axes of a made input whose size nobody says; the batch comes last, and only when nobody gave one. */
function openAxes(target: InputTarget, given: GivenDimensions, consumers: Consumers): Axis[] {
  const { shape, name } = target;
  return solvedShape(target, given, consumers).flatMap((_, axis) => {
    const key = `${name}.${axis}`;
    const isOpen = shape === undefined || (shape[axis] ?? 0) < 0;
    if (!isOpen || given.dims[key] !== undefined || (axis === 0 && given.batch !== undefined)) return [];
    return [{ key, isBatch: axis === 0 }];
  });
}
