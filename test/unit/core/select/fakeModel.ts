import { create } from '@bufbuild/protobuf';
import type { Verdict } from '../../../../src/core/graph/feasibility.ts';
import type { EntryTensor, FlatGraph, FlatNode, TensorRef } from '../../../../src/core/graph/types.ts';
import type { Layer, LayerTree } from '../../../../src/core/layers/types.ts';
import { AttrValueSchema, type AttrValue } from '../../../../src/core/proto/messages.ts';
import { graphScope } from '../../../../src/core/select/graphScope.ts';
import type { SelectionScope } from '../../../../src/core/select/scope.ts';
import { attr as attrs, metaGraph } from '../graph/records.ts';

/** A node of a made-up graph: each takes the one before it, so that all of them run. */
export interface FakeNode {
  readonly name: string;
  readonly op?: string;
  readonly dtype?: number;
  /** static shape of output 0 */
  readonly shape?: readonly number[];
}

export interface FakeLayer {
  readonly path: string;
  readonly index?: number | null;
  readonly type?: string;
  readonly objectPath?: string;
  /** names of the nodes that make its output; the last one is it */
  readonly nodes?: readonly string[];
  readonly scopes?: readonly string[];
  readonly passThrough?: boolean;
}

export interface FakeModel {
  readonly nodes: readonly FakeNode[];
  readonly layers?: readonly FakeLayer[];
  readonly rootScope?: string;
  readonly keras?: boolean;
  readonly infeasible?: readonly string[];
  readonly aliases?: Readonly<Record<string, string>>;
  /** the signature's name of the output; else the node's */
  readonly outputKey?: string;
}

const shapes = (shape: readonly number[]): AttrValue =>
  create(AttrValueSchema, {
    value: { case: 'list', value: { shape: [{ dim: shape.map((size) => ({ size: BigInt(size) })) }] } },
  });

function fakeNodes(nodes: readonly FakeNode[]): FlatNode[] {
  const made: FlatNode[] = [];
  for (const { name, op = 'Relu', dtype = 1, shape } of nodes) {
    const id = made.length;
    const before = made[id - 1];
    const attr = (attribute: string): AttrValue | undefined => {
      if (attribute === '_output_shapes') return shape === undefined ? undefined : shapes(shape);
      return attribute === 'num_split' ? attrs.int(2) : attrs.type(dtype);
    };
    made.push({
      id,
      name,
      callPrefix: '',
      op,
      inputs: before === undefined ? [] : [{ node: before, index: 0 }],
      controls: [],
      record: undefined,
      attr,
    });
  }
  return made;
}

function fakeLayers(layers: readonly FakeLayer[], byName: ReadonlyMap<string, FlatNode>, keras: boolean): Layer[] {
  const all: (Layer & { children: Layer[] })[] = [];
  for (const { path, index, type = 'Dense', objectPath, nodes = [], scopes = [], passThrough = false } of layers) {
    const parent = all.filter((other) => path.startsWith(`${other.path}/`)).at(-1);
    const members = nodes.flatMap((name) => byName.get(name) ?? []);
    const last = members.at(-1);
    const first = members[0]?.inputs[0];
    const layer: Layer & { children: Layer[] } = {
      index: index === undefined ? all.filter((other) => other.parent === parent).length : index,
      order: all.length,
      path,
      name: path.slice(path.lastIndexOf('/') + 1),
      ...(objectPath === undefined ? {} : { objectPath }),
      type,
      typeSource: keras ? 'keras' : 'scope',
      depth: parent === undefined ? 0 : parent.depth + 1,
      parent,
      children: [],
      scopes,
      nodes: members,
      outputs: last === undefined ? [] : [{ ref: { node: last, index: 0 }, dtype: 'float32', shape: undefined }],
      inputs: first === undefined ? [] : [{ ref: first, dtype: 'float32', shape: undefined }],
      preactivation: undefined,
      passThrough,
      loop: undefined,
      variables: [],
      parameterCount: 0,
      parameterBytes: 0,
    };
    parent?.children.push(layer);
    all.push(layer);
  }
  return all;
}

/** A selection scope over made-up nodes and layers; the last node is the output, the first the input. */
export function fakeScope({
  nodes,
  layers = [],
  rootScope = '',
  keras = true,
  infeasible = [],
  aliases = {},
  outputKey,
}: FakeModel): SelectionScope {
  const flatNodes = fakeNodes(nodes);
  const byName = new Map(flatNodes.map((node) => [node.name, node]));
  const end = (node: FlatNode | undefined, key = node?.name ?? ''): EntryTensor[] =>
    node === undefined ? [] : [{ key, tensor: `${node.name}:0`, dtype: 'float32', shape: undefined, ref: { node, index: 0 } }];
  const flat: FlatGraph = {
    nodes: flatNodes,
    byName,
    controlOutputs: [],
    keptCalls: new Map(),
    aliases: new Map(
      Object.entries(aliases).flatMap(([alias, name]) => end(byName.get(name)).map(({ ref }) => [alias, ref] as const)),
    ),
    entry: { kind: 'signature', key: 'serving_default', inputs: end(flatNodes[0]), outputs: end(flatNodes.at(-1), outputKey) },
    metaGraph: metaGraph({ nodes: [] }),
  };
  const all = fakeLayers(layers, byName, keras);
  const tree: LayerTree = {
    all,
    top: all.filter(({ parent }) => parent === undefined),
    rootScope,
    kerasVersion: undefined,
    warnings: [],
  };
  const blocked = new Set(infeasible);
  const verdict: Verdict = Object.assign(
    ({ node }: TensorRef) => (blocked.has(node.name) ? ('unfed-placeholder' as const) : undefined),
    {
      explain: ({ node }: TensorRef) => (blocked.has(node.name) ? `${node.name} is not fed.` : undefined),
      obstacle: ({ node }: TensorRef) =>
        blocked.has(node.name) ? { reason: 'unfed-placeholder' as const, cause: node } : undefined,
    },
  );
  return graphScope({
    flat,
    tree,
    feasible: Object.assign(verdict, { tapped: verdict, canRun: ({ name }: FlatNode) => !blocked.has(name) }),
  });
}
