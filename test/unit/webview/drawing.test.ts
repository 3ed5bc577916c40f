import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultMapping, withRole } from '../../../webview/tensor/axes.ts';
import { colourTable, COLOUR_MAPS, NAN_ENTRY, NEGATIVE_INFINITY_ENTRY, POSITIVE_INFINITY_ENTRY } from '../../../webview/tensor/colourTable.ts';
import { isDead, paintPlane, planesOf, summarise, valueAt } from '../../../webview/tensor/plane.ts';
import { finiteDomain, quantiser, SCALE_KINDS, suitableMap, symmetric } from '../../../webview/tensor/scale.ts';

describe('planes', () => {
  it('find every value whatever the order of the axes', () => {
    const shape = [2, 3, 4];
    const values = Float32Array.from({ length: 24 }, (_, i) => i);
    const planes = planesOf(values, shape, defaultMapping(shape, 3));
    expect(valueAt(planes, 3, 1, 2)).toBe(values[1 * 12 + 2 * 4 + 3]);
    // channels first: the maps lie on axis 0
    const turned = planesOf(values, shape, withRole(withRole(defaultMapping(shape, 3), 0, 'map'), 1, 'row'));
    expect([turned.maps, turned.rows, turned.columns]).toEqual([2, 3, 4]);
    expect(valueAt(turned, 1, 2, 3)).toBe(23);
  });

  it('summarise each map, dead ones included, without NaN and Inf', () => {
    const planes = planesOf(Float32Array.of(1, 0, NaN, 0, -3, 0, Infinity, 0), [2, 2, 2], defaultMapping([2, 2, 2], 3));
    const [first, second] = summarise(planes);
    expect(first).toMatchObject({ low: -3, high: 1, finite: 2 });
    expect(second !== undefined && isDead(second)).toBe(true);
    expect(first !== undefined && isDead(first)).toBe(false);
  });

  it('paints NaN and both infinities in colours of their own', () => {
    const planes = planesOf(Float32Array.of(0, NaN, Infinity, -Infinity), [2, 2], defaultMapping([2, 2], 2));
    const pixels = new Uint32Array(4);
    const table = colourTable('viridis');
    paintPlane(planes, 0, pixels, 0, 2, table, quantiser('linear', { low: -1, high: 1 }));
    expect([...pixels]).toEqual([table[127], table[NAN_ENTRY], table[POSITIVE_INFINITY_ENTRY], table[NEGATIVE_INFINITY_ENTRY]]);
    for (const map of COLOUR_MAPS) expect(new Set([...colourTable(map)].slice(0, 256))).not.toContain(table[NAN_ENTRY]);
  });
});

describe('scales', () => {
  it('never leave the table, and keep the order of values', () => {
    fc.assert(fc.property(fc.constantFrom(...SCALE_KINDS), fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 40 }), (kind, values) => {
      const entryOf = quantiser(kind, finiteDomain(values));
      const entries = [...values].sort((a, b) => a - b).map(entryOf);
      for (const [i, entry] of entries.entries()) {
        expect(entry).toBeGreaterThanOrEqual(entries[i - 1] ?? 0);
        expect(entry).toBeLessThanOrEqual(255);
      }
    }));
  });

  it('give signed data a middle at zero, and a map that shows the sign', () => {
    expect(symmetric({ low: -1, high: 4 })).toEqual({ low: -4, high: 4 });
    expect(quantiser('linear', symmetric({ low: -1, high: 4 }))(0)).toBe(127);
    expect([suitableMap({ low: -1, high: 1 }), suitableMap({ low: 0, high: 1 }), suitableMap(undefined)]).toEqual(['RdBu', 'viridis', 'viridis']);
  });

  it('give a constant map the middle colour, and nothing at all no domain', () => {
    expect(quantiser('linear', { low: 7, high: 7 })(7)).toBe(128);
    expect(finiteDomain([NaN, Infinity])).toBeUndefined();
  });
});
