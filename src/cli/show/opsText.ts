import type { OpListRow } from '../../core/describe/ops.ts';
import { countText, typeText } from '../text/format.ts';
import type { Style } from '../text/style.ts';
import { table } from '../text/table.ts';

/** The ops of the inlined graph, one a line in execution order. */
export function opsText(ops: readonly OpListRow[], entry: string, style: Style): string[] {
  const rows = ops.map(({ name, op, outputs }) => [
    op,
    name,
    outputs.map(({ axes, dtype, shape }) => typeText(dtype, shape, axes)).join(', '),
  ]);
  const columns = [{ title: '', paint: style.dim }, { title: '', paint: style.name }, { title: '' }];
  return [
    '',
    style.heading(`Inlined graph of ${entry}  ${countText(ops.length)} ops`),
    ...table(columns, rows, { indent: '  ' }),
  ];
}
