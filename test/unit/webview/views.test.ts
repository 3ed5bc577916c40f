import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Manifest, ManifestTensor, TensorStats } from '../../../src/core/run/manifest.ts';
import type { DType } from '../../../src/core/tensor/dtype.ts';
import { colouringOf, robustDomain } from '../../../webview/tensor/colouring.ts';
import { copyText } from '../../../webview/tensor/copyTexts.ts';
import { exactText } from '../../../webview/tensor/exactText.ts';
import { fitPicture, fitTiles, panExtent, pixelLimits, TILE_GAP, zoomExtent } from '../../../webview/tensor/fit.ts';
import { Latest } from '../../../webview/tensor/latest.ts';
import { linePath, linePoints, ticksOf } from '../../../webview/tensor/linePath.ts';
import { tileAt, tileCorner } from '../../../webview/tensor/tiles.ts';
import { rankClasses } from '../../../webview/tensor/ranking.ts';
import { groupings, groupsOf, rankGroups } from '../../../webview/tensor/scatterGroups.ts';
import { firstSettings, settingsFor, withKind } from '../../../webview/tensor/settings.ts';
import { boundsOf, moveCell, pageAround } from '../../../webview/tensor/valuesGrid.ts';
import { areChannelsFirst, kindFor, mappingFor, viewsFor } from '../../../webview/tensor/viewKinds.ts';
import { visiblePieces } from '../../../webview/tensor/visibleText.ts';

function tensorOf(
  shape: readonly number[],
  stats: Partial<TensorStats> = {},
  dtype: DType = 'float32',
  name = 't',
): ManifestTensor {
  const count = shape.reduce((product, size) => product * size, 1);
  return {
    name,
    key: name,
    aliases: [],
    op: 'Identity',
    layer: null,
    dtype,
    shape,
    file: 't.npy',
    stats: { count, zeros: 0, nan: 0, posInf: 0, negInf: 0, min: -1, max: 1, mean: 0, std: 1, ...stats },
  };
}

describe('views of a tensor', () => {
  it.each([
    [
      [1, 28, 28, 8],
      ['maps', 'heatmap', 'line', 'values', 'histogram'],
    ],
    [
      [1, 32, 32, 3],
      ['rgb', 'maps', 'heatmap', 'line', 'values', 'histogram'],
    ],
    [[], ['values', 'histogram']],
    [
      [1, 1],
      ['values', 'histogram'],
    ],
    [[7], ['line', 'values', 'histogram']],
    [
      [2, 7, 5],
      ['heatmap', 'maps', 'line', 'values', 'histogram'],
    ],
    [
      [9, 7, 5],
      ['heatmap', 'maps', 'line', 'values', 'histogram', 'scatter'],
    ],
  ] as const)('of shape %j', (shape, views) => expect(viewsFor(tensorOf(shape), false)).toEqual(views));

  it('are text for strings, and the empty grid for nothing', () => {
    expect(viewsFor(tensorOf([2], {}, 'string'), false)).toEqual(['text']);
    expect(viewsFor(tensorOf([0, 4]), true)).toEqual(['values']);
  });

  it('begin with classes for probabilities, with attention for softmax rows', () => {
    expect(viewsFor(tensorOf([1, 10], { min: 0, max: 1 }), true)[0]).toBe('classes');
    expect(viewsFor(tensorOf([1, 10]), true)).toContain('classes');
    expect(viewsFor(tensorOf([1, 10], { min: 0, max: 1 }), false)).not.toContain('classes');
    expect(viewsFor(tensorOf([1, 4, 6, 6], { min: 0, max: 0.9, mean: 1 / 6 }), false)[0]).toBe('attention');
    expect(viewsFor(tensorOf([1, 4, 6, 6], { min: 0, max: 0.9, mean: 0.3 }), false)).not.toContain('attention');
  });

  it('find channels that stand first', () => {
    expect(
      [
        [1, 64, 56, 56],
        [1, 3, 224, 200],
        [1, 56, 56, 64],
        [1, 28, 28, 28],
        [1, 7, 9, 12],
        [4, 5],
      ].map(areChannelsFirst),
    ).toEqual([true, true, false, false, false, false]);
    expect(mappingFor('maps', [1, 64, 56, 56]).roles).toEqual(['fixed', 'map', 'row', 'column']);
    expect(mappingFor('heatmap', [1, 28, 28, 8]).roles).toEqual(['fixed', 'row', 'column', 'fixed']);
    expect(mappingFor('scatter', [1, 28, 8]).roles).toEqual(['all', 'row', 'all']);
  });

  it('keep the slice that was looked at from view to view, and follow what is spread', () => {
    const tensor = tensorOf([2, 28, 28, 8]);
    const maps = firstSettings(tensor, 'maps');
    const plane = withKind({ ...maps, mapping: { ...maps.mapping, indices: [1, 0, 0, 5] } }, 'heatmap', tensor.shape);
    expect([plane.mapping.roles, plane.mapping.indices, plane.range]).toEqual([
      ['fixed', 'row', 'column', 'fixed'],
      [1, 0, 0, 5],
      'tensor',
    ]);
    expect(kindFor('heatmap', maps.mapping, ['maps', 'heatmap'])).toBe('maps');
    expect(kindFor('values', plane.mapping, ['maps', 'heatmap', 'values'])).toBe('values');
  });

  it('forget settings that a tensor of this shape cannot have, and read JSON’s holes', () => {
    const tensor = tensorOf([2, 6, 6, 3]);
    const views = viewsFor(tensor, false);
    const kept = { ...firstSettings(tensor, 'heatmap'), scale: 'log' as const };
    expect(settingsFor(tensor, views, JSON.parse(JSON.stringify(kept)) as typeof kept)).toEqual(kept);
    expect(settingsFor(tensorOf([6, 6]), ['heatmap'], kept).scale).toBe('linear');
    const outside = { ...kept, mapping: { ...kept.mapping, indices: [0, 0, 0, 9] } };
    expect(settingsFor(tensor, views, outside).scale).toBe('linear');
    expect(settingsFor(tensor, views, { kind: 'heatmap', mapping: { roles: ['row'], indices: [0] } } as never).kind).toBe('rgb');
  });
});

