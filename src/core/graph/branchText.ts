import type { Branch } from './conditions.ts';
import { tensorName } from './types.ts';

/** The branch of a v1 condition in words, to stand behind "the branch"; undefined branches are not known. */
export function branchText(branches: readonly Branch[] | undefined): string {
  if (branches === undefined || branches.length === 0) return 'of a TensorFlow 1 condition';
  return `where ${branches.map(({ isTrue, predicate }) => `${tensorName(predicate)} is ${isTrue ? 'true' : 'false'}`).join(' and ')}`;
}
