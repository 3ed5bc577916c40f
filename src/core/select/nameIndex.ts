import { outputDTypes } from '../graph/outputs.ts';
import type { FlatGraph, FlatNode, TensorRef } from '../graph/types.ts';
import { shortName } from '../layers/shortName.ts';
import type { PatternTarget } from './scope.ts';

/** Equal for equal tensors. */
export function refId({ node, index }: TensorRef): string {
  return `${node.id}:${index}`;
}

/** Nodes by short name and by the last part of their names. */
export class NameIndex {
  readonly #byShortName = new Map<string, FlatNode[]>();
  readonly #byLastPart = new Map<string, FlatNode[]>();

  constructor(flat: FlatGraph, rootScope: string) {
    for (const node of flat.nodes) {
      add(this.#byShortName, shortName(node.name, rootScope), node);
      add(this.#byLastPart, lastPart(node.name), node);
    }
  }

  ofShortName(name: string): readonly TensorRef[] {
    return withIndex(name, (bare) => this.#byShortName.get(bare) ?? []);
  }

  endingIn(name: string): readonly TensorRef[] {
    return withIndex(name, (bare) =>
      (this.#byLastPart.get(lastPart(bare)) ?? []).filter((node) => node.name.endsWith(`/${bare}`)),
    );
  }

  shortNames(): Iterable<string> {
    return this.#byShortName.keys();
  }

  /** `name` for first outputs, `name:k` for the others. */
  *patternTargets(): Generator<PatternTarget> {
    for (const [name, nodes] of this.#byShortName) {
      yield { path: name, tensors: () => nodes.flatMap((node) => existing(node, 0)) };
      const most = nodes.reduce((outputs, node) => Math.max(outputs, outputDTypes(node).length), 0);
      for (let k = 1; k < most; k++) yield { path: `${name}:${k}`, tensors: () => nodes.flatMap((node) => existing(node, k)) };
    }
  }
}

/** A name may end in `:k`; that names output k unless a node has the whole name. */
function withIndex(name: string, nodesOf: (name: string) => readonly FlatNode[]): readonly TensorRef[] {
  const whole = nodesOf(name).flatMap((node) => existing(node, 0));
  const match = /^(.*):(\d{1,9})$/.exec(name);
  if (whole.length > 0 || match === null) return whole;
  return nodesOf(match[1] ?? '').flatMap((node) => existing(node, Number(match[2])));
}

function existing(node: FlatNode, index: number): TensorRef[] {
  return index < outputDTypes(node).length ? [{ node, index }] : [];
}

function add(index: Map<string, FlatNode[]>, key: string, node: FlatNode): void {
  const nodes = index.get(key);
  if (nodes === undefined) index.set(key, [node]);
  else nodes.push(node);
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