describe('colouring', () => {
  const histogram = { edges: [0, 1, 2, 100], counts: [50, 49, 1], sampled: false };
  it('covers the tensor, the slice, all but the outliers, or what a person says', () => {
    const tensor = tensorOf([4], { min: 0, max: 100, histogram });
    const settings = firstSettings(tensor, 'heatmap');
    const slice = {
      low: Float64Array.of(3),
      high: Float64Array.of(4),
      energy: new Float64Array(1),
      finite: new Float64Array(1),
      zeros: new Float64Array(1),
      nan: new Float64Array(1),
      posInf: new Float64Array(1),
      negInf: new Float64Array(1),
    };
    const domainOf = (range: typeof settings.range) =>
      colouringOf(tensor, { ...settings, range, domain: { low: -5, high: 7 } }, slice).domain;
    expect([domainOf('tensor'), domainOf('slice'), domainOf('custom')]).toEqual([
      { low: 0, high: 100 },
      { low: 3, high: 4 },
      { low: -5, high: 7 },
    ]);
    expect(robustDomain(tensor)).toEqual({ low: expect.closeTo(0.02, 6) as number, high: 2 });
    expect(colouringOf(tensorOf([4], { min: -2, max: 1 }), settings, undefined)).toMatchObject({
      mapName: 'RdBu',
      domain: { low: -2, high: 2 },
    });
  });
});

describe('sizes', () => {
  it('fit inside the room, values square while they can be', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 60, max: 2000 }),
        fc.integer({ min: 60, max: 2000 }),
        (rows, columns, width, height) => {
          const size = fitPicture(rows, columns, { width, height });
          expect(size.width <= width && size.height <= height && size.width >= 1 && size.height >= 1).toBe(true);
          const limits = pixelLimits(size, 230_000);
          expect(limits.row * limits.column).toBeLessThanOrEqual(230_000);
        },
      ),
    );
    expect(fitPicture(28, 28, { width: 600, height: 300 })).toEqual({ width: 280, height: 280 });
  });

  it('put all tiles inside the room', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 256 }),
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 300 }),
        (count, rows, columns) => {
          const grid = fitTiles(count, rows, columns, { width: 800, height: 600 });
          expect(grid.columns * (grid.tileWidth + TILE_GAP) - TILE_GAP).toBeLessThanOrEqual(
            Math.max(800, grid.columns * (4 + TILE_GAP)),
          );
          expect(grid.columns * grid.rows).toBeGreaterThanOrEqual(count);
          const { left, top } = tileCorner(grid, count - 1);
          expect(tileAt(grid, count, left + 1, top + 1)?.place).toBe(count - 1);
          expect(tileAt(grid, count, left + grid.tileWidth + 1, top + 1)).toBeUndefined();
        },
      ),
    );
  });

  it('zoom about a point and stay inside the axis, backwards too', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 500 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom(1, -1),
        fc.integer({ min: -600, max: 600 }),
        (size, anchor, step, by) => {
          const whole = { start: step > 0 ? 0 : size - 1, step, count: size };
          const near = zoomExtent(whole, size, 0.5, anchor);
          if (near === undefined) return;
          for (const extent of [near, panExtent(near, size, by) ?? near]) {
            const ends = [extent.start, extent.start + (extent.count - 1) * step];
            expect(Math.min(...ends) >= 0 && Math.max(...ends) < size && extent.count < size).toBe(true);
          }
        },
      ),
    );
    expect(zoomExtent({ start: 10, step: 1, count: 20 }, 40, 4, 0.5)).toBeUndefined();
  });
});

