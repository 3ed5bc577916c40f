import { LensError } from '../errors.ts';
import { innerBodies, inlineInnerBody, type InnerBody } from '../graph/innerBodies.ts';
import type { FlatGraph, FlatNode, TensorRef } from '../graph/types.ts';
import { scalarConstant } from './scalarConstant.ts';

/** A node that takes a tensor, and as which of its inputs. */
export interface Use {
  readonly node: FlatNode;
  readonly input: number;
}

/** A use further on. */
export interface LaterUse extends Use {
  /** what constants on the way added to the elements */
  readonly shift: number;
}

/** Ops that hand on elements of their first input as they are. */
const PASSES: ReadonlySet<string> = new Set([
  'Identity',
  'IdentityN',
  'Reshape',
  'EnsureShape',
  'ExpandDims',
  'Squeeze',
  'Cast',
  'StopGradient',
  'Enter',
  'Switch',
  'Merge',
  'PlaceholderWithDefault',
  'StridedSlice',
  'Transpose',
  'TensorListFromTensor',
  'TensorListGetItem',
  'TensorArrayScatterV3',
  'TensorArrayReadV3',
  'TensorArrayUnstackV3',
  'Pack',
  'Split',
  'Unpack',
  'Snapshot',
  'StringSplit',
  'StringSplitV2',
  'StringStrip',
  'Substr',
  'RegexReplace',
  'StaticRegexReplace',
  'SparseToDense',
  'RaggedTensorToTensor',
  'RaggedTensorToVariant',
]);
const MOST_VISITS = 20_000;
/** Bodies of loops and branches looked into, nested ones included. */
const MOST_BODIES = 200;

/** Who takes a tensor, directly: built once per graph. */
export class Consumers {
  /** true when the graph takes spectra of something, as models of sound do */
  readonly hasSoundOps: boolean;
  readonly #uses = new Map<FlatNode, Use[]>();
  readonly #bodies = new Map<FlatNode, readonly FlatGraph[]>();

  constructor(private readonly flat: FlatGraph) {
    this.hasSoundOps = flat.nodes.some(({ op }) => op === 'RFFT' || op === 'AudioSpectrogram');
    this.#addAll(flat);
  }

  #addAll({ nodes }: FlatGraph): void {
    for (const node of nodes) node.inputs.forEach((source, input) => this.#add(source.node, { node, input }));
  }

  #add(source: FlatNode, use: Use): void {
    const uses = this.#uses.get(source);
    if (uses === undefined) this.#uses.set(source, [use]);
    else uses.push(use);
  }

  direct(ref: TensorRef): Use[] {
    return (this.#uses.get(ref.node) ?? []).filter(({ node, input }) => node.inputs[input]?.index === ref.index);
  }

  /** Uses of a tensor's elements, nearest first, looking through ops that hand them on, and into loops and branches. */
  *through(ref: TensorRef): Generator<LaterUse> {
    const seen = new Set<FlatNode>([ref.node]);
    const open: LaterUse[] = this.direct(ref).map((use) => ({ ...use, shift: 0 }));
    for (let at = 0; at < open.length && at < MOST_VISITS; at++) {
      const use = open[at];
      if (use === undefined) return;
      yield use;
      for (const inner of this.inside(use)) open.push({ ...inner, shift: use.shift });
      const moved = PASSES.has(use.node.op) ? 0 : shiftOf(use);
      if (moved === undefined || seen.has(use.node)) continue;
      seen.add(use.node);
      for (const next of this.#uses.get(use.node) ?? []) open.push({ ...next, shift: use.shift + moved });
    }
  }

  /** Uses in the bodies of a loop or branch of what it takes as this input. */
  inside({ node, input }: Use): readonly Use[] {
    const argument = /^(?:Stateless)?While$/.test(node.op) ? input : input - 1;
    return this.#bodiesOf(node).flatMap(({ entry }) => {
      const ref = entry.inputs[argument]?.ref;
      return ref === undefined ? [] : this.direct(ref);
    });
  }

  #bodiesOf(node: FlatNode): readonly FlatGraph[] {
    const known = this.#bodies.get(node);
    if (known !== undefined) return known;
    const bodies = innerBodies(node)
      .slice(0, Math.max(0, MOST_BODIES - this.#bodies.size))
      .flatMap((body) => inlined(this.flat, body) ?? []);
    if (bodies.length > 0) this.#bodies.set(node, bodies);
    bodies.forEach((body) => this.#addAll(body));
    return bodies;
  }
}

/** What an addition or subtraction of a constant adds; undefined for other ops. */
function shiftOf({ node, input }: Use): number | undefined {
  const constant = /^(?:Add|AddV2|Sub)$/.test(node.op) ? scalarConstant(node.inputs[1 - input]?.node) : undefined;
  if (constant === undefined || (node.op === 'Sub' && input === 1)) return undefined;
  return node.op === 'Sub' ? -constant : constant;
}

/** A body that cannot be read tells nothing; that it cannot is said where the graph is run. */
function inlined(flat: FlatGraph, body: InnerBody): FlatGraph | undefined {
  try {
    return inlineInnerBody(flat, body);
  } catch (error) {
    if (error instanceof LensError) return undefined;
    throw error;
  }
}
