import type { ManifestTensor } from '../../src/core/run/manifest.ts';
import type { OpRow } from '../../src/rpc/modelService.ts';
import { t } from '../state/l10n.ts';
import { tensorRow, type ListRow, type TensorInfo } from './listRows.ts';
import type { UnfoldedOps } from './useUnfolded.ts';

/** A line of the list: a row, an op under its layer, or the end of a page of ops. */
export type Line =
  | { readonly kind: 'row'; readonly id: string; readonly row: ListRow; readonly isUnfolded: boolean }
  | { readonly kind: 'op'; readonly id: string; readonly row: ListRow; readonly tensor: TensorInfo; readonly layer: string }
  | { readonly kind: 'more'; readonly id: string; readonly layer: string; readonly text: string; readonly isEnd: boolean };

/** The first output of an op, as a row can show it. */
function tensorOf({ op, outputs, name, shortName }: OpRow): TensorInfo {
  const [output] = outputs;
  return {
    name: output?.tensor ?? name, label: shortName.slice(shortName.lastIndexOf('/') + 1), op, shape: output?.shape ?? null,
    reason: output === undefined ? t('It has no output.') : output.reason,
  };
}

/** Rows with the ops of unfolded layers under them. */
export function listLines(rows: readonly ListRow[], unfolded: ReadonlyMap<string, UnfoldedOps>, tensors: ReadonlyMap<string, ManifestTensor>): readonly Line[] {
  return rows.flatMap((row): readonly Line[] => {
    const path = row.layer?.path;
    const ops = path === undefined ? undefined : unfolded.get(path);
    const line: Line = { kind: 'row', id: row.id, row, isUnfolded: ops !== undefined };
    if (path === undefined || ops === undefined) return [line];
    const inside = ops.ops.map((op): Line => {
      const tensor = tensorOf(op);
      return { kind: 'op', id: `${row.id}\n${op.name}`, row: tensorRow(tensor, tensors, row.depth + 1), tensor, layer: path };
    });
    if (ops.problem === undefined && ops.ops.length > 0 && ops.ops.length >= ops.total) return [line, ...inside];
    const isEnd = ops.problem !== undefined || ops.ops.length === 0;
    const text = ops.problem ?? (ops.ops.length === 0 ? t('Reading the ops…') : t('Show more ops ({0} of {1})', ops.ops.length.toLocaleString(), ops.total.toLocaleString()));
    return [line, ...inside, { kind: 'more', id: `more\n${row.id}`, layer: path, text, isEnd }];
  });
}
