import type { Shape } from '../tensor/tensor.ts';
import { inlineFunctionBody } from './functionEntry.ts';
import { asNumbers, attrOf } from './nodeAttrs.ts';
import { staticShape } from './shapes/staticShape.ts';
import type { FlatGraph, FlatNode } from './types.ts';

/** A function that a loop or branch runs by itself: its nodes are no part of the graph around it. */
export interface InnerBody {
  /** `body`, `cond`, `then`, `else`, or the number of a case */
  readonly label: string;
  /** canonical names inside begin with it and `/`: `WHILE@body`, `IF@then`, `CASE@0` */
  readonly prefix: string;
  readonly functionName: string;
  /** shapes of its arguments as far as the graph fixes them */
  readonly shapes: readonly (Shape | undefined)[];
}

const ATTRS: Readonly<Record<string, readonly (readonly [attr: string, label: string])[]>> = {
  While: [
    ['cond', 'cond'],
    ['body', 'body'],
  ],
  If: [
    ['then_branch', 'then'],
    ['else_branch', 'else'],
  ],
  Case: [['branches', '']],
};

/** The bodies of a While, If or Case node, in the order of its attributes; none for any other op. */
export function innerBodies(node: FlatNode): readonly InnerBody[] {
  const kind = node.op.replace(/^Stateless/, '');
  return (ATTRS[kind] ?? []).flatMap(([attr, label]) => {
    const value = attrOf(node, attr);
    const names = (Array.isArray(value) ? value : [value]).filter((name) => typeof name === 'string');
    return names.map((functionName, index) => {
      const own = label === '' ? String(index) : label;
      return { label: own, prefix: `${node.name}@${own}`, functionName, shapes: argumentShapes(node, kind) };
    });
  });
}

/** A loop's variables keep the shapes it declares; a branch takes the node's inputs behind the condition. */
function argumentShapes(node: FlatNode, kind: string): readonly (Shape | undefined)[] {
  if (kind !== 'While') return node.inputs.slice(1).map(staticShape);
  const declared = attrOf(node, 'output_shapes');
  return Array.isArray(declared) ? declared.map(asNumbers) : [];
}

/** Such a body as a graph of its own; errors as for `inlineFunctionBody`. */
export function inlineInnerBody(flat: FlatGraph, { functionName, prefix, shapes }: InnerBody): FlatGraph {
  return inlineFunctionBody(flat.metaGraph, functionName, prefix, shapes);
}
