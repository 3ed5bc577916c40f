import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globMatcher, wordMatcher } from '../../../../src/core/select/glob.ts';
import { regexMatcher } from '../../../../src/core/select/regex.ts';

function regex(source: string, flags = '') {
  return regexMatcher(source, flags, (what) => new Error(what));
}

const pieces = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'A',
    '.',
    '\\d',
    '\\w',
    '\\W',
    '\\s',
    '[ab]',
    '[^a-c]',
    '[\\]a]',
    '\\/',
    '\\.',
    '\\x61',
    '\\u0062',
    '\\n',
  ),
  fc.constantFrom('^', '$', '\\b', '\\B', 'x{', '{1'),
);
const quantifiers = fc.constantFrom('', '', '', '*', '+', '?', '*?', '+?', '{2}', '{1,}', '{0,2}', '{1,2}?');
const expressions = fc.letrec<{ choice: string; sequence: string; part: string; group: string }>((tie) => ({
  choice: fc.array(tie('sequence'), { minLength: 1, maxLength: 3 }).map((options) => options.join('|')),
  sequence: fc.array(tie('part'), { maxLength: 4 }).map((parts) => parts.join('')),
  part: fc.oneof({ depthSize: 'small' }, fc.tuple(pieces, quantifiers).map(join), fc.tuple(tie('group'), quantifiers).map(join)),
  group: fc.tuple(fc.constantFrom('(', '(?:', '(?<name>'), tie('choice')).map(([open, inside]) => `${open}${inside})`),
})).choice;
const texts = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', 'A', '1', '/', '_', '.', ' ', '\n', 'x', '{', 'é', '😀'),
  maxLength: 8,
});

function join([first, second]: readonly [string, string]): string {
  return first + second;
}

describe('regular expressions', () => {
  it('find what RegExp finds', () => {
    fc.assert(
      fc.property(expressions, fc.constantFrom('', 'i', 'm', 's', 'u', 'imsu'), fc.array(texts), (source, flags, names) => {
        let native: RegExp;
        try {
          native = new RegExp(source, flags);
        } catch {
          return;
        }
        const matches = regex(source, flags);
        for (const name of names) expect([name, matches(name)]).toEqual([name, native.test(name)]);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['\\p{Lu}\\u{61}', 'u', 'Éa', true],
    ['^.$', 'u', '😀', true],
    ['^.$', '', '😀', false],
    ['(a+)+$', '', `${'a'.repeat(50)}b`, false],
    ['(a|ab)*c', '', 'abac', true],
    ['(){100000}x', '', 'x', true],
  ])('/%s/%s in %s: %s', (source, flags, name, expected) => {
    expect(regex(source, flags)(name)).toBe(expected);
  });

  it.each([
    ['(a)\\1', 'refers back'],
    ['a(?=b)', 'looks ahead or behind'],
    ['(?<!a)b', 'looks ahead or behind'],
    ['((a{1,100}){1,100}){1,100}', 'repeats too much'],
    ['a{2000000000}', 'repeats too much'],
    ['(', 'is not valid'],
    ['a'.repeat(301), 'is longer than 300'],
  ])('refuse %s', (source, expected) => {
    expect(() => regex(source)).toThrow(expected);
  });
});

describe('globs', () => {
  it.each([
    ['conv2d_?', ['conv2d_1', 'block/conv2d_1'], ['conv2d_', 'conv2d_11', 'conv2d_1/bias', 'xconv2d_1']],
    ['block_*/conv?', ['block_1/conv2', 'a/block_/convX'], ['block_1/x/conv2', 'block_1/conv']],
    ['**/Relu', ['Relu', 'a/Relu', 'a/b/Relu'], ['aRelu', 'Relu/a']],
    ['a/**', ['a', 'a/b', 'a/b/c', 'x/a/b'], ['ab']],
    ['a/**/**', ['a', 'a/b', 'a/b/c'], ['ab']],
    ['a/**/c', ['a/c', 'a/b/c', 'a/b/b/c'], ['ac', 'a/bc']],
    ['a**c', ['ac', 'abc'], ['a/c']],
    ['{a,b{c,d}}_*', ['a_', 'bc_1', 'bd_'], ['b_', 'bcd_']],
    ['{a}*', ['{a}b'], ['a']],
    ['{a*', ['{ab'], ['ab']],
    ['[a-c]*[!x]', ['ab', 'cxy'], ['ax', 'db', 'a/']],
    ['a[*', ['a[b'], ['ab']],
    ['\\*a?', ['*ab'], ['xab']],
    ['*', ['a', 'a/b', '.hidden', '(a)+$'], ['']],
    ['a.b(c)+^$*', ['a.b(c)+^$d'], ['axb(c)+^$']],
  ])('%s', (glob, fitting, others) => {
    const matches = globMatcher(glob);
    expect(fitting.filter((path) => matches?.(path) !== true)).toEqual([]);
    expect(others.filter((path) => matches?.(path) !== false)).toEqual([]);
  });

  it('of words ignore capital letters', () => {
    expect(['Conv2D', 'conv3d', 'DepthwiseConv2D', 'Dense'].filter(wordMatcher('CONV?d'))).toEqual(['Conv2D', 'conv3d']);
    expect(['Conv2D', 'conv2d', 'Conv2DBackprop'].filter(wordMatcher('conv2D'))).toEqual(['Conv2D', 'conv2d']);
  });
});

describe('patterns that would be tried for ever', () => {
  const name = `${'a'.repeat(3000)}/${'a/'.repeat(3000)}c`;

  it.each([
    ['a glob', () => globMatcher('*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b')],
    ['a glob of alternatives', () => globMatcher('{a,b}*a*a*a*a*a*b/**/**/**/**/x?[ab]')],
    ['a word', () => wordMatcher('*A*a*a*a*a*a*a*b')],
    ['a regular expression', () => regex('.*.*.*.*.*.*.*.*x')],
    ['a regular expression in itself', () => regex('((a*)*)*(a{0,9}){0,9}((a|aa)+)+x')],
  ])('%s comes to an end', (_what, make) => {
    const start = performance.now();
    expect(make()?.(name)).toBe(false);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
