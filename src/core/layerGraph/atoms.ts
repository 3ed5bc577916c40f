import type { FlatGraph, FlatNode, TensorRef } from '../graph/types.ts';
import { Dataflow } from '../layers/dataflow.ts';
import type { Layer, LayerTree } from '../layers/types.ts';

/** The smallest thing that a box can hold: an op that works on data, a layer without ops of its own, or an output of the entry point. */
export interface Atom {
  /** position; an atom stands after those it takes from, back edges of loops excepted */
  readonly id: number;
  readonly kind: 'op' | 'input' | 'pass' | 'output';
  readonly name: string;
  readonly node: FlatNode | undefined;
  /** innermost layer; undefined: none claims it */
  readonly owner: Layer | undefined;
  readonly inputs: readonly AtomInput[];
}

export interface AtomInput {
  readonly atom: Atom;
  readonly ref: TensorRef;
}

/** Ops that hand their input on; between layers they only lengthen the way. */
const TRANSPARENT: ReadonlySet<string> = new Set(['Identity', 'StopGradient', 'PreventGradient', 'Snapshot']);

interface Draft extends Atom {
  readonly inputs: AtomInput[];
}

/** The flow of data through an entry point: weights, constants and what is made of them alone left out. */
export function findAtoms(flat: FlatGraph, { all }: LayerTree): readonly Atom[] {
  return new AtomFinder(flat, all).find();
}

/** A layer without ops of its own and the tensor that it hands on. */
interface Pass {
  readonly layer: Layer;
  readonly ref: TensorRef;
}

class AtomFinder {
  readonly #owners: readonly (Layer | undefined)[];
  readonly #fed: ReadonlySet<FlatNode>;
  readonly #marks: Uint8Array;
  /** by the node that makes the tensor, in order of listing */
  readonly #passes = new Map<FlatNode, Pass[]>();
  readonly #passAtoms = new Map<Layer, Draft>();
  readonly #atoms: Draft[] = [];
  readonly #byNode = new Map<FlatNode, Draft>();

  constructor(
    private readonly flat: FlatGraph,
    layers: readonly Layer[],
  ) {
    this.#owners = ownersOf(flat, layers);
    this.#fed = new Set(flat.entry.inputs.map(({ ref }) => ref.node));
    this.#marks = dataMarks(flat, this.#fed, new Dataflow(flat).isParameter);
    for (const layer of layers) {
      if (!layer.passThrough || layer.children.length > 0) continue;
      for (const output of layer.outputs) {
        const ref = this.#behind(output.ref);
        const known = this.#passes.get(ref.node);
        if (known === undefined) this.#passes.set(ref.node, [{ layer, ref }]);
        else known.push({ layer, ref });
      }
    }
  }

