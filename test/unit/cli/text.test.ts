import { byteSizeText } from '../../../src/core/run/byteSize.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countText, numberText, shapeText } from '../../../src/cli/text/format.ts';
import { jsonText } from '../../../src/cli/text/json.ts';
import { printable } from '../../../src/core/printable.ts';
import { styleFor } from '../../../src/cli/text/style.ts';
import { table } from '../../../src/cli/text/table.ts';

describe('numbers and shapes', () => {
  it.each([
    [0, '0'],
    [12, '12'],
    [0.123456, '0.1235'],
    [-1234.5678, '-1235'],
    [1e-9, '1.00e-9'],
    [123456789, '1.23e8'],
    ['nan', 'nan'],
    [undefined, '-'],
  ] as const)('%s reads %s', (value, text) => {
    expect(numberText(value)).toBe(text);
  });
  it('writes shapes', () => {
    expect([[], [3], [-1, 2], null].map((shape) => shapeText(shape))).toEqual(['[]', '[3]', '[?,2]', '?']);
  });
  it('writes sizes and counts', () => {
    expect([0, 999, 1000, 1_536_000, 999_700, 999_999_999].map(byteSizeText)).toEqual([
      '0 B',
      '999 B',
      '1 kB',
      '1.54 MB',
      '1 MB',
      '1 GB',
    ]);
    expect([1, 1000, 25_636_712].map(countText)).toEqual(['1', '1,000', '25,636,712']);
  });
});

describe('json', () => {
  it('always parses, with words for what JSON cannot say', () => {
    expect(JSON.parse(jsonText({ a: NaN, b: -Infinity, c: Infinity, d: 2n ** 60n, e: 5n }))).toEqual({
      a: 'nan',
      b: '-inf',
      c: 'inf',
      d: '1152921504606846976',
      e: 5,
    });
    fc.assert(
      fc.property(fc.object({ withBigInt: true }), (value) => {
        JSON.parse(jsonText(value));
      }),
    );
  });
});

describe('terminal', () => {
  it('never lets a name from a file steer the terminal', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.nat(0x2fff).map((code) => String.fromCharCode(code)) }), (name) => {
        expect(printable(name)).not.toMatch(/[\p{Cc}\u202e]/u);
      }),
    );
    expect(printable('a\u001b[31mb\u202e')).toBe('a\\x1b[31mb\\u202e');
  });
  it('has colours only on a terminal without NO_COLOR', () => {
    const sink = { write: () => undefined, isTTY: true };
    expect(styleFor(sink, {}).bad('x')).toBe('\u001b[31mx\u001b[0m');
    expect(styleFor(sink, { NO_COLOR: '1' }).bad('x')).toBe('x');
    expect(styleFor({ write: sink.write }, {}).bad('x')).toBe('x');
  });
  it('aligns columns by what they take on the screen', () => {
    expect(
      table(
        [{ title: 'name' }, { title: 'n', align: 'right' }],
        [
          ['a', '1'],
          ['層', '200'],
          ['', '3'],
        ],
      ),
    ).toEqual(['name    n', 'a       1', '層    200', '        3']);
  });
});

describe('tables of hostile names', () => {
  it('are not as wide as their longest name', () => {
    const long = 'n'.repeat(100_000);
    const rows = [[long, 'Relu'], ...Array.from({ length: 1000 }, (_, index) => [`x${index}`, 'Relu'])];
    const lines = table([{ title: '' }, { title: '' }], rows);
    expect(lines[0]).toBe(`${long}  Relu`);
    expect(lines[1]).toBe(`${'x0'.padEnd(200)}  Relu`);
    expect(lines.join('').length).toBeLessThan(400_000);
  });
});
