import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../../src/rpc/panelService.ts';
import { coverageOf } from '../../../webview/layers/coverage.ts';
import type { ListRow } from '../../../webview/layers/listRows.ts';

const row = (id: string, hasValues: boolean, part: Partial<ListRow> = {}): ListRow => ({
  id,
  label: id,
  type: 'Dense',
  depth: 0,
  shape: null,
  parameters: 0,
  isFetchable: true,
  reason: undefined,
  layer: {} as NonNullable<ListRow['layer']>,
  tensors: hasValues ? [{} as ListRow['tensors'][number]] : [],
  ...part,
});
const run = (id: string, tensors: number, part: Partial<RunSummary> = {}): RunSummary => ({
  id,
  when: '',
  label: id,
  entry: { signature: 'serve' },
  tensors,
  partial: false,
  stale: false,
  ...part,
});
const ROWS = [row('a', true), row('b', false), row('c', false), row('off', false, { isFetchable: false })];

describe('coverage of the layers by a run', () => {
  it('counts layers that could be fetched, and names the newest run with more', () => {
    const shown = run('few', 1);
    const runs = [shown, run('old model', 9, { stale: true }), run('other', 9, { entry: {} }), run('more', 3), run('most', 9)];
    expect(coverageOf(ROWS, shown, runs)).toEqual({ shown: 1, all: 3, fuller: runs[3] });
  });

  it('is nothing to speak of where every layer has values', () =>
    expect(coverageOf([row('a', true), row('off', false, { isFetchable: false })], run('all', 1), [])).toBeUndefined());

  it('knows when there is no fuller run', () => {
    const shown = run('few', 2);
    expect(coverageOf(ROWS, shown, [shown, run('as few', 2)])?.fuller).toBeUndefined();
  });
});
