import { describe, expect, it } from 'vitest';
import { JsonObject, jsonInputs, jsonLiteral } from '../../../../src/core/inputs/jsonInputs.ts';

const read = (text: string, ...names: string[]): Record<string, unknown> => Object.fromEntries(jsonInputs(text, names, 'v.json'));

describe('jsonInputs', () => {
  it('reads values by name, requests in rows and columns, and the value of the only input', () => {
    expect(read('{"a": [1, 2], "b": "x"}', 'a', 'b')).toEqual({ a: [1, 2], b: 'x' });
    expect(read('{"instances": [[1, 2], [3, 4]]}', 'a')).toEqual({
      a: [
        [1, 2],
        [3, 4],
      ],
    });
    expect(read('{"instances": [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]}', 'a', 'b')).toEqual({ a: [1, 2], b: ['x', 'y'] });
    expect(read('{"inputs": {"a": 1, "b": 2}}', 'a', 'b')).toEqual({ a: 1, b: 2 });
    expect(read('{"inputs": [1, 2]}', 'a')).toEqual({ a: [1, 2] });
    expect(read('{"inputs": [1, 2]}', 'inputs')).toEqual({ inputs: [1, 2] });
    expect(read('[[true]]', 'a')).toEqual({ a: [[true]] });
  });

  it('takes bytes as TensorFlow Serving writes them', () => {
    expect(read('{"instances": [{"b64": "AP8="}]}', 'a')).toEqual({ a: [Uint8Array.of(0, 255)] });
    expect(read('{"a": {"b64": "AP8="}}', 'a')).toEqual({ a: Uint8Array.of(0, 255) });
    expect(jsonLiteral({ b64: '!' })).toBeUndefined();
  });

  it('takes tf.Examples for the only input, each with the context', () => {
    expect(read('{"examples": [{"age": 3}, {}], "context": {"city": "x"}}', 'a')).toEqual({
      a: [new JsonObject({ city: 'x', age: 3 }), new JsonObject({ city: 'x' })],
    });
    expect(read('{"instances": [{"age": 3}]}', 'a')).toEqual({ a: [new JsonObject({ age: 3 })] });
    expect(read('{"examples": ["text"]}', 'examples')).toEqual({ examples: ['text'] });
  });

  it('refuses what is none of these', () => {
    expect(() => read('{"a": 1', 'a')).toThrow('v.json is no JSON: ');
    expect(() => read('[1]', 'a', 'b')).toThrow('v.json does not say which input its value is for; there are 2: a, b.');
    expect(() => read('{"a": [null]}', 'a')).toThrow(
      'In v.json, the value of a holds something other than numbers, texts, truth values and lists.',
    );
    expect(() => read('{"instances": [{"a": 1, "b": 2}, {"a": 3}]}', 'a', 'b')).toThrow(
      'In v.json, instance 1 has no b, which instance 0 has.',
    );
    expect(() => read(`${'['.repeat(100)}${']'.repeat(100)}`, 'a')).toThrow('In v.json, the value of a holds something other');
  });
});
