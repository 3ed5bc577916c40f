import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSelection } from '../../../../src/core/select/parseSelection.ts';

describe('parseSelection', () => {
  it('gives terms, words and their places', () => {
    const text = 'a/b  rank:4, !x{1,2} , y=/a b,\\/(c)/i,"p, q".input';
    const terms = parseSelection(text);
    expect(terms.map((term) => [term.text, term.negated, term.alias])).toEqual([
      ['a/b  rank:4', false, undefined],
      ['!x{1,2}', true, undefined],
      ['y=/a b,\\/(c)/i', false, 'y'],
      ['"p, q".input', false, undefined],
    ]);
    for (const term of terms) for (const word of term.words) expect(text.slice(word.start, word.end)).toBe(word.text);
    expect(terms.flatMap(({ words }) => words.map(({ kind }) => kind))).toEqual([
      'plain',
      'predicate',
      'plain',
      'regex',
      'quoted',
    ]);
  });

  it.each([
    ['a,,b', 'The selection a,,b is wrong at position 3: a term is missing.'],
    ['a,', 'position 3: a term is missing'],
    ['a{b', 'position 2: { is not closed'],
    ['x "a', 'position 3: the quotes are not closed'],
    ['/a', 'position 1: the regular expression has no closing /'],
    ['/a(/', 'position 1: the regular expression is not valid'],
    ['/a/g', 'position 4: g are no flags of a regular expression'],
    ['/a(?=b)/', 'could take for ever'],
    ['/(a)\\1/', 'could take for ever'],
    ['@all', 'position 1: @all is none of @layers, @outputs, @inputs, @ops'],
    ['rank:x', 'position 6: rank: wants a number'],
    ['shape:ax2', 'position 7: shape: wants sizes or *'],
    ['type:', 'position 6: type: says nothing'],
    ['a=', 'position 3: a name is missing'],
    ['!', 'a name is missing'],
    ['!a=b', 'what is taken away needs no name'],
    ['""', 'the quotes hold no name'],
    ['"a"b', 'only .input'],
  ])('refuses %s', (text, expected) => {
    expect(() => parseSelection(text)).toThrow(expected);
  });

  it('never fails but by its own error', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(
            'a',
            'b',
            '/',
            '"',
            '[',
            ']',
            '{',
            '}',
            '(',
            ')',
            ',',
            '!',
            ' ',
            '.',
            ':',
            '=',
            '@',
            '*',
            '?',
            '0',
            '-',
            '\\',
            'rank',
          ),
        }),
        (text) => {
          try {
            parseSelection(text);
          } catch (error) {
            expect(error).toMatchObject({ code: 'selector-syntax' });
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
