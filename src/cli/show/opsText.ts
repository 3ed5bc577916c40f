import type { OpListRow } from '../../core/describe/ops.ts';
import { printable } from '../../core/printable.ts';
import { plural, typeText } from '../text/format.ts';
import type { Style } from '../text/style.ts';
import { table } from '../text/table.ts';

/** Ops of one graph: `title` says of which. */
export interface OpsSection {
  readonly title: string;
  readonly ops: readonly OpListRow[];
}

/** The ops of the inlined graph, one a line in execution order; then those of each loop and branch inside it. */
export function opsText(sections: readonly OpsSection[], style: Style): string[] {
  return sections.flatMap((section) => sectionText(section, style));
}

function sectionText({ title, ops }: OpsSection, style: Style): string[] {
  const rows = ops.map(({ name, op, outputs }) => [
    op,
    name,
    outputs.map(({ axes, dtype, shape }) => typeText(dtype, shape, axes)).join(', '),
  ]);
  const columns = [{ title: '', paint: style.dim }, { title: '', paint: style.name }, { title: '' }];
  return [
    '',
    `${style.heading(printable(title))}  ${style.dim(plural(ops.length, 'op'))}`,
    ...table(columns, rows, { indent: '  ' }),
  ];
}
