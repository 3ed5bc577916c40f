import { dtypeOfTensor } from '../graph/outputs.ts';
import { staticShape } from '../graph/shapes/staticShape.ts';
import type { FlatNode, TensorRef } from '../graph/types.ts';
import { byteSize } from '../tensor/layout.ts';
import { findPreactivation } from './preactivation.ts';
import { isLoop } from './scopeClass.ts';
import type { Layer, LayerTensor, LayerVariable } from './types.ts';

/** A layer about to be listed. */
export interface LayerDraft {
  readonly index: number | null;
  readonly name: string;
  readonly objectPath: string | undefined;
  readonly type: string;
  readonly typeSource: Layer['typeSource'];
  readonly scopes: readonly string[];
  readonly nodes: readonly FlatNode[];
  readonly outputs: readonly TensorRef[];
  readonly inputs: readonly TensorRef[];
  readonly activation: string | undefined;
  readonly passThrough: boolean;
  readonly variables: readonly LayerVariable[];
  readonly children: readonly LayerDraft[];
}

/** Numbers the layers, parents before children, and gives each its path. */
export function buildTree(top: readonly LayerDraft[]): { all: readonly Layer[]; top: readonly Layer[] } {
  const all: Layer[] = [];
  const roots: Layer[] = [];
  const open: { draft: LayerDraft; parent: BuiltLayer | undefined }[] = [...top]
    .reverse()
    .map((draft) => ({ draft, parent: undefined }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { draft, parent } = next;
    const layer = new BuiltLayer(draft, parent, all.length);
    all.push(layer);
    (parent?.children ?? roots).push(layer);
    for (let i = draft.children.length - 1; i >= 0; i--) {
      const child = draft.children[i];
      if (child !== undefined) open.push({ draft: child, parent: layer });
    }
  }
  return { all, top: roots };
}

/** A listed layer; what not everybody asks for is worked out when asked. */
class BuiltLayer implements Layer {
  readonly index: Layer['index'];
  readonly name: string;
  readonly path: string;
  readonly depth: number;
  readonly type: string;
  readonly typeSource: Layer['typeSource'];
  readonly objectPath?: string;
  readonly scopes: readonly string[];
  readonly nodes: readonly FlatNode[];
  readonly outputs: readonly LayerTensor[];
  readonly inputs: readonly LayerTensor[];
  readonly passThrough: boolean;
  readonly variables: readonly LayerVariable[];
  readonly children: BuiltLayer[] = [];
  readonly #activation: string | null | undefined;
  #loop: { readonly own: FlatNode | undefined } | undefined;
  #preactivation: { readonly tensor: LayerTensor | undefined } | undefined;

  constructor(
    draft: LayerDraft,
    readonly parent: BuiltLayer | undefined,
    readonly order: number,
  ) {
    this.index = draft.index;
    this.name = draft.name;
    this.path = parent === undefined ? draft.name : `${parent.path}/${draft.name}`;
    this.depth = parent === undefined ? 0 : parent.depth + 1;
    this.type = draft.type;
    this.typeSource = draft.typeSource;
    if (draft.objectPath !== undefined && draft.objectPath !== '') this.objectPath = draft.objectPath;
    this.scopes = draft.scopes;
    this.nodes = draft.nodes;
    this.outputs = draft.outputs.map(layerTensor);
    this.inputs = draft.inputs.map(layerTensor);
    this.passThrough = draft.passThrough;
    this.variables = draft.variables;
    this.#activation = draft.typeSource === 'keras' ? draft.activation : null;
  }

  get preactivation(): LayerTensor | undefined {
    this.#preactivation ??= { tensor: this.#findPreactivation() };
    return this.#preactivation.tensor;
  }

  #findPreactivation(): LayerTensor | undefined {
    const [first] = this.outputs;
    const before =
      this.passThrough || first === undefined ? undefined : findPreactivation(first.ref, this.nodes, this.#activation);
    return before === undefined ? undefined : layerTensor(before);
  }

  get loop(): FlatNode | undefined {
    return this.outputs.length > 0 ? undefined : this.parent?.ownLoop;
  }

  /** The one loop among its nodes that no layer in it has. */
  get ownLoop(): FlatNode | undefined {
    if (this.#loop === undefined) {
      const inner = new Set(this.children.flatMap(({ nodes }) => nodes));
      const loops = this.nodes.filter((node) => isLoop(node.op) && !inner.has(node));
      this.#loop = { own: loops.length === 1 ? loops[0] : undefined };
    }
    return this.#loop.own;
  }

  get parameterCount(): number {
    return this.variables.reduce((sum, { shape }) => sum + elements(shape), 0);
  }

  get parameterBytes(): number {
    return this.variables.reduce(
      (sum, { dtype, shape }) =>
        sum + (shape === undefined || shape.some((size) => size < 0) ? 0 : (byteSize(dtype, shape) ?? 0)),
      0,
    );
  }
}

function elements(shape: LayerVariable['shape']): number {
  return shape === undefined || shape.some((size) => size < 0) ? 0 : shape.reduce((count, size) => count * size, 1);
}

/** A tensor whose dtype and shape are worked out when somebody asks. */
class LazyTensor implements LayerTensor {
  constructor(readonly ref: TensorRef) {}

  get dtype(): LayerTensor['dtype'] {
    return dtypeOfTensor(this.ref);
  }

  get shape(): LayerTensor['shape'] {
    return staticShape(this.ref);
  }
}

function layerTensor(ref: TensorRef): LayerTensor {
  return new LazyTensor(ref);
}
