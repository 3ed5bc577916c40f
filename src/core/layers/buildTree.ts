import { dtypeOfTensor } from '../graph/outputs.ts';
import { staticShape } from '../graph/shapes/staticShape.ts';
import type { FlatNode, TensorRef } from '../graph/types.ts';
import { byteSize } from '../tensor/layout.ts';
import { findPreactivation } from './preactivation.ts';
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

type Building = { -readonly [Field in keyof Layer]: Layer[Field] } & { children: Layer[] };

/** Numbers the layers, parents before children, and gives each its path. */
export function buildTree(top: readonly LayerDraft[]): Pick<Layer, 'children'> & { all: readonly Layer[] } {
  const all: Layer[] = [];
  const roots: Layer[] = [];
  const open: { draft: LayerDraft; parent: Building | undefined }[] = [...top].reverse().map((draft) => ({ draft, parent: undefined }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const layer = build(next.draft, next.parent, all.length);
    all.push(layer);
    (next.parent?.children ?? roots).push(layer);
    for (const child of [...next.draft.children].reverse()) open.push({ draft: child, parent: layer });
  }
  return { all, children: roots };
}

function build(draft: LayerDraft, parent: Building | undefined, order: number): Building {
  const [first] = draft.outputs;
  const before = draft.passThrough || first === undefined ? undefined : findPreactivation(first, draft.nodes, draft.activation);
  return {
    index: draft.index,
    order,
    path: parent === undefined ? draft.name : `${parent.path}/${draft.name}`,
    name: draft.name,
    ...(draft.objectPath === undefined || draft.objectPath === '' ? {} : { objectPath: draft.objectPath }),
    type: draft.type,
    typeSource: draft.typeSource,
    depth: parent === undefined ? 0 : parent.depth + 1,
    parent,
    children: [],
    scopes: draft.scopes,
    nodes: draft.nodes,
    outputs: draft.outputs.map(layerTensor),
    inputs: draft.inputs.map(layerTensor),
    ...(before === undefined ? {} : { preactivation: layerTensor(before) }),
    passThrough: draft.passThrough,
    variables: draft.variables,
    parameterCount: draft.variables.reduce((sum, { shape }) => sum + elements(shape), 0),
    parameterBytes: draft.variables.reduce((sum, { dtype, shape }) => sum + (shape === undefined ? 0 : byteSize(dtype, shape) ?? 0), 0),
  };
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
