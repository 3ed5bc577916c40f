import { tensorName } from '../../core/graph/types.ts';
import { inputSample } from '../../core/inputs/inputSample.ts';
import { formatTensor } from '../../core/tensor/format/formatTensor.ts';
import { elementCount } from '../../core/tensor/layout.ts';
import { computeStats } from '../../core/tensor/stats.ts';
import type { Tensor } from '../../core/tensor/tensor.ts';
import { DIMENSIONS, INPUTS_FILE, type ResolvedInput } from '../../node/inputs/resolveInputs.ts';
import type { InputCheck, InputsCheck, RunRequest } from '../../rpc/modelService.ts';
import type { ModelEntry } from '../model/modelEntry.ts';
import { readInputs } from './readInputs.ts';

const MOST_TEXT = 120;
/** Larger values are not looked at as a whole: the form is checked while a person types. */
const MOST_COUNTED = 4_000_000;

/** Resolves all inputs of a run, each on its own: what one lacks does not hide the others. */
export async function checkInputs(entry: ModelEntry, request: RunRequest): Promise<InputsCheck> {
  const problems = new Map<string, string>();
  const { inputs, synthesised } = await readInputs(entry, request, (name, error) => {
    problems.set(name, error.sentence);
  });
  const made = new Set(synthesised.map(({ name }) => name));
  const [dimensions, inputsFile] = [problems.get(DIMENSIONS), problems.get(INPUTS_FILE)];
  problems.delete(DIMENSIONS);
  problems.delete(INPUTS_FILE);
  return {
    inputs: [
      ...inputs.filter(({ asked, name }) => !problems.has(asked ?? name)).map((input) => checked(input, made.has(input.name))),
      ...[...problems].map(([name, problem]) => ({ name, problem })),
    ],
    ...(dimensions === undefined ? {} : { dimensions }),
    ...(inputsFile === undefined ? {} : { inputsFile }),
  };
}

function checked({ asked, name, ref, value, source, note }: ResolvedInput, isSynthesised: boolean): InputCheck {
  const range = rangeOf(value);
  return {
    name: asked ?? name,
    value: {
      tensor: tensorName(ref),
      dtype: value.dtype,
      shape: value.shape,
      source,
      isSynthesised,
      ...(note === undefined ? {} : { note }),
      text: oneLine(formatTensor(value, { threshold: 6 })),
      ...(range === undefined ? {} : { range }),
      sample: inputSample(value),
    },
  };
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > MOST_TEXT ? `${line.slice(0, MOST_TEXT)}…` : line;
}

function rangeOf(value: Tensor): { min: number; max: number; mean: number; std: number } | undefined {
  if (value.dtype === 'string' || value.dtype === 'bool' || elementCount(value.shape) > MOST_COUNTED) return undefined;
  const { min, max, mean, std } = computeStats(value);
  const numbers = [min, max, mean, std].map(Number);
  const [low = NaN, high = NaN, middle = NaN, spread = NaN] = numbers;
  return numbers.every(Number.isFinite) ? { min: low, max: high, mean: middle, std: spread } : undefined;
}
