import type { CommandSpec } from '../command.ts';
import { LensError } from '../../core/errors.ts';

const PLANNED: readonly (readonly [name: string, usage: string, summary: string])[] = [
  ['compare', 'A B', 'two models, two dumps, or a model and a dump'],
  ['check', 'DIR', 'health of one run: first NaN, dead and saturated channels'],
  ['export', 'DIR --out NEW', 'a SavedModel with the selected tensors as extra outputs'],
  ['scan', 'DIR', 'unsafe ops and whether they can be reached'],
  ['diff', 'A B', 'structure and weights of two models'],
];

/** Commands that have their name already but do not work in this version; they say so. */
export const notYetCommands: readonly CommandSpec[] = PLANNED.map(([name, usage, summary]) => ({
  name,
  usage,
  summary,
  group: 'Not in this version:',
  examples: [],
  configure: (command) => {
    command.argument('[words...]').allowUnknownOption();
  },
  run: () => Promise.reject(notYet(`The command ${name}`)),
}));

/** The plain answer to what is not there. */
export function notYet(what: string, hint = 'show, layers, run and runtime work.'): LensError {
  return new LensError('not-yet', `${what} is not in this version of SavedModel Lens.`, hint);
}
