import { expect, it, vi } from 'vitest';
import { HeldBack } from '../../../../src/vscode/model/heldBack.ts';

it('work that is held back is done once, when the last has let go; else at once', () => {
  const work = vi.fn();
  const refresh = new HeldBack(work);
  refresh.do();
  expect(work).toHaveBeenCalledTimes(1);
  const [first, second] = [refresh.hold(), refresh.hold()];
  refresh.do();
  refresh.do();
  first();
  first();
  expect(work).toHaveBeenCalledTimes(1);
  second();
  expect(work).toHaveBeenCalledTimes(2);
  refresh.hold()();
  expect(work).toHaveBeenCalledTimes(2);
});
