import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSelector, opsQuery } from '../../../webview/layers/useSearch.ts';

describe('search among ops', () => {
  it('is offered for plain text only', () => {
    expect(opsQuery('softmax')).toBe('/softmax/i');
    expect(opsQuery(' a.b/c ')).toBe('/a\\.b\\/c/i');
    expect(opsQuery('')).toBeUndefined();
    expect(opsQuery('op:Softmax')).toBeUndefined();
    expect(opsQuery('/softmax/i')).toBeUndefined();
  });

  it('finds the text itself, whatever it is', () =>
    fc.assert(
      fc.property(fc.string(), (text) => {
        const query = opsQuery(text);
        fc.pre(query !== undefined);
        expect(isSelector(query)).toBe(true);
        expect(new RegExp(query.slice(1, -2), 'i').test(`x${text.trim()}x`)).toBe(true);
      }),
    ));
});