describe('exact text', () => {
  const text = (dtype: DType, data: Parameters<typeof exactText>[0]['data'], at = 0) =>
    exactText({ dtype, shape: [1], data }, at);
  it('keeps every digit of 64-bit integers and as few as needed of floats', () => {
    expect(text('int64', BigInt64Array.of(-9_007_199_254_740_993n))).toBe('−9007199254740993');
    expect([
      text('float32', Float32Array.of(0.1)),
      text('float32', Float32Array.of(1e-5)),
      text('float32', Float32Array.of(16_777_216)),
      text('float64', Float64Array.of(0.1)),
    ]).toEqual(['0.1', '0.00001', '16777216', '0.1']);
    expect([
      text('float16', Uint16Array.of(0x2e66)),
      text('float16', Uint16Array.of(0x7c00)),
      text('bool', Uint8Array.of(1)),
      text('complex64', Float32Array.of(1.5, -2)),
    ]).toEqual(['0.1', '+Inf', 'True', '1.5−2j']);
    expect([
      text('float32', Float32Array.of(NaN)),
      text('float32', Float32Array.of(-Infinity)),
      text('float32', Float32Array.of(-0)),
    ]).toEqual(['NaN', '−Inf', '−0']);
  });

  it('reads back to the same float32', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Math.fround(Number(text('float32', Float32Array.of(value)).replaceAll('−', '-')))).toBe(value);
      }),
    );
  });
});

describe('copied text', () => {
  it('is NumPy, CSV or Markdown that says the same', () => {
    const cells = [
      ['1.5', '−0.25'],
      ['NaN', '−Inf'],
    ];
    expect(copyText(cells, 'float32', 'numpy')).toBe('np.array([[1.5, -0.25],\n          [np.nan, -np.inf]], dtype=np.float32)');
    expect(copyText([['1', '2']], 'int64', 'numpy', true)).toBe('np.array([1, 2], dtype=np.int64)');
    expect(copyText(cells, 'float32', 'csv')).toBe('1.5,-0.25\nnan,-inf');
    expect(copyText(cells, 'float32', 'markdown')).toBe('| 0 | 1 |\n| ---: | ---: |\n| 1.5 | −0.25 |\n| NaN | −Inf |');
    expect(copyText([], 'float32', 'numpy')).toBe('np.zeros((0, 0), dtype=np.float32)');
    expect(copyText([['NaN+1j']], 'complex64', 'numpy')).toBe("np.array([[complex('nan+1j')]], dtype=np.complex64)");
  });

  it('escapes what would break out', () => {
    expect(copyText([['a"b\n', 'c,d']], 'string', 'csv')).toBe('"a""b\n","c,d"');
    expect(copyText([['a"b\n']], 'string', 'numpy')).toBe(String.raw`np.array([["a\"b\n"]], dtype=object)`);
    expect(copyText([['a|b']], 'string', 'markdown')).toContain(String.raw`a\|b`);
  });

  it('shows characters that nobody would see', () => {
    expect(visiblePieces('a\u202eb\n')).toEqual([
      { text: 'a', isEscape: false },
      { text: '\\u202e', isEscape: true },
      { text: 'b', isEscape: false },
      { text: '\\n', isEscape: true },
    ]);
    fc.assert(
      fc.property(fc.string(), (any) => {
        if (visiblePieces(any).every(({ isEscape }) => !isEscape))
          expect(
            visiblePieces(any)
              .map(({ text: piece }) => piece)
              .join(''),
          ).toBe(any);
      }),
    );
  });
});

