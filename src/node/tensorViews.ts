import { LensError } from '../core/errors.ts';
import { distributionOf } from '../core/tensor/distribution.ts';
import { pythonBytes } from '../core/tensor/format/pythonBytes.ts';
import { lanesOf } from '../core/tensor/lanes.ts';
import { pooledShape, poolSlice } from '../core/tensor/pool.ts';
import { projectSamples } from '../core/tensor/sampleProjection.ts';
import { summariseSlice } from '../core/tensor/summaries.ts';
import type { Tensor } from '../core/tensor/tensor.ts';
import type { Handlers } from '../rpc/serve.ts';
import type { SliceRequest, TensorService, TensorWindow, WindowRequest } from '../rpc/tensorService.ts';
import { BlockCache, type Block } from './blockCache.ts';
import type { Checkpoint } from './checkpointFiles.ts';
import { keptFile } from './keptValues.ts';
import { placeNpyBlock } from './npyWindow.ts';
import { placeVariableBlock } from './variableValues.ts';

/** Values looked at last are kept, so that a slider moves through memory. */
const MOST_CACHED = 512 * 2 ** 20;
/** One value stands for itself: reducing by nothing is slicing. */
const WHOLE = { blocks: [], by: 'extreme', centre: 0 } as const;

/** Answers for the tensors that runs kept, from their files, and for the stored variables of a model. */
export function tensorViews(checkpoint: () => Checkpoint): Handlers<TensorService> {
  const cache = new BlockCache(MOST_CACHED);
  const manifests = new Map<string, Promise<string>>();
  const blockOf = async ({ directory, name, slice }: SliceRequest): Promise<Block> => {
    if (directory === undefined) return cache.get(placeVariableBlock(checkpoint(), name, slice));
    const key = `${directory}\n${name}`;
    const file = manifests.get(key) ?? keptFile(directory, name);
    manifests.set(key, file);
    file.catch(() => manifests.delete(key));
    return cache.get(await placeNpyBlock(await file, slice));
  };
  return {
    window: async (request, { signal }) => {
      const block = await blockOf(request);
      signal.throwIfAborted();
      return windowOf(block, request);
    },
    summaries: async (request) => {
      const { numbers, tensor, terms } = await blockOf(request);
      return summariseSlice(numbers(request.part ?? 'abs'), lanesOf(tensor.shape, terms), request.by);
    },
    distribution: async (request) => {
      const { numbers, tensor, terms } = await blockOf(request);
      return distributionOf(
        numbers(request.part ?? 'abs'),
        lanesOf(tensor.shape, terms),
        request.bins,
        /^(bool|u?int|qu?int)/.test(tensor.dtype),
      );
    },
    projection: async (request) => {
      const { numbers, tensor, terms } = await blockOf(request);
      return projectSamples(numbers(request.part ?? 'abs'), lanesOf(tensor.shape, terms), request.samples);
    },
  };
}

function windowOf(
  { numbers, tensor, terms }: Block,
  { gather, maxElements, part, reduce = WHOLE, summary }: WindowRequest,
): TensorWindow {
  const lanes = lanesOf(tensor.shape, terms, gather);
  const count = pooledShape(lanes, reduce.blocks).reduce((product, size) => product * size, 1);
  if (count > maxElements) {
    throw new LensError(
      'limit-reached',
      `The part that was asked for has ${count} elements, more than ${maxElements}.`,
      'Ask for a smaller part.',
    );
  }
  if (!ArrayBuffer.isView(tensor.data)) return textWindow(tensor, lanes);
  const plain = numbers(part ?? 'abs');
  const window = poolSlice(tensor, plain, lanes, reduce);
  if (!ArrayBuffer.isView(window.data)) throw new TypeError('Numbers became strings.');
  return {
    dtype: window.dtype,
    shape: window.shape,
    data: window.data,
    ...(summary === true ? { summary: summariseSlice(plain, lanes) } : {}),
  };
}

/** Strings as text; bytes that are not UTF-8 as Python writes them. */
function textWindow(tensor: Tensor, lanes: ReturnType<typeof lanesOf>): TensorWindow {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const positions = lanes.reduce<number[]>(
    (starts, { offsets }) => starts.flatMap((start) => Array.from(offsets, (offset) => start + offset)),
    [0],
  );
  const data = positions.map((at) => {
    const bytes = tensor.data[at];
    if (!(bytes instanceof Uint8Array)) return '';
    try {
      return decoder.decode(bytes);
    } catch {
      return pythonBytes(bytes);
    }
  });
  return { dtype: tensor.dtype, shape: pooledShape(lanes, []), data };
}
