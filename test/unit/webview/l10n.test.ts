import { afterEach, describe, expect, it } from 'vitest';
import { setStrings, t } from '../../../webview/state/l10n.ts';

describe('t', () => {
  afterEach(() => setStrings({}));

  it('shows English where no translation is, and fills the holes', () => {
    expect(t('{0} of {1}', 1, 2)).toBe('1 of 2');
  });

  it('shows the translation, whatever order its holes have', () => {
    setStrings({ '{0} of {1}': 'von {1}: {0}' });
    expect(t('{0} of {1}', 1, 2)).toBe('von 2: 1');
    expect(t('{0}', '{1}')).toBe('{1}');
  });
});
