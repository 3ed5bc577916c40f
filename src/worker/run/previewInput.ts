import { LensError } from '../../core/errors.ts';
import { elementCount, elementLayout, isNumeric } from '../../core/tensor/layout.ts';
import type { Tensor } from '../../core/tensor/tensor.ts';
import type { InputPreview, RunRequest, TensorWindow } from '../../rpc/modelService.ts';
import type { ModelEntry } from '../model/modelEntry.ts';
import { readInputs } from './readInputs.ts';

const MOST_ELEMENTS = 65_536;

/** Resolves the inputs of a run and shows the first example of one of them. */
export async function previewInput(entry: ModelEntry, request: RunRequest & { readonly name: string }): Promise<InputPreview> {
  const { inputs, warnings } = await readInputs(entry, request);
  const input = inputs.find(({ name }) => name === request.name);
  if (input === undefined) throw new LensError('unknown-input', `There is no input "${request.name}".`, `Inputs: ${inputs.map(({ name }) => name).join(', ')}.`);
  const { source, value } = input;
  return { dtype: value.dtype, shape: value.shape, source, notes: warnings, window: firstExample(value) };
}

/** The values of the first index of the first axis, cut to what can be shown: then as one row. */
function firstExample({ data, dtype, shape }: Tensor): TensorWindow {
  const example = shape.slice(1);
  const count = shape[0] === 0 ? 0 : elementCount(example);
  const isWhole = count <= MOST_ELEMENTS;
  const shown = Math.min(count, MOST_ELEMENTS);
  const part = { dtype, shape: isWhole ? (shape[0] === 0 ? [0, ...example] : example) : [shown] };
  if (!ArrayBuffer.isView(data)) return { ...part, data: data.slice(0, shown).map((text) => new TextDecoder().decode(text)) };
  const lanes = isNumeric(dtype) ? elementLayout(dtype)?.lanes ?? 1 : 1;
  return { ...part, data: data.slice(0, shown * lanes) };
}
