import { describe, expect, it } from 'vitest';
import { constantStrings } from '../../../../src/core/graph/stringTensor.ts';
import { inlineEntry } from '../../../../src/core/graph/inline.ts';
import type { FlatNode } from '../../../../src/core/graph/types.ts';
import { attr, metaGraph, node } from './records.ts';

const STRING = 7;

function constant(texts: readonly string[], shape: number[]): FlatNode | undefined {
  const value = attr.tensor({
    dtype: 'string',
    shape: [texts.length],
    data: texts.map((text) => new TextEncoder().encode(text)),
  });
  if (value.value.case === 'tensor' && value.value.value.tensorShape !== undefined)
    value.value.value.tensorShape.dim = shape.map((size) => ({
      $typeName: 'tensorflow.TensorShapeProto.Dim',
      size: BigInt(size),
      name: '',
    }));
  return inlineEntry(
    metaGraph({ nodes: [node('names', 'Const', [], { dtype: attr.type(STRING), value })], outputs: ['names'] }),
  ).byName.get('names');
}

describe('constantStrings', () => {
  it('repeats the last text that a file leaves out', () => {
    expect(constantStrings(constant(['a', 'b'], [4]))).toEqual(['a', 'b', 'b', 'b']);
  });

  it('reads a constant once, however often it is asked for', () => {
    const names = constant(['a', 'b'], [2]);
    expect(constantStrings(names)).toBe(constantStrings(names));
  });

  it('refuses a constant that claims more than a file can hold', () => {
    expect(() => constantStrings(constant(['a'], [10 ** 12]))).toThrow('The constant "names" claims 1000000000000 texts.');
  });
});