describe('lines, ranks, groups, cells', () => {
  it('a line breaks where nothing is finite', () => {
    const points = linePoints([0, 1, 0, NaN, NaN, 1, 2, 2, 0]);
    expect(
      linePath(
        points,
        (i) => i,
        (value) => value,
      ),
    ).toBe('M0.0 1.0L0.0 0.0M2.0 2.0h0.1');
    expect(ticksOf(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticksOf(3, 3, 5)).toEqual([3]);
  });

  it('classes rank by value, NaN left out, with shares that sum to 1', () => {
    expect(rankClasses([1, NaN, 3, 3], 2).map(({ index }) => index)).toEqual([2, 3]);
    expect(rankClasses([1000, 1001], 5).reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  it('samples are grouped by argmax or by number', () => {
    expect([...groupsOf([0.1, 0.9, 0.7, 0.2], 2)]).toEqual([1, 0]);
    expect([...groupsOf([4, 4, 7], 3)]).toEqual([4, 4, 7]);
    expect([...rankGroups([4, 7, 7])]).toEqual([
      [7, 0],
      [4, 1],
    ]);
    const shown = tensorOf([3, 8], {}, 'float32', 'shown');
    const manifest = {
      tensors: [
        shown,
        tensorOf([3, 2], {}, 'float32', 'scores'),
        tensorOf([3], {}, 'int64', 'ids'),
        tensorOf([4, 2], {}, 'float32', 'others'),
        tensorOf([3], {}, 'float32', 'floats'),
      ],
    } as Partial<Manifest> as Manifest;
    expect(groupings(manifest, 3, shown).map(({ name }) => name)).toEqual(['scores', 'ids']);
  });

  it('the cursor moves as in a spreadsheet', () => {
    const at = { anchorRow: 1, anchorColumn: 1, row: 1, column: 1 };
    const keys = { isShift: false, isControl: false, pageRows: 5 };
    expect(moveCell(at, 'ArrowRight', keys, 9, 9)).toEqual({ anchorRow: 1, anchorColumn: 2, row: 1, column: 2 });
    expect(moveCell(at, 'ArrowDown', { ...keys, isShift: true }, 9, 9)).toEqual({ ...at, row: 2 });
    expect(moveCell(at, 'End', { ...keys, isControl: true }, 9, 7)).toMatchObject({ row: 8, column: 6 });
    expect(moveCell(at, 'PageDown', keys, 3, 3)).toMatchObject({ row: 2, column: 1 });
    expect(moveCell(at, 'x', keys, 3, 3)).toBeUndefined();
    expect(boundsOf({ anchorRow: 3, anchorColumn: 0, row: 1, column: 2 })).toEqual({ rows: [1, 4], columns: [0, 3] });
    expect(pageAround(70, 90, 64, 1000)).toEqual([0, 192]);
  });
});

describe('the latest question', () => {
  it('asks one at a time, skips those in between and ends with the newest', async () => {
    const started: number[] = [];
    const answered: number[] = [];
    const settle: (() => void)[] = [];
    const latest = new Latest<number>(() => 0);
    const ask = (question: number): void =>
      latest.ask(
        () =>
          new Promise((resolve) => {
            started.push(question);
            settle.push(() => resolve(question));
          }),
        (value) => answered.push(value),
        () => undefined,
      );
    for (const question of [1, 2, 3]) ask(question);
    expect(started).toEqual([1]);
    settle[0]?.();
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
    settle[1]?.();
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
    expect([started, answered]).toEqual([
      [1, 3],
      [1, 3],
    ]);
  });

  it('gives up one that takes too long, and answers nothing after it was cancelled', async () => {
    let now = 0;
    const latest = new Latest<string>(() => now);
    const answers: string[] = [];
    const hanging = (signal: AbortSignal) =>
      new Promise<string>((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error('given up')));
      });
    latest.ask(
      hanging,
      (value) => answers.push(value),
      () => answers.push('refused'),
    );
    now = 600;
    latest.ask(
      async () => 'new',
      (value) => answers.push(value),
      () => answers.push('refused'),
    );
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
    expect(answers).toEqual(['new']);
    latest.ask(
      async () => 'late',
      (value) => answers.push(value),
      () => answers.push('refused'),
    );
    latest.cancel();
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
    expect(answers).toEqual(['new']);
  });
});
