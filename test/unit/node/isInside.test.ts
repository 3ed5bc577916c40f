import { describe, expect, it } from 'vitest';
import { isInside } from '../../../src/node/isInside.ts';

describe('a path', () => {
  it('is inside a folder that is itself or lies above it', () => {
    expect(isInside('/m/digits', '/m/digits')).toBe(true);
    expect(isInside('/m/digits', '/m/digits/variables/x.npz')).toBe(true);
    expect(isInside('/m/digits', '/m/digits/..hidden')).toBe(true);
    expect(isInside('/m/digits', '/m/other/../digits/x')).toBe(true);
  });

  it('is not inside beside it', () => {
    expect(isInside('/m/digits', '/m')).toBe(false);
    expect(isInside('/m/digits', '/m/digits-activations')).toBe(false);
    expect(isInside('/m/digits', '/m/digits/../x')).toBe(false);
  });
});
