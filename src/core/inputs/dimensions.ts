import { LensError } from '../errors.ts';
import { staticShape } from '../graph/shapes/staticShape.ts';
import { shapeText } from '../tensor/layout.ts';
import type { Shape } from '../tensor/tensor.ts';
import type { Consumers } from './forward.ts';
import { scalarConstant } from './scalarConstant.ts';
import { shapeFromUses } from './shapeFromUses.ts';
import { targetText, type InputTarget } from './target.ts';

/** Sizes of unknown dimensions that the user gave: `NAME.AXIS` → size, and the first axis of every input. */
export interface GivenDimensions {
  readonly dims: Readonly<Record<string, number>>;
  readonly batch: number | undefined;
}

/** Refuses `--dim` for inputs or axes that do not exist, and sizes that contradict known ones. */
export function checkDimensions({ dims }: GivenDimensions, targets: readonly InputTarget[]): void {
  for (const [key, size] of Object.entries(dims)) {
    const at = key.lastIndexOf('.');
    const axis = Number(key.slice(at + 1));
    const target = targets.find(({ name }) => name === key.slice(0, at));
    if (target === undefined) {
      throw new LensError(
        'unknown-input',
        `--dim ${key} names no input: the inputs are ${targets.map(({ name }) => name).join(', ')}.`,
      );
    }
    const known = target.shape?.[axis];
    if (target.shape !== undefined && known === undefined) {
      throw new LensError(
        'bad-input-shape',
        `--dim ${key} names an axis that ${targetText(target)} of shape ${shapeText(target.shape)} does not have.`,
      );
    }
    if (!Number.isInteger(size) || size < 0 || (known !== undefined && known >= 0 && known !== size)) {
      throw new LensError(
        'bad-input-shape',
        `--dim ${key}=${size} contradicts the shape ${shapeText(target.shape)} of ${targetText(target)}.`,
      );
    }
  }
}

/** Refuses a value whose size along an axis is not what `--dim` says; a sentence where `--batch` says otherwise, which is for made-up values. */
export function checkGivenSizes(
  { name, shape: expected }: InputTarget,
  shape: Shape,
  { dims, batch }: GivenDimensions,
  source: string,
): string | undefined {
  for (const [axis, size] of shape.entries()) {
    const said = dims[`${name}.${axis}`];
    if (said !== undefined && said !== size) {
      throw new LensError(
        'bad-input-shape',
        `The value of the input ${name} from ${source} has the shape ${shapeText(shape)}; --dim ${name}.${axis}=${said} was given.`,
      );
    }
  }
  const [first] = shape;
  const isOpen = expected?.[0] !== undefined && expected[0] < 0 && dims[`${name}.0`] === undefined;
  if (batch === undefined || first === undefined || !isOpen || first === batch) return undefined;
  return `The value of the input ${name} from ${source} has ${first} along its first axis: the batch of ${batch} is for values that are made up.`;
}

/** Steps of a sequence where the model takes any number: enough for small windows, and equal for inputs that belong together. */
const SEQUENCE = 16;
/** One second at the rate that most models of sound are made for. */
const SAMPLES = 16_000;

/**
 * A shape without unknown dimensions, for values that we make: what the user said, else the signature, else what the graph
 * wants of the tensor. The first axis is the batch, 1, unless the input is a sound; where nothing tells, other axes have 16.
 */
export function solvedShape(target: InputTarget, given: GivenDimensions, consumers: Consumers): Shape {
  const wanted = shapeFromUses(target.ref, consumers);
  const known = target.shape ?? staticShape(target.ref) ?? wanted ?? rankFromUses(target, consumers);
  const isSound = known.length <= 2 && target.dtype.startsWith('float') && consumers.hasSoundOps;
  return known.map((size, axis) => {
    const said = given.dims[`${target.name}.${axis}`];
    if (said !== undefined) return said;
    if (size >= 0) return size;
    if (axis === 0 && !(isSound && known.length === 1)) return given.batch ?? 1;
    const fromGraph = wanted?.length === known.length ? wanted[axis] : undefined;
    return fromGraph !== undefined && fromGraph >= 0 ? fromGraph : isSound ? SAMPLES : SEQUENCE;
  });
}

/** Strings that are parsed as a batch are a vector, others of unknown rank a scalar; so are numbers. An assertion about the rank says it. */
function rankFromUses({ ref, dtype }: InputTarget, consumers: Consumers): Shape {
  const uses = consumers.direct(ref);
  for (const { node } of uses) {
    const asserted = node.op === 'Rank' ? consumers.direct({ node, index: 0 }) : [];
    for (const { node: check, input } of asserted) {
      const rank = check.op === 'Equal' ? scalarConstant(check.inputs[1 - input]?.node) : undefined;
      if (rank !== undefined && rank >= 0 && rank < 10) return new Array<number>(rank).fill(-1);
    }
  }
  if (dtype !== 'string') return [];
  return uses.some(({ node }) => /^(?:Decode|ParseSingle)/.test(node.op)) ? [] : [-1];
}
