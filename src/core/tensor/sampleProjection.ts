import { LensError } from '../errors.ts';
import { eachRun, type Lane, type Target } from './lanes.ts';
import { principalComponents, type Projection } from './principal.ts';

/** More samples than this say no more in a scatter plot. */
const MOST_SAMPLES = 1000;
/** Multiplications of the Gram matrix that a person waits for. */
const MOST_WORK = 2e9;
const MOST_VALUES = 2 ** 25;

/** Main directions of the samples of a slice. */
export interface SampleProjection extends Projection {
  readonly indices: Int32Array;
  readonly features: number;
  readonly bad: number;
}

/** Projects the positions of one axis; all other kept axes are features. Long axes are sampled evenly, samples with NaN or Inf left out. */
export function projectSamples(numbers: ArrayLike<number>, lanes: readonly Lane[], axis: number): SampleProjection {
  const lane = lanes.find((each) => each.axis === axis);
  if (lane === undefined || !lane.kept) throw new LensError('usage', `Axis ${axis} is fixed: it has no samples.`);
  const rest = lanes.map((each) => (each.axis === axis ? { ...each, size: 1, offsets: new Int32Array(1) } : each));
  const features = rest.reduce((product, { size }) => product * size, 1);
  const most = Math.floor(
    Math.min(MOST_SAMPLES, MOST_VALUES / Math.max(1, features), Math.sqrt(MOST_WORK / Math.max(1, features))),
  );
  const count = Math.min(lane.size, Math.max(3, most));
  const chosen = Array.from({ length: count }, (_, i) => Math.floor((i * lane.size) / count));
  const targets = featureTargets(rest);
  const data = new Float64Array(count * features);
  const good: number[] = [];
  for (const position of chosen) {
    const start = good.length * features;
    let sum = 0;
    eachRun(rest, targets, (run, source, target) => {
      const from = source + (lane.offsets[position] ?? 0);
      for (let i = 0; i < run.offsets.length; i++) {
        const value = numbers[from + (run.offsets[i] ?? 0)] ?? NaN;
        data[start + target + i * run.step] = value;
        sum += value - value;
      }
    });
    if (sum === 0) good.push(position);
  }
  const projection = principalComponents(data.subarray(0, good.length * features), good.length, features, 3);
  return { ...projection, indices: Int32Array.from(good), features, bad: count - good.length };
}

function featureTargets(lanes: readonly Lane[]): Target[] {
  let stride = 1;
  return [...lanes]
    .reverse()
    .map(({ size }) => {
      const step = stride;
      stride *= size;
      return { block: 1, step };
    })
    .reverse();
}
