/**
 * What is kept of a tensor inside loops: its value in every iteration, in the last one, or only statistics over all of them. With the
 * last two no more than one iteration is held at a time.
 */
export type Iterations = 'all' | 'last' | 'stats';

/** All of them, the usual one first. */
export const ITERATIONS: readonly Iterations[] = ['all', 'last', 'stats'];
