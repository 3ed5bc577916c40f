import type { CommandSpec } from '../command.ts';

/** `runtime`: what would run a model on this machine. */
export const runtimeCommand: CommandSpec = {
  name: 'runtime',
  usage: '[install] [options]',
  summary: 'which engine and TensorFlow library runs models here, its version, ops and kernels',
  examples: ['runtime', 'runtime --json'],
  configure: (command) => {
    command.argument('[action]', 'install: fetch the managed TensorFlow library');
  },
  run: async (invocation) => (await import('../runtime/describeRuntime.ts')).describeRuntime(invocation),
};
