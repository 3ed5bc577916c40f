import { describe, expect, it } from 'vitest';
import { whenText } from '../../../webview/run/whenText.ts';

describe('when a run was', () => {
  const now = new Date(2026, 10, 25, 18, 0, 0);

  it('is a time when it was today', () => {
    expect(whenText(new Date(2026, 10, 25, 8, 5, 9).toISOString(), now, 'en-US')).toMatch(/^8:05:09\sAM$/);
  });

  it('comes with the day when it was not', () => {
    expect(whenText(new Date(2026, 10, 24, 8, 5, 9).toISOString(), now, 'en-US')).toMatch(/^Nov 24, 8:05:09\sAM$/);
    expect(whenText(new Date(2025, 10, 25, 8, 5, 9).toISOString(), now, 'de')).toBe('25. Nov., 08:05:09');
  });
});
