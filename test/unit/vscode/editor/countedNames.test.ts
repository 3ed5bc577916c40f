import { expect, it } from 'vitest';
import { countedNames } from '../../../../src/vscode/editor/countedNames.ts';

it('names are told once, with how often there are', () => {
  expect(countedNames([])).toBe('');
  expect(countedNames(['kernel', 'bias'])).toBe('kernel, bias');
  expect(countedNames(['kernel', 'bias', 'kernel', 'bias', 'gamma'])).toBe('2 × kernel, 2 × bias, gamma');
  expect(countedNames(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'a'])).toBe('2 × a, b, c, d, e, f, …');
});
