import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisRanges } from '../../../src/core/tensor/slice.ts';
import {
  arityOf,
  defaultMapping,
  spreadAxes,
  transposed,
  withExtent,
  withIndex,
  withRole,
  type AxisMapping,
} from '../../../webview/tensor/axes.ts';
import { placeText, planWindow } from '../../../webview/tensor/planWindow.ts';
import { isWholeSlice, parseSliceText, sliceText } from '../../../webview/tensor/sliceText.ts';
import { mappingFor, VIEW_SPREAD, type ViewKind } from '../../../webview/tensor/viewKinds.ts';

const shapes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 0, maxLength: 7 });
const kinds = fc.constantFrom<ViewKind>('maps', 'heatmap', 'line', 'values', 'attention');

/** A mapping with indices and extents anywhere inside the shape. */
const mappings = fc
  .tuple(
    shapes,
    kinds,
    fc.array(fc.nat(), { minLength: 14, maxLength: 14 }),
    fc.array(fc.constantFrom(1, 2, -1), { minLength: 7, maxLength: 7 }),
  )
  .map(([shape, kind, at, steps]) => {
    let mapping = defaultMapping(shape, VIEW_SPREAD[kind]);
    for (const [axis, size] of shape.entries()) {
      if (mapping.roles[axis] === 'fixed') mapping = withIndex(mapping, axis, (at[axis] ?? 0) % size);
      else {
        const [start, step] = [(at[axis] ?? 0) % size, steps[axis] ?? 1];
        const most = step > 0 ? Math.ceil((size - start) / step) : start + 1;
        const count = 1 + ((at[axis + 7] ?? 0) % most);
        const isWhole = start === 0 && step === 1 && count === size;
        mapping = withExtent(mapping, axis, isWhole ? undefined : { start, step, count });
      }
    }
    return { shape, kind, mapping };
  });

function parse(
  text: string,
  shape: readonly number[],
  current: AxisMapping = defaultMapping(shape, VIEW_SPREAD.heatmap),
): AxisMapping | string {
  return parseSliceText(text, shape, current, []);
}

describe('axis mapping', () => {
  it('spreads the last axes, channels last', () => {
    expect(defaultMapping([1, 28, 28, 8], VIEW_SPREAD.maps).roles).toEqual(['fixed', 'row', 'column', 'map']);
    expect(spreadAxes(defaultMapping([2, 5, 7], VIEW_SPREAD.heatmap))).toEqual({ row: 1, column: 2, map: -1 });
    expect(defaultMapping([6], VIEW_SPREAD.heatmap).roles).toEqual(['column']);
    expect(defaultMapping([6, 2], VIEW_SPREAD.histogram).roles).toEqual(['all', 'all']);
  });

  it('keeps its number of spread axes when roles are exchanged', () => {
    fc.assert(
      fc.property(
        mappings,
        fc.nat(6),
        fc.constantFrom('row' as const, 'column' as const, 'map' as const),
        ({ mapping, shape }, axis, role) => {
          if (axis >= shape.length || !mapping.roles.includes(role)) return;
          expect(arityOf(withRole(mapping, axis, role))).toBe(arityOf(mapping));
        },
      ),
    );
  });

  it('is itself again when rows and columns were exchanged twice', () => {
    fc.assert(
      fc.property(mappings, ({ mapping }) => {
        expect(transposed(transposed(mapping))).toEqual(mapping);
      }),
    );
  });
});