  find(): readonly Atom[] {
    const { nodes, entry } = this.flat;
    for (const node of nodes) if (this.#isAtom(node)) this.#addNode(node, this.#fed.has(node) || node.op === 'Placeholder');
    // Only now, because the inputs of a loop's first op come from behind it. What is fed takes nothing.
    for (const [node, atom] of this.#byNode) if (!this.#fed.has(node)) for (const ref of node.inputs) this.#connect(atom, ref);
    for (const { key, ref } of entry.outputs)
      this.#connect(this.#add({ kind: 'output', name: key, node: undefined, owner: undefined }), ref);
    return this.#atoms;
  }

  /** Every op of a layer may be asked for; beside the layers, only those that work on data. */
  #isAtom(node: FlatNode): boolean {
    const mark = this.#marks[node.id];
    return (
      mark !== LEFT_OUT &&
      node.op !== 'NoOp' &&
      !this.#isTransparent(node) &&
      (mark === DATA || this.#owners[node.id] !== undefined)
    );
  }

  #isTransparent(node: FlatNode): boolean {
    return !this.#fed.has(node) && TRANSPARENT.has(node.op) && this.#owners[node.id] === undefined && node.inputs.length === 1;
  }

  #addNode(node: FlatNode, isInput: boolean): void {
    const passes = this.#passes.get(node) ?? [];
    const first = passes[0]?.layer;
    const owner = this.#owners[node.id];
    // An InputLayer is the input: one box, not two.
    const inputLayer =
      isInput && owner === undefined && first?.type === 'InputLayer' && first.parent === undefined ? first : undefined;
    const atom = this.#add({
      kind: isInput && inputLayer === undefined ? 'input' : 'op',
      name: node.name,
      node,
      owner: inputLayer ?? owner,
    });
    this.#byNode.set(node, atom);
    for (const { layer, ref } of passes) {
      if (layer === inputLayer) continue;
      const before = this.#lastPass(ref, layer.order) ?? atom;
      const pass = this.#passAtoms.get(layer) ?? this.#add({ kind: 'pass', name: layer.path, node: undefined, owner: layer });
      this.#passAtoms.set(layer, pass);
      pass.inputs.push({ atom: before, ref });
    }
  }

  #add(part: Omit<Atom, 'id' | 'inputs'>): Draft {
    const atom: Draft = { ...part, id: this.#atoms.length, inputs: [] };
    this.#atoms.push(atom);
    return atom;
  }

  #connect(atom: Draft, ref: TensorRef): void {
    const behind = this.#behind(ref);
    const order = atom.owner?.order ?? (atom.kind === 'output' ? Infinity : -1);
    const source = this.#lastPass(behind, order) ?? this.#byNode.get(behind.node);
    if (source !== undefined && source !== atom) atom.inputs.push({ atom: source, ref: behind });
  }

  #behind(ref: TensorRef): TensorRef {
    let behind = ref;
    for (let next = behind.node.inputs[0]; next !== undefined && this.#isTransparent(behind.node); next = behind.node.inputs[0])
      behind = next;
    return behind;
  }

  /** What stands between a tensor and a consumer at that place of the listing, as a Dropout does. */
  #lastPass(ref: TensorRef, order: number): Draft | undefined {
    let last: Draft | undefined;
    for (const { layer, ref: handed } of this.#passes.get(ref.node) ?? []) {
      if (layer.order < order && handed.index === ref.index) last = this.#passAtoms.get(layer) ?? last;
    }
    return last;
  }
}

/** Innermost layer of each node. */
function ownersOf({ nodes }: FlatGraph, layers: readonly Layer[]): readonly (Layer | undefined)[] {
  const owners = new Array<Layer | undefined>(nodes.length).fill(undefined);
  for (const layer of layers) {
    for (const { id } of layer.nodes) {
      const known = owners[id];
      if (known === undefined || known.depth <= layer.depth) owners[id] = layer;
    }
  }
  return owners;
}

const [CONSTANT, DATA, LEFT_OUT] = [0, 1, 2];

/** Per node: working on data that is fed or made by the graph, or made of constants alone, or a weight, a constant, or not run when the inputs are fed. */
function dataMarks({ nodes }: FlatGraph, fed: ReadonlySet<FlatNode>, isParameter: Uint8Array): Uint8Array {
  const marks = new Uint8Array(nodes.length);
  const isRun = runWhenFed(nodes, fed);
  for (const node of nodes) {
    const { id, inputs } = node;
    // an input may be computed, or have a constant as its default
    const isData = inputs.length === 0 || fed.has(node) || inputs.some((input) => marks[input.node.id] === DATA);
    marks[id] = !isRun[id] || (isParameter[id] === 1 && !fed.has(node)) ? LEFT_OUT : isData ? DATA : CONSTANT;
  }
  return marks;
}

/** False for nodes that only serve to compute what is fed. */
function runWhenFed(nodes: readonly FlatNode[], fed: ReadonlySet<FlatNode>): readonly boolean[] {
  const [UNUSED, NOT_RUN, USED] = [0, 1, 2];
  const uses = new Uint8Array(nodes.length);
  const isRun = new Array<boolean>(nodes.length).fill(true);
  for (let id = nodes.length - 1; id >= 0; id--) {
    const node = nodes[id];
    if (node === undefined) continue;
    isRun[id] = uses[id] !== NOT_RUN || fed.has(node);
    const use = isRun[id] && !fed.has(node) ? USED : NOT_RUN;
    for (const { node: source } of node.inputs) uses[source.id] = Math.max(uses[source.id] ?? UNUSED, use);
  }
  return isRun;
}
