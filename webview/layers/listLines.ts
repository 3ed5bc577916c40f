import type { ManifestTensor } from '../../src/core/run/manifest.ts';
import type { OpRow } from '../../src/rpc/modelService.ts';
import { t } from '../state/l10n.ts';
import { tensorRow, type ListRow, type TensorInfo } from './listRows.ts';
import { WHOLE_GRAPH, type UnfoldedOps } from './useUnfolded.ts';

/** A line of the list: a row, an op under its layer, or the end of a page of ops. */
export type Line =
  | { readonly kind: 'row'; readonly id: string; readonly row: ListRow; readonly isUnfolded: boolean }
  | { readonly kind: 'op'; readonly id: string; readonly row: ListRow; readonly tensor: TensorInfo; readonly layer: string }
  | {
      readonly kind: 'more';
      readonly id: string;
      readonly layer: string;
      readonly depth: number;
      readonly text: string;
      readonly isEnd: boolean;
    };

/** The first output of an op, as a row can show it. */
function tensorOf({ op, outputs, name, shortName }: OpRow): TensorInfo {
  const [output] = outputs;
  return {
    name: output?.tensor ?? name,
    label: shortName.slice(shortName.lastIndexOf('/') + 1),
    op,
    shape: output?.shape ?? null,
    reason: output === undefined ? t('It has no output.') : output.reason,
  };
}

/** Ops that were read, and what follows them. */
function opLines(
  layer: string,
  { ops, problem, total }: UnfoldedOps,
  depth: number,
  tensors: ReadonlyMap<string, ManifestTensor>,
): readonly Line[] {
  const inside = ops.map((op): Line => {
    const tensor = tensorOf(op);
    return { kind: 'op', id: `${layer}\n${op.name}`, row: tensorRow(tensor, tensors, depth), tensor, layer };
  });
  if (problem === undefined && ops.length > 0 && ops.length >= total) return inside;
  const isEnd = problem !== undefined || ops.length === 0;
  const text =
    problem ??
    (ops.length === 0
      ? t('Reading the ops…')
      : t('Show more ops ({0} of {1})', ops.length.toLocaleString(), total.toLocaleString()));
  return [...inside, { kind: 'more', id: `${layer}\nmore`, layer, depth, text, isEnd }];
}

/** Rows with the ops of unfolded layers under them; in a model without layers, the ops themselves. */
export function listLines(
  rows: readonly ListRow[],
  unfolded: ReadonlyMap<string, UnfoldedOps>,
  tensors: ReadonlyMap<string, ManifestTensor>,
): readonly Line[] {
  const whole = unfolded.get(WHOLE_GRAPH);
  const lines = rows.flatMap((row): readonly Line[] => {
    const path = row.layer?.path;
    const ops = path === undefined ? undefined : unfolded.get(path);
    const line: Line = { kind: 'row', id: row.id, row, isUnfolded: ops !== undefined };
    return path === undefined || ops === undefined ? [line] : [line, ...opLines(path, ops, row.depth + 1, tensors)];
  });
  return whole === undefined ? lines : [...lines, ...opLines(WHOLE_GRAPH, whole, 0, tensors)];
}
