import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSelection } from '../../../../src/core/select/parseSelection.ts';
import { resolveSelection } from '../../../../src/core/select/resolveSelection.ts';
import { fakeScope } from './fakeModel.ts';

const part = fc.constantFrom('a', 'b', 'ab', 'a_1', 'Relu');
const path = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
const small = fc.record({
  nodes: fc.uniqueArray(path, { minLength: 1, maxLength: 8 }),
  layers: fc.uniqueArray(path, { maxLength: 4 }),
});
type Small = typeof small extends fc.Arbitrary<infer T> ? T : never;

/** Each layer's output is the node at its own position, so that every layer has one. */
function layerOutput({ nodes, layers }: Small, layer: string): string {
  return nodes[layers.indexOf(layer) % nodes.length] ?? '';
}

function build(given: Small): ReturnType<typeof fakeScope> {
  return fakeScope({
    nodes: given.nodes.map((name) => ({ name })),
    layers: given.layers.map((each) => ({ path: each, nodes: [layerOutput(given, each)] })),
  });
}

function names(text: string, given: Small): string[] | undefined {
  try {
    return resolveSelection(parseSelection(text), build(given)).tensors.map(({ name }) => name).sort();
  } catch (error) {
    expect(error).toMatchObject({ code: 'selector-no-match' });
    return undefined;
  }
}

/** cli.md's classes one after another, by walks over everything. */
function naiveName(name: string, given: Small): string[] | undefined {
  const { nodes, layers } = given;
  const outputs = (chosen: string[]): string[] => [...new Set(chosen.map((layer) => layerOutput(given, layer)))].sort();
  const classes = [
    nodes.filter((node) => node === name),
    outputs(layers.filter((layer) => layer === name)),
    outputs(layers.filter((layer) => layer.endsWith(`/${name}`))),
    nodes.filter((node) => node.endsWith(`/${name}`)).sort(),
  ];
  return classes.find((found) => found.length > 0);
}

function naiveGlob(glob: string, text: string): boolean {
  if (glob === '') return text === '';
  if (glob.startsWith('*')) return naiveGlob(glob.slice(1), text) || (text !== '' && !text.startsWith('/') && naiveGlob(glob, text.slice(1)));
  if (text === '') return false;
  return (glob[0] === '?' ? !text.startsWith('/') : glob[0] === text[0]) && naiveGlob(glob.slice(1), text.slice(1));
}

function anywhere(glob: string, text: string): boolean {
  const parts = text.split('/');
  return parts.some((_, i) => naiveGlob(glob, parts.slice(i).join('/')));
}

describe('selection against a naive reference', () => {
  it('names', () => {
    fc.assert(fc.property(small, path, (given, name) => {
      const expected = naiveName(name, given);
      const actual = names(name, given);
      // a scope comes last and gives what leaves it, which is tested elsewhere
      if (expected !== undefined) expect(actual).toEqual(expected);
      else if (actual !== undefined) expect(given.nodes.some((node) => `/${node}`.includes(`/${name}/`))).toBe(true);
    }), { numRuns: 500 });
  });

  it('globs over layers and names', () => {
    const glob = fc.array(fc.constantFrom('a', '*', '?', '/', '_1', 'b'), { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''))
      .filter((text) => /[*?]/.test(text) && !text.includes('**') && !/^\/|\/\/|\/$/.test(text) && !/(^|\/)\*($|\/)/.test(text));
    fc.assert(fc.property(small, glob, (given, text) => {
      const fromLayers = given.layers.filter((layer) => anywhere(text, layer)).map((layer) => layerOutput(given, layer));
      const expected = new Set([...fromLayers, ...given.nodes.filter((node) => anywhere(text, node))]);
      const scopes = given.nodes.flatMap((node) => node.split('/').slice(0, -1).map((_, i, parts) => parts.slice(0, i + 1).join('/')));
      if (scopes.some((scope) => anywhere(text, scope))) return;
      expect(new Set(names(text, given) ?? [])).toEqual(expected);
    }), { numRuns: 500 });
  });

  it('indices and ranges of layers', () => {
    const bound = fc.option(fc.integer({ min: -6, max: 6 }), { nil: undefined });
    fc.assert(fc.property(fc.nat(5), bound, bound, fc.constantFrom(undefined, 1, 2, -1, -3), (count, start, stop, step) => {
      const given = { nodes: Array.from({ length: 6 }, (_, i) => `n${i}`), layers: Array.from({ length: count }, (_, i) => `l${i}`) };
      const indices: number[] = [];
      const by = step ?? 1;
      const from = start === undefined ? (by > 0 ? 0 : count - 1) : start < 0 ? start + count : start;
      const to = stop === undefined ? (by > 0 ? count : -1) : Math.max(by > 0 ? 0 : -1, stop < 0 ? stop + count : stop);
      for (let i = by > 0 ? Math.max(0, from) : Math.min(count - 1, from); by > 0 ? i < Math.min(count, to) : i > to; i += by) indices.push(i);
      const expected = indices.length === 0 ? undefined : indices.map((i) => `n${i}`).sort();
      expect(names(`[${start ?? ''}:${stop ?? ''}${step === undefined ? '' : `:${step}`}]`, given)).toEqual(expected);
    }), { numRuns: 500 });
  });
});