describe('slice text', () => {
  it('gives the same mapping when it is read back, exchanged axes included', () => {
    fc.assert(
      fc.property(mappings, fc.boolean(), ({ mapping, shape }, isTurned) => {
        const current = isTurned ? transposed(mapping) : mapping;
        const read = parseSliceText(sliceText(current, shape), shape, current, []);
        expect(typeof read === 'string' ? read : { roles: read.roles, extents: read.extents }).toEqual({
          roles: current.roles,
          extents: current.extents,
        });
        if (typeof read !== 'string')
          for (const [axis, role] of current.roles.entries())
            if (role === 'fixed') expect(read.indices[axis]).toBe(current.indices[axis]);
      }),
    );
  });

  it('takes the positions that NumPy takes', () => {
    fc.assert(
      fc.property(mappings, ({ mapping, shape }) => {
        const ranges = axisRanges(shape, planWindow(shape, mapping, {}).slice);
        for (const [axis, { count, kept, start, step }] of ranges.entries()) {
          const extent = mapping.extents[axis] ?? { start: 0, step: 1, count: shape[axis] ?? 0 };
          if (mapping.roles[axis] === 'fixed') expect([kept, start]).toEqual([false, mapping.indices[axis]]);
          else
            expect([kept, start, count > 1 ? step : extent.step, count]).toEqual([true, extent.start, extent.step, extent.count]);
        }
      }),
    );
  });

  it.each([
    ['[-1]', [2, 3, 4], '[1, :, :]'],
    ['0, ..., 2', [2, 3, 4, 5], '[0, :, :, 2]'],
    ['[..., 1]', [2, 3], '[:, 1]'],
    ['[0, -3:, ::2]', [2, 5, 6], '[0, 2:, ::2]'],
    ['[::-1]', [4], '[::-1]'],
    ['[1:100]', [4], '[1:]'],
    ['[]', [3, 2], '[:, :]'],
    ['[0,]', [3, 2], '[0, :]'],
    ['[0,1,2,3,:,:,4]', [1, 2, 3, 4, 5, 6, 7], '[0, 1, 2, 3, :, :, 4]'],
  ])('%s of %j is %s', (text, shape, expected) => {
    const read = parse(text, shape);
    expect(typeof read === 'string' ? read : sliceText(read, shape)).toBe(expected);
  });

  it('is taken while it is typed only when every axis is named', () => {
    const whole = '[0, :, :, 12]';
    const taken = Array.from(whole, (_, i) => whole.slice(0, i + 1)).filter((text) => isWholeSlice(text, 4));
    expect(taken).toEqual(['[0, :, :, 1', '[0, :, :, 12', '[0, :, :, 12]']);
    expect(isWholeSlice('[..., 3', 4)).toBe(true);
    expect(isWholeSlice('[0]', 4)).toBe(true);
  });

  it('keeps its indices on the way through other views', () => {
    const shape = [1, 12, 12, 16];
    const plane = mappingFor(
      'heatmap',
      shape,
      parseSliceText('[0, :, :, 5]', shape, mappingFor('heatmap', shape), []) as AxisMapping,
    );
    for (const kind of ['line', 'histogram', 'maps'] as const)
      expect(sliceText(mappingFor('values', shape, mappingFor(kind, shape, plane)), shape)).toBe('[0, :, :, 5]');
  });

  it.each([
    ['[0, :, x]', '“x” on axis 2 is neither an index nor a range such as “2:8”.'],
    ['[5, :, :]', 'Axis 0 has indices 0 to 1; 5 is outside.'],
    ['[0, 1, 2, 3]', 'The tensor has 3 axes, the slice names 4.'],
    ['[0, 2:2]', '“2:2” takes nothing of axis 1, which has 3 elements.'],
    ['[::0]', 'The step on axis 0 cannot be 0.'],
    ['[..., ...]', '“...” may stand once in a slice.'],
    ['[0, -4]', 'Axis 1 has indices 0 to 2; -4 is outside.'],
  ])('says what is wrong with %s', (text, expected) => {
    expect(parse(text, [2, 3, 4])).toBe(expected);
  });

  it('refuses more axes than can be shown, and an index into nothing', () => {
    expect(parse('[:, :, :, :]', [2, 2, 2, 2])).toBe('At most three axes can be shown at once; “:” stands on 4.');
    expect(parse('[0]', [0])).toBe('Axis 0 is empty: it has no index 0.');
  });

  it('frees any number of axes where they have no place of their own', () => {
    const read = parseSliceText('[1]', [2, 3, 4, 5], defaultMapping([2, 3, 4, 5], VIEW_SPREAD.histogram), ['all']);
    expect(typeof read === 'string' ? read : read.roles).toEqual(['fixed', 'all', 'all', 'all']);
  });
});

describe('planned windows', () => {
  it('stay within their limits and cover the axis', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 600 }), (size, limit) => {
        const { blocks, places, slice } = planWindow([3, size], defaultMapping([3, size], VIEW_SPREAD.line), { column: limit });
        const block = blocks[1] ?? 0;
        expect(places[1]?.count).toBeLessThanOrEqual(limit);
        expect((places[1]?.count ?? 0) * block).toBeGreaterThanOrEqual(size);
        expect(slice).toEqual([0, { start: 0, stop: size, step: 1 }]);
      }),
    );
  });

  it('say where a value stands, and which ones a reduced value stands for', () => {
    const planned = planWindow([10], withExtent(defaultMapping([10], VIEW_SPREAD.line), 0, { start: 2, step: 1, count: 8 }), {
      column: 4,
    });
    expect([placeText(planned, 0, 0), placeText(planned, 0, 3)]).toEqual(['2–3', '8–9']);
    const backwards = planWindow(
      [10],
      withExtent(defaultMapping([10], VIEW_SPREAD.line), 0, { start: 9, step: -1, count: 10 }),
      {},
    );
    expect([placeText(backwards, 0, 0), placeText(backwards, 0, 9)]).toEqual(['9', '0']);
  });
});
