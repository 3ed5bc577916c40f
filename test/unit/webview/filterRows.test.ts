import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LayerRow, SelectedRow } from '../../../src/rpc/modelService.ts';
import { filterRows } from '../../../webview/layers/filterRows.ts';
import { listRows } from '../../../webview/layers/listRows.ts';

const layer = (path: string, type: string): LayerRow => ({
  path,
  name: path.slice(path.lastIndexOf('/') + 1),
  type,
  typeSource: 'keras',
  index: null,
  order: 0,
  depth: path.split('/').length - 1,
  inputs: [],
  outputs: [{ tensor: `${path}/out:0`, dtype: 'float32', shape: [-1, 4] }],
  params: { count: 0, bytes: 0, variables: [] },
  ops: 1,
  fetchable: true,
});
const selected = (tensor: string, part: Partial<SelectedRow> = {}): SelectedRow => ({
  tensor,
  key: tensor,
  layer: null,
  op: 'Relu',
  dtype: 'float32',
  shape: [4],
  fetchable: true,
  ...part,
});
const ROWS = listRows([layer('block', 'Functional'), layer('block/conv', 'Conv2D'), layer('head', 'Dense')], undefined);
const NONE = new Map<string, never>();
const ids = (query: string, found: readonly SelectedRow[] = []): readonly string[] =>
  filterRows(ROWS, query, found, NONE).map(({ id }) => id);

describe('the search of the layer list', () => {
  it('leaves the list as it is while nothing is typed', () => {
    expect(filterRows(ROWS, '  ', [selected('x:0')], NONE)).toBe(ROWS);
  });

  it('finds names, paths and types in any case', () => {
    expect(ids('CONV')).toEqual(['layer:block/conv']);
    expect(ids('block/')).toEqual(['layer:block/conv']);
    expect(ids('dense')).toEqual(['layer:head']);
    expect(ids('nothing of this')).toEqual([]);
    // the prefix of ids is no part of a name
    expect(ids('layer:')).toEqual([]);
  });

  it('lists layers that a selector means, though the text is not in their names', () => {
    expect(ids('type:Dense', [selected('head/out:0')])).toEqual(['layer:head']);
  });

  it('lists selected tensors that are no layer’s output behind the layers, each once, and why they have no values', () => {
    const found = [
      selected('block/conv/out:0'),
      selected('inner/Relu:0', { fetchable: false, reason: 'not-taken', message: 'The branch was not taken.' }),
    ];
    const rows = filterRows(ROWS, 'op:Relu', found, NONE);
    expect(rows.map(({ id }) => id)).toEqual(['layer:block/conv', 'tensor:inner/Relu:0']);
    expect(rows[1]).toMatchObject({ isFetchable: false, reason: 'The branch was not taken.', shape: [4] });
  });

  it('keeps the order of the list and invents no layer', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 4 }), (query) => {
        const places = filterRows(ROWS, query, [], NONE).map((row) => ROWS.indexOf(row));
        expect(places.every((place, i) => place >= 0 && (i === 0 || place > (places[i - 1] ?? -1)))).toBe(true);
      }),
    );
  });
});
