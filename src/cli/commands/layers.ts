import type { CommandSpec } from '../command.ts';
import { addModelOptions, addSelectOption, numberOption } from '../options.ts';

/** `layers DIR`: the layer table. */
export const layersCommand: CommandSpec = {
  name: 'layers',
  usage: 'DIR [options]',
  summary: 'table of the layers: index, path, type, output shape, parameters; nothing is run, no weight is read',
  examples: ['layers example/digits', "layers example/digits --select 'type:Conv2D'", 'layers example/digits --depth 1 --json'],
  configure: (command) => {
    addModelOptions(command);
    addSelectOption(command, 'only layers whose output a term selects');
    command.option(
      '--depth <n>',
      'only layers nested at most this deep, 1 = top level',
      numberOption('--depth', { min: 1, integer: true }),
    );
  },
  run: async (invocation) => (await import('../layers/listLayers.ts')).listLayers(invocation),
};
