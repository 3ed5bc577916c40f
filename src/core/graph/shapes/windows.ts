import type { Shape } from '../../tensor/tensor.ts';
import { numbersAttr, textOf } from '../nodeAttrs.ts';
import type { FlatNode } from '../types.ts';
import { rules, type ShapeRule } from './rule.ts';

/** Axes of batch, channel and space for a data format such as NHWC or NCDHW. */
interface Layout {
  readonly channel: number;
  readonly space: readonly number[];
}

function layoutOf(node: FlatNode, rank: number): Layout {
  const isChannelFirst = textOf(node, 'data_format').startsWith('NC');
  const space = Array.from({ length: rank - 2 }, (_, index) => index + (isChannelFirst ? 2 : 1));
  return { channel: isChannelFirst ? 1 : rank - 1, space };
}

/** Output size along one axis, by TensorFlow's GetWindowedOutputSize. */
function windowed(size: number, window: number, stride: number, padding: string, explicit: number): number {
  if (size < 0 || window < 0 || stride < 1) return -1;
  if (padding === 'SAME') return Math.ceil(size / stride);
  return Math.max(0, Math.ceil((size + explicit - window + 1) / stride));
}

/** Batch and space of the result of a sliding window; `window` gives its size per spatial axis. */
function slide(node: FlatNode, input: Shape, window: (axis: number, index: number) => number, channels: number): Shape {
  const { channel, space } = layoutOf(node, input.length);
  const strides = numbersAttr(node, 'strides') ?? [];
  const dilations = numbersAttr(node, 'dilations') ?? [];
  const paddings = numbersAttr(node, 'explicit_paddings') ?? [];
  const result = [...input];
  result[channel] = channels;
  space.forEach((axis, index) => {
    const reach = window(axis, index);
    const size = reach < 0 ? -1 : (reach - 1) * (dilations[axis] ?? 1) + 1;
    const explicit = (paddings[2 * axis] ?? 0) + (paddings[2 * axis + 1] ?? 0);
    result[axis] = windowed(input[axis] ?? -1, size, strides[axis] ?? 1, textOf(node, 'padding'), explicit);
  });
  return result;
}

const convolution =
  (rank: number, isDepthwise: boolean): ShapeRule =>
  ({ node, input }) => {
    const filter = input(1);
    if (filter?.length !== rank) return [];
    const [outer = -1, last = -1] = filter.slice(-2);
    const channels = !isDepthwise ? last : outer < 0 || last < 0 ? -1 : outer * last;
    // an unknown input still has this rank and these channels
    const x = input(0) ?? new Array<number>(rank).fill(-1);
    return x.length === rank ? [slide(node, x, (_, index) => filter[index] ?? -1, channels)] : [];
  };

const pooling: ShapeRule = ({ node, input }) => {
  const x = input(0);
  const window = numbersAttr(node, 'ksize') ?? [];
  if (x === undefined || x.length !== window.length) return [];
  const { channel } = layoutOf(node, x.length);
  const shape = slide(node, x, (axis) => window[axis] ?? -1, x[channel] ?? -1);
  return [shape, shape];
};

/** The gradient of a convolution, which transposed convolution layers use, is told its output's shape. */
const backprop: ShapeRule = ({ values }) => [values(0)];

const resize: ShapeRule = ({ input, values }) => {
  const x = input(0);
  const size = values(1) ?? [-1, -1];
  return x?.length === 4 ? [[x[0] ?? -1, size[0] ?? -1, size[1] ?? -1, x[3] ?? -1]] : [];
};

/** Convolution, pooling, resizing. */
export const WINDOWS = [
  ...rules('Conv2D', convolution(4, false)),
  ...rules('DepthwiseConv2dNative', convolution(4, true)),
  ...rules('Conv3D', convolution(5, false)),
  ...rules('Conv2DBackpropInput Conv3DBackpropInputV2 DepthwiseConv2dNativeBackpropInput', backprop),
  ...rules('MaxPool AvgPool MaxPoolWithArgmax MaxPool3D AvgPool3D', pooling),
  ...rules('ResizeBilinear ResizeNearestNeighbor ResizeBicubic ResizeArea', resize),
];
