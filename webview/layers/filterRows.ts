import type { ManifestTensor } from '../../src/core/run/manifest.ts';
import type { SelectedRow } from '../../src/rpc/modelService.ts';
import { holdsText } from './arrangeRows.ts';
import { tensorRow, type ListRow } from './listRows.ts';

/** What tells a long name from others stands at its end. */
function endOf(name: string): string {
  return name.split('/').slice(-2).join('/');
}

/**
 * Rows whose name or type holds the text, and those that the text selects as a selector. Selected tensors that are no layer's output
 * get rows of their own, behind the layers.
 */
export function filterRows(
  rows: readonly ListRow[],
  query: string,
  selected: readonly SelectedRow[],
  tensors: ReadonlyMap<string, ManifestTensor>,
): readonly ListRow[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return rows;
  const names = new Set(selected.map(({ tensor }) => tensor));
  const shown = new Set<string>();
  const found = rows.filter((row) => {
    const outputs = row.layer?.outputs ?? [];
    const isSelected =
      names.size > 0 && (outputs.some(({ tensor }) => names.has(tensor)) || names.has(row.id.slice('tensor:'.length)));
    if (!isSelected && !holdsText(row, wanted)) return false;
    for (const { tensor } of outputs) shown.add(tensor);
    shown.add(row.id);
    return true;
  });
  const others = selected.filter(({ tensor }) => !shown.has(tensor) && !shown.has(`tensor:${tensor}`));
  return [
    ...found,
    ...others.map(({ message, op, reason, shape, tensor }) =>
      tensorRow({ name: tensor, label: endOf(tensor), op, shape, reason: message ?? reason }, tensors),
    ),
  ];
}
