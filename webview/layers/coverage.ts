import type { RunSummary } from '../../src/rpc/panelService.ts';
import type { ListRow } from './listRows.ts';

/** How many of the layers the run shown has values of, and which run has more. */
export interface Coverage {
  readonly shown: number;
  readonly all: number;
  /** newest run of the same entry point with more tensors */
  readonly fuller: RunSummary | undefined;
}

/** Undefined: the run has every layer that can be fetched. `runs` has the newest first. */
export function coverageOf(rows: readonly ListRow[], shown: RunSummary, runs: readonly RunSummary[]): Coverage | undefined {
  const layers = rows.filter(({ isFetchable, layer }) => layer !== undefined && isFetchable);
  const has = layers.filter(({ tensors }) => tensors.length > 0).length;
  if (has === layers.length) return undefined;
  const entry = JSON.stringify(shown.entry);
  return {
    shown: has,
    all: layers.length,
    fuller: runs.find((run) => !run.stale && run.tensors > shown.tensors && JSON.stringify(run.entry) === entry),
  };
}
