import { eachRun, type Lane } from './lanes.ts';

/** What the values of each part of a slice come to; `low` > `high` where none is finite. Energy is the sum of squares. */
export interface SliceSummaries {
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly energy: Float64Array;
  readonly finite: Float64Array;
  readonly zeros: Float64Array;
  readonly nan: Float64Array;
  readonly posInf: Float64Array;
  readonly negInf: Float64Array;
}

/** Summaries of a slice: one for each position of the axis `by`, or one of the whole. */
export function summariseSlice(numbers: ArrayLike<number>, lanes: readonly Lane[], by?: number): SliceSummaries {
  const parts = lanes.find(({ axis }) => axis === by)?.size ?? 1;
  const make = (start = 0): Float64Array => new Float64Array(parts).fill(start);
  const out = {
    low: make(Infinity),
    high: make(-Infinity),
    energy: make(),
    finite: make(),
    zeros: make(),
    nan: make(),
    posInf: make(),
    negInf: make(),
  };
  const targets = lanes.map(({ axis }) => ({ block: 1, step: axis === by ? 1 : 0 }));
  eachRun(lanes, targets, (run, source, target) => {
    if (run.step === 0) addRun(out, numbers, run.offsets, source, target);
    else for (let i = 0; i < run.offsets.length; i++) addRun(out, numbers, run.offsets, source, target + i, i, i + 1);
  });
  return out;
}

/** Adds the values of a run, or some of them, to one part. */
function addRun(
  out: SliceSummaries,
  numbers: ArrayLike<number>,
  offsets: Int32Array,
  source: number,
  part: number,
  start = 0,
  end = offsets.length,
): void {
  let low = out.low[part] as number;
  let high = out.high[part] as number;
  let energy = 0;
  let zeros = 0;
  let others = 0;
  for (let i = start; i < end; i++) {
    const value = numbers[source + (offsets[i] as number)] as number;
    if (value - value === 0) {
      energy += value * value;
      if (value === 0) zeros++;
      if (value < low) low = value;
      if (value > high) high = value;
    } else {
      const counted = value !== value ? out.nan : value > 0 ? out.posInf : out.negInf;
      counted[part] = (counted[part] as number) + 1;
      others++;
    }
  }
  out.low[part] = low;
  out.high[part] = high;
  out.energy[part] = (out.energy[part] as number) + energy;
  out.zeros[part] = (out.zeros[part] as number) + zeros;
  out.finite[part] = (out.finite[part] as number) + (end - start - others);
}
