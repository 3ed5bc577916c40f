import type { CommandSpec } from '../command.ts';
import { addModelOptions } from '../options.ts';

/** `show DIR`: what is in a model. */
export const showCommand: CommandSpec = {
  name: 'show',
  usage: 'DIR [options]',
  summary: 'tags, signatures, functions, variables, op counts and assets of a model; nothing is run, no weight is read',
  examples: ['show example/digits', 'show example/digits --ops', 'show example/digits --json'],
  configure: (command) => {
    addModelOptions(command);
    command.option('--ops', 'list every op of the inlined graph of the signature');
    command.option('--all', 'long lists in full');
  },
  run: async (invocation) => (await import('../show/showModel.ts')).showModel(invocation),
};
