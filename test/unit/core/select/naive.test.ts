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
    return resolveSelection(parseSelection(text), build(given))
      .tensors.map(({ name }) => name)
      .sort();
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
  if (glob.startsWith('*'))
    return naiveGlob(glob.slice(1), text) || (text !== '' && !text.startsWith('/') && naiveGlob(glob, text.slice(1)));
  if (text === '') return false;
  return (glob[0] === '?' ? !text.startsWith('/') : glob[0] === text[0]) && naiveGlob(glob.slice(1), text.slice(1));
}

function anywhere(glob: string, text: string): boolean {
  const parts = text.split('/');
  return parts.some((_, i) => naiveGlob(glob, parts.slice(i).join('/')));
}

describe('selection against a naive reference', () => {
  it('names', () => {
    fc.assert(
      fc.property(small, path, (given, name) => {
        const expected = naiveName(name, given);
        const actual = names(name, given);
        // a scope comes last and gives what leaves it, which is tested elsewhere
        if (expected !== undefined) expect(actual).toEqual(expected);
        else if (actual !== undefined) expect(given.nodes.some((node) => `/${node}`.includes(`/${name}/`))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('globs over layers and names', () => {
    const glob = fc
      .array(fc.constantFrom('a', '*', '?', '/', '_1', 'b'), { minLength: 1, maxLength: 5 })
      .map((parts) => parts.join(''))
      .filter((text) => /[*?]/.test(text) && !text.includes('**') && !/^\/|\/\/|\/$/.test(text) && !/(^|\/)\*($|\/)/.test(text));
    fc.assert(
      fc.property(small, glob, (given, text) => {
        const fromLayers = given.layers.filter((layer) => anywhere(text, layer)).map((layer) => layerOutput(given, layer));
        const expected = new Set([...fromLayers, ...given.nodes.filter((node) => anywhere(text, node))]);
        const scopes = given.nodes.flatMap((node) =>
          node
            .split('/')
            .slice(0, -1)
            .map((_, i, parts) => parts.slice(0, i + 1).join('/')),
        );
        if (scopes.some((scope) => anywhere(text, scope))) return;
        expect(new Set(names(text, given) ?? [])).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('indices and ranges of layers', () => {
    const bound = fc.option(fc.integer({ min: -6, max: 6 }), { nil: undefined });
    fc.assert(
      fc.property(fc.nat(5), bound, bound, fc.constantFrom(undefined, 1, 2, -1, -3), (count, start, stop, step) => {
        const given = {
          nodes: Array.from({ length: 6 }, (_, i) => `n${i}`),
          layers: Array.from({ length: count }, (_, i) => `l${i}`),
        };
        const indices: number[] = [];
        const by = step ?? 1;
        const from = start === undefined ? (by > 0 ? 0 : count - 1) : start < 0 ? start + count : start;
        const to = stop === undefined ? (by > 0 ? count : -1) : Math.max(by > 0 ? 0 : -1, stop < 0 ? stop + count : stop);
        for (let i = by > 0 ? Math.max(0, from) : Math.min(count - 1, from); by > 0 ? i < Math.min(count, to) : i > to; i += by)
          indices.push(i);
        const expected = indices.length === 0 ? undefined : indices.map((i) => `n${i}`).sort();
        expect(names(`[${start ?? ''}:${stop ?? ''}${step === undefined ? '' : `:${step}`}]`, given)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('terms, words that must all hold, and terms that take away', () => {
    const ops = fc.constantFrom('Relu', 'Conv2D', 'MatMul');
    const graph = fc.uniqueArray(fc.record({ name: path, op: ops, rank: fc.integer({ min: 0, max: 3 }) }), {
      minLength: 1,
      maxLength: 8,
      selector: ({ name }) => name,
    });
    const word = fc.oneof(
      fc
        .constantFrom('a', 'b', 'ab')
        .map((letter) => ({ text: `/${letter}/`, holds: (node: Node) => node.name.includes(letter) })),
      fc.constant({ text: '@ops', holds: () => true }),
      ops.map((op) => ({ text: `op:${op}`, holds: (node: Node) => node.op === op })),
      fc
        .tuple(fc.constantFrom('', '<', '<=', '>', '>='), fc.integer({ min: 0, max: 3 }))
        .map(([sign, rank]) => ({ text: `rank:${sign}${rank}`, holds: (node: Node) => compares(node.rank, sign, rank) })),
      fc.constant({ text: 'dtype:float32', holds: () => true }),
    );
    // @ops in front, because a term of predicates alone looks through the layers
    const term = fc.record({ words: fc.array(word, { maxLength: 2 }), negated: fc.boolean() });
    fc.assert(
      fc.property(graph, fc.array(term, { minLength: 1, maxLength: 4 }), (nodes, terms) => {
        const text = terms
          .map(({ words, negated }) => `${negated ? '!' : ''}${['@ops', ...words.map((each) => each.text)].join(' ')}`)
          .join(',');
        const given = (each: (typeof terms)[number]): Set<string> =>
          new Set(nodes.filter((node) => each.words.every(({ holds }) => holds(node))).map(({ name }) => name));
        const scope = fakeScope({
          nodes: nodes.map(({ name, op, rank }) => ({ name, op, shape: new Array<number>(rank).fill(2) })),
          layers: [],
        });
        const wanted = new Set(terms.filter(({ negated }) => !negated).flatMap((each) => [...given(each)]));
        for (const each of terms) if (each.negated) given(each).forEach((name) => wanted.delete(name));
        // a word that matches nothing at all is an error, of whatever term
        if (terms.some((each) => given(each).size === 0)) {
          expect(() => resolveSelection(parseSelection(text), scope)).toThrow(
            expect.objectContaining({ code: 'selector-no-match' }) as Error,
          );
          return;
        }
        expect(new Set(resolveSelection(parseSelection(text), scope).tensors.map(({ name }) => name))).toEqual(wanted);
      }),
      { numRuns: 500 },
    );
  });

  it('several names with aliases', () => {
    fc.assert(
      fc.property(fc.uniqueArray(path, { minLength: 2, maxLength: 6 }), (nodes) => {
        const scope = fakeScope({ nodes: nodes.map((name) => ({ name })), layers: [] });
        const { tensors } = resolveSelection(parseSelection(nodes.map((name, index) => `k${index}="${name}"`).join(',')), scope);
        expect(tensors.map(({ key, name }) => [key, name])).toEqual(nodes.map((name, index) => [`k${index}`, name]));
      }),
      { numRuns: 200 },
    );
  });
});

interface Node {
  readonly name: string;
  readonly op: string;
  readonly rank: number;
}

function compares(value: number, sign: string, other: number): boolean {
  if (sign === '<') return value < other;
  if (sign === '<=') return value <= other;
  if (sign === '>') return value > other;
  return sign === '>=' ? value >= other : value === other;
}
