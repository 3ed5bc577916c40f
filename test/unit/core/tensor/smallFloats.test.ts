import { describe, expect, it } from 'vitest';
import { decodeTable, encodeSmallFloat } from '../../../../src/core/tensor/smallFloats.ts';
import type { DType } from '../../../../src/core/tensor/dtype.ts';

/** Bit patterns and values as ml_dtypes 0.5 gives them. */
const KNOWN: readonly (readonly [DType, number, number])[] = [
  ['float16', 0x3c00, 1],
  ['float16', 0xc000, -2],
  ['float16', 0x7bff, 65504],
  ['float16', 0x0001, 2 ** -24],
  ['float16', 0x7c00, Infinity],
  ['bfloat16', 0x3f80, 1],
  ['bfloat16', 0xff80, -Infinity],
  ['bfloat16', 0x7fc0, NaN],
  ['bfloat16', 0x0001, 2 ** -133],
  ['float8_e5m2', 0x7b, 57344],
  ['float8_e5m2', 0x7c, Infinity],
  ['float8_e5m2', 0x01, 2 ** -16],
  ['float8_e4m3fn', 0x7e, 448],
  ['float8_e4m3fn', 0x7f, NaN],
  ['float8_e4m3fn', 0x01, 2 ** -9],
  ['float8_e4m3fnuz', 0x7f, 240],
  ['float8_e4m3fnuz', 0x80, NaN],
  ['float8_e4m3b11fnuz', 0x7f, 30],
  ['float8_e4m3b11fnuz', 0x80, NaN],
  ['float8_e5m2fnuz', 0x7f, 57344],
  ['float8_e5m2fnuz', 0x80, NaN],
  ['float4_e2m1fn', 0x7, 6],
  ['float4_e2m1fn', 0x9, -0.5],
];

describe('small floats', () => {
  it.each(KNOWN)('%s %i is %d', (dtype, bits, value) => {
    expect(decodeTable(dtype)?.[bits]).toBe(Math.fround(value));
  });

  it.each([...new Set(KNOWN.map(([dtype]) => dtype))])('%s: every pattern is found again from its value', (dtype) => {
    const table = decodeTable(dtype) ?? new Float32Array(0);
    const wrong = [...table.keys()].filter((bits) => !Object.is(table[encodeSmallFloat(dtype, table[bits] ?? 0)], table[bits]));
    expect(wrong).toEqual([]);
  });

  it('rounds ties to even and overflows as the format has it', () => {
    expect(encodeSmallFloat('float16', 1 + 2 ** -11)).toBe(0x3c00);
    expect(encodeSmallFloat('float16', 1 + 3 * 2 ** -11)).toBe(0x3c02);
    expect(encodeSmallFloat('float16', 65519)).toBe(0x7bff);
    expect(encodeSmallFloat('float16', -65520)).toBe(0xfc00);
    expect(encodeSmallFloat('float8_e4m3fn', 1e6)).toBe(0x7f);
    expect(encodeSmallFloat('float4_e2m1fn', 100)).toBe(7);
  });
});
