import type { Shape } from '../../tensor/tensor.ts';
import { attrOf, numberAttr } from '../nodeAttrs.ts';
import type { FlatNode, TensorRef } from '../types.ts';
import { broadcast, countOf, frontAxis, merge, type ShapeScope } from './rule.ts';
import { ruleOf, staticShape } from './staticShape.ts';
import { knownValues } from './values.ts';

type Shapes = readonly (Shape | undefined)[];

/** What supposed shapes of inputs lead to. */
export interface Trial {
  /** nodes that cannot take what reaches them */
  readonly conflicts: number;
  /** sizes that such nodes would take */
  readonly wanted: readonly number[];
  /** nodes that the inputs reach */
  readonly reached: number;
}

const ELEMENTWISE =
  /^(?:Add|AddV2|Sub|Mul|Div|RealDiv|DivNoNan|Maximum|Minimum|Pow|SquaredDifference|FloorDiv|FloorMod|Equal|NotEqual|Less|LessEqual|Greater|GreaterEqual|LogicalAnd|LogicalOr)$/;
const WINDOWED = /^(?:Conv2D|Conv3D|DepthwiseConv2dNative|MaxPool|AvgPool|MaxPool3D|AvgPool3D)$/;
const SQUARE = /^(?:Batch)?(?:Cholesky|MatrixInverse|MatrixDeterminant|LogMatrixDeterminant|SelfAdjointEigV2|MatrixExponential)$/;

/** Follows supposed shapes of tensors through a graph (nodes in order of execution) and counts where they cannot be. */
export function tryShapes(nodes: readonly FlatNode[], supposed: ReadonlyMap<FlatNode, Shape>): Trial {
  const known = new Map<FlatNode, Shapes>();
  const wanted = new Set<number>();
  let conflicts = 0;
  const shapeOf = (ref: TensorRef): Shape | undefined => {
    const found = known.get(ref.node);
    return found === undefined ? staticShape(ref) : found[ref.index];
  };
  for (const node of nodes) {
    const given = supposed.get(node);
    if (given !== undefined) {
      known.set(node, [given]);
      continue;
    }
    if (!node.inputs.some((ref) => known.has(ref.node))) continue;
    const scope = new TrialScope(node, shapeOf);
    const made = ruleOf(node.op)?.(scope) ?? [];
    if (misfits(scope, made, wanted)) conflicts++;
    known.set(node, settled(node, made));
  }
  return { conflicts, wanted: [...wanted], reached: known.size };
}

/** What the file records of a tensor stands beside what is inferred: some ops have no rule. */
function settled(node: FlatNode, made: Shapes): Shapes {
  const count = Math.max(made.length, 1);
  return Array.from({ length: count }, (_, index) => {
    const whole = made[index]?.map((size) => (Number.isSafeInteger(size) && size >= 0 ? size : -1));
    return merge(whole, staticShape({ node, index }));
  });
}

class TrialScope implements ShapeScope {
  constructor(
    readonly node: FlatNode,
    private readonly shapeOf: (ref: TensorRef) => Shape | undefined,
  ) {}

  readonly input = (index: number): Shape | undefined => {
    const ref = this.node.inputs[index];
    return ref === undefined ? undefined : this.shapeOf(ref);
  };

  readonly values = (index: number): readonly number[] | undefined => {
    const ref = this.node.inputs[index];
    return ref === undefined ? undefined : knownValues(ref, this.shapeOf);
  };
}

/** True when a node cannot take its inputs, or makes nothing of something; adds sizes that it could take. */
function misfits(scope: ShapeScope, made: Shapes, wanted: Set<number>): boolean {
  const { node, input } = scope;
  const x = input(0);
  if (ELEMENTWISE.test(node.op)) return clash(x, input(1), wanted);
  if (WINDOWED.test(node.op)) return x?.includes(0) !== true && made[0]?.includes(0) === true;
  // time first, batch second
  if (node.op.startsWith('CTC')) return differ(x?.[1], input(node.inputs.length - 1)?.[0], wanted);
  if (SQUARE.test(node.op)) return differ(x?.at(-1), x?.at(-2), wanted);
  switch (node.op) {
    case 'MatMul':
      return inner(scope, 'transpose_a', 'transpose_b', wanted);
    case 'BatchMatMul':
    case 'BatchMatMulV2':
    case 'BatchMatMulV3':
      return inner(scope, 'adj_x', 'adj_y', wanted) || clash(x?.slice(0, -2), input(1)?.slice(0, -2), wanted);
    case 'BiasAdd':
      return attrOf(node, 'data_format') !== 'NCHW' && differ(x?.at(-1), input(1)?.[0], wanted);
    case 'Reshape':
      return reshapes(x, scope.values(1), wanted);
    case 'Split':
      return x !== undefined && made.some((shape) => shape?.some((size) => !Number.isInteger(size)) === true);
    case 'ConcatV2':
      return joins(scope, wanted);
    case 'EnsureShape':
      return ensured(x, attrOf(node, 'shape'), wanted);
    case 'SpaceToDepth':
    case 'SpaceToBatch': {
      const block = numberAttr(node, 'block_size') ?? 1;
      wanted.add(block);
      return x?.slice(1, -1).some((size) => size > 0 && size % block !== 0) === true;
    }
    case 'MirrorPad':
      return (
        x?.some((size, axis) => size >= 0 && size <= Math.max(...(scope.values(1) ?? []).slice(2 * axis, 2 * axis + 2))) === true
      );
    default:
      return false;
  }
}

function differ(a: number | undefined, b: number | undefined, wanted: Set<number>): boolean {
  if (a === undefined || b === undefined || a < 0 || b < 0 || a === b) return false;
  wanted.add(a).add(b);
  return true;
}

function clash(a: Shape | undefined, b: Shape | undefined, wanted: Set<number>): boolean {
  if (a === undefined || b === undefined || broadcast(a, b) !== undefined) return false;
  for (const size of [...a, ...b]) if (size > 1) wanted.add(size);
  return true;
}

function inner({ node, input }: ShapeScope, first: string, second: string, wanted: Set<number>): boolean {
  const [a, b] = [input(0), input(1)];
  return differ(a?.at(attrOf(node, first) === true ? -2 : -1), b?.at(attrOf(node, second) === true ? -1 : -2), wanted);
}

function reshapes(from: Shape | undefined, to: readonly number[] | undefined, wanted: Set<number>): boolean {
  const count = from === undefined ? undefined : countOf(from);
  if (count === undefined || to === undefined || to.some(Number.isNaN)) return false;
  const product = to.reduce((whole, size) => (size >= 0 ? whole * size : whole), 1);
  if (to.includes(-1) ? count % product === 0 : count === product) return false;
  wanted.add(product);
  return true;
}

function joins({ node, input, values }: ShapeScope, wanted: Set<number>): boolean {
  const parts = node.inputs
    .slice(0, -1)
    .flatMap((_, index) => [input(index) ?? []])
    .filter((part) => part.length > 0);
  const rank = parts[0]?.length ?? 0;
  const axis = frontAxis(values(node.inputs.length - 1)?.[0], rank);
  if (axis === undefined || parts.some((part) => part.length !== rank)) return false;
  return parts.some((part) => part.some((size, at) => at !== axis && differ(size, parts[0]?.[at], wanted)));
}

function ensured(x: Shape | undefined, shape: unknown, wanted: Set<number>): boolean {
  if (x === undefined || !Array.isArray(shape)) return false;
  if (shape.length !== x.length) return true;
  return x.some((size, axis) => differ(size, Number(shape[axis]), wanted));
}
