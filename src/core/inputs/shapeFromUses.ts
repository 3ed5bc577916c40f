import { attrOf, numbersAttr, textOf } from '../graph/nodeAttrs.ts';
import { staticShape } from '../graph/shapes/staticShape.ts';
import type { TensorRef } from '../graph/types.ts';
import type { Shape } from '../tensor/tensor.ts';
import type { Consumers, Use } from './forward.ts';

/** Height and width of an image where the model takes any: what most convolutional networks are made for. */
const IMAGE_SIDE = 224;

const HANDS_ON_SHAPE: ReadonlySet<string> = new Set([
  'Identity',
  'Cast',
  'StopGradient',
  'PlaceholderWithDefault',
  'Relu',
  'Sub',
  'Add',
  'AddV2',
  'Mul',
  'RealDiv',
  'BiasAdd',
]);

/** Shape that the nearest uses of a tensor want, -1 where they do not say; undefined when none says anything. */
export function shapeFromUses(ref: TensorRef, consumers: Consumers): Shape | undefined {
  let found: Shape | undefined;
  let rank = staticShape(ref)?.length;
  const open: TensorRef[] = [ref];
  const seen = new Set<TensorRef['node']>();
  for (let at = 0; at < open.length && at < 200; at++) {
    for (const use of consumers.direct(open[at] ?? ref)) {
      const wanted = wantedShape(use);
      if (wanted !== undefined && (rank === undefined || wanted.length === rank)) {
        rank = wanted.length;
        found = merged(found, wanted);
      }
      if (!HANDS_ON_SHAPE.has(use.node.op) || seen.has(use.node)) continue;
      seen.add(use.node);
      open.push({ node: use.node, index: 0 });
    }
  }
  return found;
}

function merged(first: Shape | undefined, second: Shape): Shape {
  return second.map((size, axis) => ((first?.[axis] ?? -1) >= 0 ? (first?.[axis] ?? -1) : size));
}

function wantedShape({ node, input }: Use): Shape | undefined {
  const shapeOf = (index: number): Shape | undefined => {
    const source = node.inputs[index];
    return source === undefined ? undefined : staticShape(source);
  };
  if (node.op === 'MatMul' && input < 2)
    return matMulShape(shapeOf(1 - input), input, attrOf(node, 'transpose_a') === true, attrOf(node, 'transpose_b') === true);
  // a product of matrices of unknown rank
  if (/^BatchMatMul/.test(node.op) && shapeOf(1 - input)?.length === 2)
    return matMulShape(shapeOf(1 - input), input, attrOf(node, 'adj_x') === true, attrOf(node, 'adj_y') === true);
  if ((node.op === 'Conv2D' || node.op === 'DepthwiseConv2dNative') && input === 0)
    return convShape(shapeOf(1), textOf(node, 'data_format') === 'NCHW');
  if (node.op === 'Conv3D' && input === 0) {
    const channels = shapeOf(1)?.[3] ?? -1;
    return textOf(node, 'data_format') === 'NCDHW' ? [-1, channels, -1, -1, -1] : [-1, -1, -1, -1, channels];
  }
  if (node.op === 'EnsureShape') return numbersAttr(node, 'shape');
  if (node.op === 'BiasAdd' || /^(?:Add|AddV2|Sub|Mul|RealDiv|Maximum|Minimum)$/.test(node.op))
    return sameShape(shapeOf(1 - input));
  return undefined;
}

function matMulShape(other: Shape | undefined, input: number, transposeA: boolean, transposeB: boolean): Shape | undefined {
  if (other?.length !== 2) return [-1, -1];
  if (input === 0) {
    const inner = other[transposeB ? 1 : 0] ?? -1;
    return transposeA ? [inner, -1] : [-1, inner];
  }
  const inner = other[transposeA ? 0 : 1] ?? -1;
  return transposeB ? [-1, inner] : [inner, -1];
}

function convShape(kernel: Shape | undefined, channelsFirst: boolean): Shape {
  const channels = kernel?.[2] ?? -1;
  return channelsFirst ? [-1, channels, IMAGE_SIDE, IMAGE_SIDE] : [-1, IMAGE_SIDE, IMAGE_SIDE, channels];
}

/** An operand with more than one element tells the other's last sizes; size 1 is broadcast and tells nothing. */
function sameShape(other: Shape | undefined): Shape | undefined {
  return other === undefined || other.length < 2 ? undefined : other.map((size) => (size === 1 ? -1 : size));
}
