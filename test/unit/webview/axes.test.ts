import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arityOf, defaultMapping, parseSliceText, planWindow, sliceText, spreadAxes, withIndex, withRole, type Arity } from '../../../webview/tensor/axes.ts';

const shape = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 0, maxLength: 6 });
const arity = fc.constantFrom<Arity>(0, 1, 2, 3);

describe('axis mapping', () => {
  it('spreads the last axes, channels last', () => {
    expect(defaultMapping([1, 28, 28, 8], 3)).toEqual({ roles: ['fixed', 'row', 'column', 'map'], indices: [0, 0, 0, 0] });
    expect(spreadAxes(defaultMapping([2, 5, 7], 2))).toEqual({ row: 1, column: 2, map: -1 });
  });

  it('is the same after its slice text was read back', () => {
    fc.assert(fc.property(shape, arity, fc.array(fc.nat(), { minLength: 6, maxLength: 6 }), (sizes, spread, at) => {
      let mapping = defaultMapping(sizes, spread);
      for (const [axis, size] of sizes.entries()) if (mapping.roles[axis] === 'fixed') mapping = withIndex(mapping, axis, (at[axis] ?? 0) % size);
      expect(parseSliceText(sliceText(mapping), sizes)).toEqual(mapping);
    }));
  });

  it('keeps its number of spread axes when roles are exchanged', () => {
    fc.assert(fc.property(shape, arity, fc.nat(5), fc.constantFrom('row' as const, 'column' as const, 'map' as const, 'fixed' as const), (sizes, spread, axis, role) => {
      const before = defaultMapping(sizes, spread);
      if (axis >= sizes.length || role === 'fixed' || !before.roles.includes(role)) return;
      expect(arityOf(withRole(before, axis, role))).toBe(arityOf(before));
    }));
  });

  it.each([
    ['[0, :, x]', 'axis 2'], ['[5, :, :]', 'Axis 0 has indices 0 to 1; 5 is outside.'], ['[0, 1, 2, 3]', 'The tensor has 3 axes, the slice names 4.'],
  ])('says what is wrong with %s', (text, expected) => {
    const answer = parseSliceText(text, [2, 3, 4]);
    expect(typeof answer === 'string' ? answer : '').toContain(expected);
  });

  it('takes negative indices from the end and missing axes whole', () => {
    expect(parseSliceText('[-1]', [2, 3, 4])).toEqual({ roles: ['fixed', 'row', 'column'], indices: [1, 0, 0] });
  });

  it('plans windows within their limits that cover the axis', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 600 }), (size, limit) => {
      const { slice, steps } = planWindow([3, size], defaultMapping([3, size], 1), { column: limit });
      const step = steps[1] ?? 0;
      expect(Math.ceil(size / step)).toBeLessThanOrEqual(limit);
      expect(slice).toEqual([0, { start: 0, stop: size, step }]);
    }));
  });
});
