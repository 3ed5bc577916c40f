import { create } from '@bufbuild/protobuf';
import { shapeAttr } from '../graph/madeAttrs.ts';
import { NodeDefSchema, type NodeDef } from '../proto/messages.ts';
import { OWN_SCOPE } from './graphDraft.ts';

const DIVISIONS: ReadonlySet<string> = new Set(['RealDiv', 'Div', 'Xdivy']);

/**
 * Keeps an engine that optimises from turning divisions by constants into multiplications by reciprocals, which round otherwise
 * (Grappler, ReduceDivToReciprocalMul): it does not look behind a placeholder. `end` is how an output is named: as in a graph, or in a function.
 */
export function keepDivisions(nodes: NodeDef[], end: ':0' | ':output:0'): void {
  const divisions = nodes.filter(({ op, input }) => DIVISIONS.has(op) && input.length > 1);
  divisions.forEach((node, index) => {
    const {
      attr: { T: type },
      input: [, divisor = ''],
    } = node;
    if (type === undefined || divisor.startsWith('^')) return;
    const name = `${OWN_SCOPE}/divisor/${index}`;
    nodes.push(
      create(NodeDefSchema, {
        name,
        op: 'PlaceholderWithDefault',
        input: [divisor],
        attr: { dtype: type, shape: shapeAttr(undefined) },
      }),
    );
    node.input[1] = `${name}${end}`;
  });
}
