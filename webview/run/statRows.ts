import type { Manifest, ManifestTensor, TensorStats } from '../../src/core/run/manifest.ts';
import { inExecutionOrder, outputsLast } from '../../src/core/run/tensorOrder.ts';
import { t } from '../state/l10n.ts';
import { finiteJson } from '../tensor/numbers.ts';

/** One line of the table of statistics. */
export interface StatRow {
  readonly tensor: ManifestTensor;
  /** layer's path, output's name, or the tensor's own */
  readonly name: string;
  readonly stats: TensorStats;
  /** NaN and infinite values */
  readonly bad: number;
  /** place in the run */
  readonly order: number;
}

/** Columns that the table can be sorted by. */
export type StatKey = 'order' | 'name' | 'dtype' | 'shape' | 'min' | 'mean' | 'zeros' | 'bad';

/** Names of tensors; those that several share get the output's position, or what else tells them apart. */
function tellApart(tensors: readonly ManifestTensor[], nameOf: (tensor: ManifestTensor) => string): readonly string[] {
  const sharing = new Map<string, ManifestTensor[]>();
  for (const tensor of tensors) sharing.set(nameOf(tensor), [...(sharing.get(nameOf(tensor)) ?? []), tensor]);
  const endings: readonly ((tensor: ManifestTensor) => string)[] = [
    ({ name }) => /:\d+$/.exec(name)?.[0] ?? ':0',
    ({ op }) => ` (${op})`,
    ({ key }) => ` (${key})`,
  ];
  return tensors.map((tensor) => {
    const name = nameOf(tensor);
    const same = sharing.get(name) ?? [];
    if (same.length < 2) return name;
    const ending = endings.find((each) => new Set(same.map(each)).size === same.length);
    return `${name}${ending?.(tensor) ?? ''}`;
  });
}

/** Every tensor of a run in the order of execution, its outputs last. */
export function statRows({ outputs, tensors }: Manifest): readonly StatRow[] {
  const names = new Map(outputs.map((output) => [output.key, t('{0} (output)', output.name)]));
  const ordered = outputsLast(inExecutionOrder(tensors), outputs);
  const called = tellApart(ordered, (tensor) => names.get(tensor.key) ?? tensor.layer ?? tensor.key);
  return ordered.map((tensor, order) => ({
    tensor,
    order,
    stats: tensor.stats,
    bad: tensor.stats.nan + tensor.stats.posInf + tensor.stats.negInf,
    name: called[order] ?? tensor.key,
  }));
}

const VALUES: Readonly<Record<Exclude<StatKey, 'name' | 'dtype'>, (row: StatRow) => number>> = {
  order: ({ order }) => order,
  shape: ({ stats }) => stats.count,
  min: ({ stats }) => finiteJson(stats.min) ?? Infinity,
  mean: ({ stats }) => finiteJson(stats.mean) ?? Infinity,
  zeros: zerosOf,
  bad: ({ bad }) => bad,
};

/** Share of zeros, 0…1. */
export function zerosOf({ stats }: StatRow): number {
  return stats.count === 0 ? 0 : stats.zeros / stats.count;
}

/** The rows by a column; equals stay in the order of the run. */
export function sortedRows(rows: readonly StatRow[], key: StatKey, isDescending: boolean): readonly StatRow[] {
  const sign = isDescending ? -1 : 1;
  if (key === 'name' || key === 'dtype') {
    const text = (row: StatRow): string => (key === 'name' ? row.name : row.tensor.dtype);
    return [...rows].sort((a, b) => (text(a) < text(b) ? -sign : text(a) > text(b) ? sign : a.order - b.order));
  }
  const value = VALUES[key];
  return [...rows].sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    // Infinity minus itself is no number.
    return x < y ? -sign : x > y ? sign : a.order - b.order;
  });
}
