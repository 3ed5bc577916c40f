import { readPart } from '../../model/decodePart.ts';
import { readConstantShape, readShapeList } from '../../model/shapeOf.ts';
import type { Shape } from '../../tensor/tensor.ts';
import { InlinedNode } from '../inlinedNode.ts';
import { asNumbers, attrOf } from '../nodeAttrs.ts';
import type { FlatNode, TensorRef } from '../types.ts';
import { ARRAYS } from './arrays.ts';
import { ELEMENTWISE } from './elementwise.ts';
import { MATRICES } from './matrices.ts';
import { merge, type ShapeRule, type ShapeScope } from './rule.ts';
import { knownValues } from './values.ts';
import { WINDOWS } from './windows.ts';

const RULES: ReadonlyMap<string, ShapeRule> = new Map([...ELEMENTWISE, ...WINDOWS, ...MATRICES, ...ARRAYS]);

/** The rule for an op, if there is one. */
export function ruleOf(op: string): ShapeRule | undefined {
  return RULES.get(op);
}

type Shapes = readonly (Shape | undefined)[];

/** Shapes found so far: with the node where we made it, beside it otherwise. */
const KNOWN = {
  others: new WeakMap<FlatNode, Shapes>(),
  get(node: FlatNode): Shapes | undefined {
    return node instanceof InlinedNode ? node.shapes : this.others.get(node);
  },
  set(node: FlatNode, shapes: Shapes): void {
    if (node instanceof InlinedNode) node.shapes = shapes;
    else this.others.set(node, shapes);
  },
};
const NOTHING: Shapes = [];

/**
 * A tensor's shape as far as the graph fixes it: what the file records (`_output_shapes`, `shape`), else what its op makes of its
 * inputs' shapes. -1 is an unknown dimension, undefined an unknown rank.
 */
export function staticShape(ref: TensorRef): Shape | undefined {
  if (KNOWN.get(ref.node) === undefined) inferAll(ref.node);
  return KNOWN.get(ref.node)?.[ref.index];
}

interface Waiting {
  readonly node: FlatNode;
  readonly recorded: Shapes | undefined;
  next: number;
}

/** Inputs first, with a stack of its own: graphs are deeper than JavaScript's. A back edge counts as unknown. */
function inferAll(start: FlatNode): void {
  const waiting: Waiting[] = [];
  enter(start, waiting);
  for (let top = waiting.at(-1); top !== undefined; top = waiting.at(-1)) {
    const input = top.node.inputs[top.next++]?.node;
    if (input === undefined) {
      KNOWN.set(top.node, infer(top.node, top.recorded));
      waiting.pop();
    } else if (KNOWN.get(input) === undefined) enter(input, waiting);
  }
}

/** Where the file says all but the size of a batch, there is no need to look at what the node is made from. */
function enter(node: FlatNode, waiting: Waiting[]): void {
  const recorded = recordedShapes(node);
  const isEnough =
    recorded !== undefined &&
    recorded.length > 0 &&
    recorded.every((shape) => shape?.every((size, axis) => size >= 0 || axis === 0) === true);
  KNOWN.set(node, isEnough ? recorded.map(plausible) : NOTHING);
  if (!isEnough) waiting.push({ node, recorded, next: 0 });
}

function infer(node: FlatNode, recorded: Shapes | undefined): Shapes {
  const inferred = node.op === 'Const' ? [constantShape(node)] : (RULES.get(node.op)?.(new Scope(node)) ?? NOTHING);
  if (recorded === undefined) return inferred.map(plausible);
  return recorded.map((shape, index) => plausible(merge(shape, inferred[index])));
}

/** Sizes that are no whole numbers come from shapes that contradict each other. */
function plausible(shape: Shape | undefined): Shape | undefined {
  return shape?.map((size) => (Number.isSafeInteger(size) && size >= 0 ? size : -1));
}

class Scope implements ShapeScope {
  constructor(readonly node: FlatNode) {}

  readonly input = (index: number): Shape | undefined => {
    const ref = this.node.inputs[index];
    return ref === undefined ? undefined : inferredShape(ref);
  };

  readonly values = (index: number): readonly number[] | undefined => {
    const ref = this.node.inputs[index];
    return ref === undefined ? undefined : knownValues(ref, inferredShape);
  };
}

function inferredShape(ref: TensorRef): Shape | undefined {
  return KNOWN.get(ref.node)?.[ref.index];
}

/** Read from the bytes: nearly every node of older models carries them, and decoding each by reflection costs most of the pass. */
function recordedShapes(node: FlatNode): Shapes | undefined {
  if (node.record !== undefined) {
    const bytes = node.record.rawAttr('_output_shapes');
    return bytes === undefined ? undefined : readPart(`the shapes of “${node.name}”`, () => readShapeList(bytes));
  }
  const value = attrOf(node, '_output_shapes');
  return Array.isArray(value) ? value.map(asNumbers) : undefined;
}

function constantShape(node: FlatNode): Shape | undefined {
  const bytes = node.record?.rawAttr('value');
  if (bytes !== undefined) return readPart(`the constant “${node.name}”`, () => readConstantShape(bytes));
  const value = node.attr('value')?.value;
  return value?.case === 'tensor' ? (value.value.tensorShape?.dim ?? []).map(({ size }) => Number(size)) : undefined;
}
