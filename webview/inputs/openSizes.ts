import type { TensorSpecRow } from '../../src/rpc/modelService.ts';
import { t } from '../state/l10n.ts';

/** A size that the signature leaves open, asked once for all inputs that share it. */
export interface OpenSize {
  readonly title: string;
  /** `NAME.AXIS` of each axis that it sets */
  readonly dims: readonly string[];
  /** names of the inputs */
  readonly inputs: readonly string[];
}

/** The whole number that a text is; undefined for anything else, and for less than `least`. */
export function sizeOf(text: string, least: number): number | undefined {
  const value = /^\s*\d+\s*$/.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(value) && value >= least ? value : undefined;
}

/** True where a first axis is open, so that there is a batch. */
export function hasOpenBatch(inputs: readonly TensorSpecRow[]): boolean {
  return inputs.some(({ shape }) => shape !== null && shape[0] === -1);
}

/** Open axes behind the first: inputs of the same rank (token ids and their mask, say) have them in common. */
export function openSizes(inputs: readonly TensorSpecRow[]): readonly OpenSize[] {
  const groups = new Map<string, { axis: number; rows: TensorSpecRow[] }>();
  for (const row of inputs) {
    (row.shape ?? []).forEach((size, axis) => {
      if (size >= 0 || axis === 0) return;
      const key = `${row.shape?.length ?? 0}.${axis}`;
      const group = groups.get(key) ?? { axis, rows: [] };
      group.rows.push(row);
      groups.set(key, group);
    });
  }
  return [...groups.values()].map(({ axis, rows }) => ({
    title: titleOf(axis, rows),
    dims: rows.map(({ name }) => `${name}.${axis}`),
    inputs: rows.map(({ name }) => name),
  }));
}

function titleOf(axis: number, rows: readonly TensorSpecRow[]): string {
  const [only, ...others] = rows;
  const shape = only?.shape ?? [];
  const isPicture = shape.length === 4 && [1, 3, 4].includes(shape[3] ?? 0);
  if (isPicture && (axis === 1 || axis === 2)) return axis === 1 ? t('height') : t('width');
  return others.length > 0 || only === undefined ? t('axis {0}', axis) : `${only.name}.${axis}`;
}
