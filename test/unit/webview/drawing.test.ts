import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultMapping, withRole, type AxisMapping } from '../../../webview/tensor/axes.ts';
import {
  colourTable,
  COLOUR_MAPS,
  NAN_ENTRY,
  NEGATIVE_INFINITY_ENTRY,
  POSITIVE_INFINITY_ENTRY,
} from '../../../webview/tensor/colourTable.ts';
import { lanesOf } from '../../../src/core/tensor/lanes.ts';
import { summariseSlice } from '../../../src/core/tensor/summaries.ts';
import { channelDomain, channelOrder, countDead, isDead } from '../../../webview/tensor/channels.ts';
import { paintPlane, planesOf, valueAt } from '../../../webview/tensor/plane.ts';
import { brightnessOf, paintRgb } from '../../../webview/tensor/rgb.ts';
import {
  domainFor,
  finiteDomain,
  logFloor,
  quantiser,
  SCALE_KINDS,
  suitableMap,
  symmetric,
} from '../../../webview/tensor/scale.ts';

const SPREADS = [[], ['column'], ['row', 'column'], ['row', 'column', 'map']] as const;
/** The last `arity` axes spread. */
const last = (shape: readonly number[], arity: 0 | 1 | 2 | 3): AxisMapping =>
  defaultMapping(shape, { roles: SPREADS[arity], others: 'fixed' });

describe('planes', () => {
  it('find every value whatever the order of the axes', () => {
    const shape = [2, 3, 4];
    const values = Float32Array.from({ length: 24 }, (_, i) => i);
    const planes = planesOf(values, shape, last(shape, 3));
    expect(valueAt(planes, 3, 1, 2)).toBe(values[1 * 12 + 2 * 4 + 3]);
    // channels first: the maps lie on axis 0
    const turned = planesOf(values, shape, withRole(withRole(last(shape, 3), 0, 'map'), 1, 'row'));
    expect([turned.maps, turned.rows, turned.columns]).toEqual([2, 3, 4]);
    expect(valueAt(turned, 1, 2, 3)).toBe(23);
  });

  it('know dead channels, their ranges and the strongest', () => {
    const channels = summariseSlice(Float32Array.of(1, 0, NaN, NaN, 0, NaN, -3, 0, Infinity), lanesOf([3, 3], []), 1);
    expect([0, 1, 2].map((channel) => isDead(channels, channel))).toEqual([false, true, false]);
    expect([channelDomain(channels, 0), channelDomain(channels, 2)]).toEqual([{ low: -3, high: 1 }, undefined]);
    expect([channelOrder(channels, 'index'), channelOrder(channels, 'energy'), countDead(channels)]).toEqual([
      [0, 1, 2],
      [0, 1, 2],
      1,
    ]);
    expect(channelOrder(summariseSlice(Float32Array.of(1, 5, 5), lanesOf([3], []), 0), 'energy')).toEqual([1, 2, 0]);
  });

  it('become colours by bytes, by the unit range or stretched; what is not finite is magenta', () => {
    expect([
      brightnessOf({ low: 0, high: 1 }, false),
      brightnessOf({ low: 0, high: 200 }, false),
      brightnessOf({ low: -1, high: 1 }, false),
      brightnessOf({ low: 0, high: 1 }, true),
    ]).toEqual(['unit', 'bytes', 'stretched', 'bytes']);
    const planes = planesOf(Float32Array.of(1, 0.5, 0, 0, NaN, 0), [1, 2, 3], last([1, 2, 3], 3));
    const pixels = new Uint32Array(2);
    paintRgb(planes, pixels, 'unit');
    expect([...new Uint8Array(pixels.buffer)]).toEqual([255, 128, 0, 255, 255, 0, 255, 255]);
  });

  it('paints NaN and both infinities in colours of their own', () => {
    const planes = planesOf(Float32Array.of(0, NaN, Infinity, -Infinity), [2, 2], last([2, 2], 2));
    const pixels = new Uint32Array(4);
    const table = colourTable('viridis');
    paintPlane(planes, 0, pixels, 0, 2, table, quantiser('linear', { low: -1, high: 1 }));
    expect([...pixels]).toEqual([table[127], table[NAN_ENTRY], table[POSITIVE_INFINITY_ENTRY], table[NEGATIVE_INFINITY_ENTRY]]);
    for (const map of COLOUR_MAPS) expect(new Set([...colourTable(map)].slice(0, 256))).not.toContain(table[NAN_ENTRY]);
  });
});

describe('scales', () => {
  it('never leave the table, and keep the order of values', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SCALE_KINDS),
        fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 40 }),
        (kind, values) => {
          const entryOf = quantiser(kind, finiteDomain(values));
          const entries = [...values].sort((a, b) => a - b).map(entryOf);
          for (const [i, entry] of entries.entries()) {
            expect(entry).toBeGreaterThanOrEqual(entries[i - 1] ?? 0);
            expect(entry).toBeLessThanOrEqual(255);
          }
        },
      ),
    );
  });

  it('give signed data a middle at zero, and a map that shows the sign', () => {
    expect(symmetric({ low: -1, high: 4 })).toEqual({ low: -4, high: 4 });
    expect(quantiser('linear', symmetric({ low: -1, high: 4 }))(0)).toBe(127);
    expect([suitableMap({ low: -1, high: 1 }), suitableMap({ low: 0, high: 1 }), suitableMap(undefined)]).toEqual([
      'RdBu',
      'viridis',
      'viridis',
    ]);
  });

  it('stand symmetric only where the middle of the map means zero', () => {
    expect([domainFor('viridis', { low: -1, high: 4 }), domainFor('RdBu', { low: -1, high: 4 })]).toEqual([
      { low: -1, high: 4 },
      { low: -4, high: 4 },
    ]);
  });

  it('have a floor for logarithms, and hold the widest range there is', () => {
    expect([logFloor({ low: 0.5, high: 2 }), logFloor({ low: -1, high: 2 })]).toEqual([0.5, 2e-6]);
    const entryOf = quantiser('linear', { low: -Number.MAX_VALUE, high: Number.MAX_VALUE });
    expect([entryOf(-Number.MAX_VALUE), entryOf(0), entryOf(Number.MAX_VALUE)]).toEqual([0, 127, 255]);
  });

  it('give a constant map the middle colour, and nothing at all no domain', () => {
    expect(quantiser('linear', { low: 7, high: 7 })(7)).toBe(128);
    expect(finiteDomain([NaN, Infinity])).toBeUndefined();
  });
});
