import type { InnerGraph } from '../graph/inner/innerGraph.ts';
import { InnerGraphs } from '../graph/inner/innerGraphs.ts';
import { outputDTypes } from '../graph/outputs.ts';
import type { FlatGraph, FlatNode, TensorRef } from '../graph/types.ts';
import { shortName } from '../layers/shortName.ts';
import { canonicalTensor } from './canonicalTensor.ts';
import type { PatternTarget } from './scope.ts';

/** A name taken apart at its `@`: `OWNER@label/OWNER@label/NODE`. */
interface InnerPath {
  readonly owner: string;
  /** from the outside in; `rest` is the next owner, or the node */
  readonly steps: readonly { readonly label: string; readonly rest: string }[];
}

/** Finds a node of a graph: by its whole name, or also by its short name and the end of its name. */
type Find = (flat: FlatGraph, name: string, prefix: string) => readonly TensorRef[];

/** Names of what lies inside loops and branches. Only the bodies that a name leads through are inlined. */
export class InnerNames {
  readonly #graphs: InnerGraphs;

  constructor(
    private readonly flat: FlatGraph,
    private readonly rootScope: string,
    /** nodes of the graph itself by short name or end of name */
    private readonly nodesCalled: (name: string) => readonly FlatNode[],
  ) {
    this.#graphs = InnerGraphs.of(flat);
  }

  canonical(name: string): TensorRef | undefined {
    const path = innerPath(name);
    const owner = path === undefined ? undefined : canonicalTensor(this.flat, path.owner)?.node;
    return path === undefined || owner === undefined ? undefined : this.#follow([owner], path, whole)[0];
  }

  named(name: string): readonly TensorRef[] {
    const path = innerPath(name);
    return path === undefined ? [] : unique(this.#follow(this.#owners(path.owner), path, anyName));
  }

  *patternTargets(): Generator<PatternTarget> {
    for (const graph of this.#graphs.all()) {
      for (const node of graph.flat.nodes) {
        const path = shortName(node.name, this.rootScope);
        for (const [index] of outputDTypes(node).entries())
          yield { path: index === 0 ? path : `${path}:${index}`, tensors: () => [graph.seen({ node, index })] };
      }
    }
  }

  /** Names like a mistyped one: of the body that it leads into, else of the loop or branch it names, else of all. */
  *suggestions(text: string): Generator<string> {
    const path = innerPath(text);
    const owners = path === undefined ? [] : this.#owners(path.owner);
    const entered = path === undefined ? [] : this.#bodies(owners, path.steps, anyName);
    const slash = text.indexOf('/', text.lastIndexOf('@'));
    const head = slash < 0 ? text : text.slice(0, slash);
    for (const graph of entered) yield* namesIn(graph, head);
    if (entered.length > 0) return;
    const around = owners.flatMap((owner) => this.#graphs.of(owner)).filter(({ isReadable }) => isReadable);
    for (const graph of around) yield* namesIn(graph, `${path?.owner ?? ''}@${graph.body.label}`);
    if (around.length > 0) return;
    for (const graph of this.#graphs.all()) yield* namesIn(graph, shortName(graph.prefix, this.rootScope));
  }

  #owners(name: string): readonly FlatNode[] {
    const known = canonicalTensor(this.flat, name);
    return known === undefined ? this.nodesCalled(name) : [known.node];
  }

  #follow(owners: readonly FlatNode[], { steps }: InnerPath, find: Find): readonly TensorRef[] {
    const rest = steps.at(-1)?.rest ?? '';
    if (rest === '') return this.#bodies(owners, steps, find).flatMap(bodyOutputs);
    return this.#bodies(owners, steps, find).flatMap((graph) =>
      find(graph.flat, rest, graph.prefix).map((ref) => graph.seen(ref)),
    );
  }

  /** The bodies that the steps lead into. */
  #bodies(owners: readonly FlatNode[], steps: InnerPath['steps'], find: Find): readonly InnerGraph[] {
    let graphs: readonly InnerGraph[] = [];
    steps.forEach(({ label }, depth) => {
      const within =
        depth === 0
          ? owners.map((node) => ({ node, parent: undefined }))
          : graphs.flatMap((parent) =>
              find(parent.flat, steps[depth - 1]?.rest ?? '', parent.prefix).map(({ node }) => ({ node, parent })),
            );
      const found = within
        .flatMap(({ node, parent }) => this.#graphs.of(node, parent))
        .filter((graph) => graph.body.label === label && graph.isReadable);
      graphs = [...new Set(found)];
    });
    return graphs;
  }
}

function innerPath(name: string): InnerPath | undefined {
  const [owner = '', ...inner] = name.split('@');
  const steps = inner.map((part) => {
    const slash = part.indexOf('/');
    return { label: slash < 0 ? part : part.slice(0, slash), rest: slash < 0 ? '' : part.slice(slash + 1) };
  });
  return owner === '' || steps.length === 0 ? undefined : { owner, steps };
}

function whole(flat: FlatGraph, name: string, prefix: string): readonly TensorRef[] {
  const ref = canonicalTensor(flat, `${prefix}/${name}`);
  return ref === undefined ? [] : [ref];
}

function anyName(flat: FlatGraph, name: string, prefix: string): readonly TensorRef[] {
  const known = whole(flat, name, prefix);
  if (known.length > 0) return known;
  const [, bare = name, index = '0'] = /^(.*):(\d{1,9})$/.exec(name) ?? [];
  const isCalled = (node: FlatNode): boolean => {
    const own = node.name.slice(prefix.length + 1);
    return shortName(own, '') === bare || own.endsWith(`/${bare}`);
  };
  return flat.nodes
    .filter((node) => isCalled(node) && Number(index) < outputDTypes(node).length)
    .map((node) => ({ node, index: Number(index) }));
}

/** `LOOP@body` alone means what the body gives, as far as it is a value. */
function bodyOutputs(graph: InnerGraph): readonly TensorRef[] {
  const values = graph.flat.entry.outputs.filter(({ dtype }) => dtype !== 'resource' && dtype !== 'variant');
  return values.map(({ ref }) => graph.seen(ref));
}

/** Whole names behind `head`, and their ends alone. */
function* namesIn({ flat, prefix }: InnerGraph, head: string): Generator<string> {
  for (const { name } of flat.nodes) yield head + name.slice(prefix.length);
  for (const { name } of flat.nodes) yield `${head}/${name.slice(name.lastIndexOf('/') + 1)}`;
}

function unique(refs: readonly TensorRef[]): readonly TensorRef[] {
  return [...new Map(refs.map((ref) => [`${ref.node.id}:${ref.index}`, ref])).values()];
}
