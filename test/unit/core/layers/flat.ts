import { graphOf } from '../graph/records.ts';
import type { EntryTensor, FlatGraph, FlatNode } from '../../../../src/core/graph/types.ts';
import type { MetaGraph, ObjectGraph, SavedObject } from '../../../../src/core/model/types.ts';

/** `name op input input…`; an input is a node's name, or `name:1`. */
export type NodeLine = string;

/** A flat graph from lines; placeholders are the inputs, `outputs` what is returned under `keys`. Names follow execution order. */
export function flatGraph(
  lines: readonly NodeLine[],
  outputs: readonly string[],
  objectGraph?: ObjectGraph,
  keys: readonly string[] = [],
): FlatGraph {
  const byName = new Map<string, FlatNode>();
  const ref = (text: string): { node: FlatNode; index: number } => {
    const [name = '', index = '0'] = text.split(':');
    const node = byName.get(name);
    if (node === undefined) throw new Error(`no node ${name}`);
    return { node, index: Number(index) };
  };
  const nodes = lines.map((line, id) => {
    const [name = '', op = '', ...inputs] = line.split(' ');
    const node: FlatNode = {
      id,
      name,
      callPrefix: '',
      op,
      inputs: inputs.map(ref),
      controls: [],
      record: undefined,
      attr: () => undefined,
    };
    byName.set(name, node);
    return node;
  });
  const tensor = (key: string, text: string): EntryTensor => ({
    key,
    tensor: `${text}:0`,
    dtype: 'float32',
    shape: undefined,
    ref: ref(text),
  });
  return {
    metaGraph: metaGraph(objectGraph),
    entry: {
      kind: 'signature',
      key: 'serving_default',
      inputs: nodes
        .filter(({ op }) => op === 'Placeholder')
        .map(({ name }) => tensor(name.replace(/^serving_default_/, ''), name)),
      outputs: outputs.map((name, index) => tensor(keys[index] ?? `output_${index}`, name)),
    },
    nodes,
    byName,
    aliases: new Map(),
    controlOutputs: [],
    keptCalls: new Map(),
  };
}

function metaGraph(objectGraph: ObjectGraph | undefined): MetaGraph {
  return {
    index: 0,
    tags: ['serve'],
    tensorflowVersion: '2.15.0',
    tensorflowGitVersion: '',
    graph: graphOf([]),
    signatures: new Map(),
    initOp: undefined,
    saver: undefined,
    assets: [],
    objectGraph,
    collectionNodes: () => [],
    collectionBytes: () => [],
    strippedOp: () => undefined,
  };
}

/** Objects as `{name: child id}` with metadata; a `variable` makes it a variable. */
export interface ObjectLine {
  readonly children?: Readonly<Record<string, number>>;
  readonly metadata?: string;
  readonly identifier?: string;
  readonly variable?: string;
}

/** An object graph whose paths are the attribute names joined by dots. */
export function objectGraph(lines: readonly ObjectLine[]): ObjectGraph {
  const objects = lines.map(({ children = {}, metadata = '', identifier = '', variable }, id): SavedObject => ({
    id,
    kind: variable === undefined ? 'user' : 'variable',
    children: new Map(Object.entries(children)),
    identifier,
    metadata,
    concreteFunctions: [],
    ...(variable === undefined ? {} : { variable: { name: variable, dtype: 'float32', shape: [2, 2], trainable: true } }),
  }));
  const paths = new Map([[0, '']]);
  for (const [id, path] of paths) {
    objects[id]?.children.forEach((child, name) => {
      if (!paths.has(child)) paths.set(child, path === '' ? name : `${path}.${name}`);
    });
  }
  return { objects, concreteFunctions: new Map(), pathOf: (id) => paths.get(id) };
}
