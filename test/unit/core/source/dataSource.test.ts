import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonStrings } from '../../../../src/core/source/jsonStrings.ts';
import { readSource } from '../../../../src/core/source/readSource.ts';
import { selectionText, selectionWords } from '../../../../src/core/source/selectionWord.ts';
import { stringText } from '../../../../src/core/source/stringText.ts';
import { yamlStrings } from '../../../../src/core/source/yamlStrings.ts';

type Path = readonly (string | number)[];

/** Strings and keys of a JSON value in the order of its text. */
function stringsOf(value: unknown, path: Path = []): [Path, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (Array.isArray(value)) return value.flatMap((each, i) => stringsOf(each, [...path, i]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]): [Path, string][] => [[path, key], ...stringsOf(each, [...path, key])]);
}

describe('jsonStrings', () => {
  it('gives every string of any JSON with what leads to it', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 2), (text, indent) => {
        const value: unknown = JSON.parse(text);
        expect(jsonStrings(JSON.stringify(value, undefined, indent)).map(({ path, value: string }) => [path, string])).toEqual(
          stringsOf(value),
        );
      }),
    );
  });

  it('forgives comments, and what is still being typed', () => {
    expect(jsonStrings('{ // "no"\n "select": ["a", "b\n, /* "no" */ "c').map(({ value, path }) => [value, path])).toEqual([
      ['select', []],
      ['a', ['select', 0]],
      ['b', ['select', 1]],
      ['c', ['select', 2]],
    ]);
  });
});

describe('yamlStrings', () => {
  const read = (text: string) =>
    yamlStrings(text)
      .filter(({ isKey }) => !isKey)
      .map(({ value, path }) => [path.join('.'), value]);

  it('gives scalars with what leads to them', () => {
    expect(
      read(
        'a: one  # no\nb:\n  c: "two"\n  d:\n    - three\n    - \'fo\'\'ur\'\ne:\n- five\n- f: six\n  g: seven\nh: [eight, "nine", 1]\ni: ten: ten\n',
      ),
    ).toEqual([
      ['a', 'one'],
      ['b.c', 'two'],
      ['b.d.0', 'three'],
      ['b.d.0', "fo'ur"],
      ['e.0', 'five'],
      ['e.0.f', 'six'],
      ['e.0.g', 'seven'],
      ['h', 'eight'],
      ['h', 'nine'],
      ['h', '1'],
      ['i', 'ten: ten'],
    ]);
  });

  it('gives the place of each', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a: b', '  - c', '"d": \'e\'', '- [f, "g"]', '# h', '', '   ', 'i: |', '  j k'), {
          maxLength: 20,
        }),
        (lines) => {
          const text = lines.join('\n');
          for (const { from, to, value } of yamlStrings(text)) expect(text.slice(from, to)).toBe(value);
        },
      ),
    );
  });
});

describe('JSON and YAML that name a model', () => {
  const read = (text: string, language = 'json', isRunFile = false) => {
    const { models, strings } = readSource(text, language, isRunFile);
    return {
      models: models.map(({ path }) => path),
      selections: strings.filter(({ role }) => role === 'selection').map(({ value }) => value),
    };
  };

  it('are run files: by their content, or by their name', () => {
    expect(read('{"schema": 1, "model": "digits", "select": ["a", "b,c"]}')).toEqual({
      models: ['digits'],
      selections: ['a', 'b,c'],
    });
    expect(read('{"select": ["a"]}')).toEqual({ models: [], selections: [] });
    expect(read('{"select": ["a"]}', 'json', true)).toEqual({ models: [], selections: ['a'] });
    expect(read('model: digits\nselect:\n  - a\n  - type:Dense\n', 'yaml')).toEqual({
      models: ['digits'],
      selections: ['a', 'type:Dense'],
    });
  });

  it('say which graph they mean', () => {
    expect(readSource('{"schema": 1, "signature": "s", "function": "f", "select": []}', 'json', false).entry).toEqual({
      signature: 's',
      function: 'f',
    });
    expect(readSource('signature: s', 'yaml', false).entry).toEqual({});
  });

  it('hold command lines', () => {
    expect(read(`steps:\n  - run: savedmodel-lens run out/digits --select 'a,b'\n`, 'yaml')).toEqual({
      models: ['out/digits'],
      selections: ['a,b'],
    });
    expect(read('{"scripts": {"look": "savedmodel-lens run digits --select a"}}')).toEqual({
      models: ['digits'],
      selections: ['a'],
    });
  });
});

describe('selectionWords', () => {
  it('gives the names in a selection', () => {
    expect(selectionWords('a, !b.output[0], x=c/d "e f" g.in').map(({ name }) => name)).toEqual(['a', 'b', 'c/d', 'e f', 'g.in']);
  });

  it('finds any path again that selectionText wrote', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((path) => !path.includes('"')),
        (path) => {
          expect(selectionWords(selectionText(path)).map(({ name }) => name)).toEqual([path]);
        },
      ),
    );
  });
});

describe('stringText', () => {
  it.each([
    ['json', '"'],
    ['python', '"'],
    ['python', "'"],
    ['python', '"""'],
    ['yaml', '"'],
    ['yaml', "'"],
  ])('writes any text between the quotes of %s (%s), so that it is read again', (language, quote) => {
    fc.assert(
      fc.property(fc.string({ unit: language === 'yaml' && quote === "'" ? 'grapheme-ascii' : 'binary-ascii' }), (text) => {
        const written = `${quote}${stringText(text, quote, language)}${quote}`;
        const [found] = readSource(
          language === 'yaml' ? `a: ${written}` : language === 'json' ? `[${written}]` : `f(${written})`,
          language,
          false,
        ).strings.slice(language === 'yaml' ? 1 : 0);
        expect(found?.value).toBe(text);
      }),
    );
  });
});
