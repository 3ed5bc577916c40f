import { Option } from 'commander';
import { LensError } from '../../core/errors.ts';
import { ITERATIONS } from '../../core/run/iterations.ts';
import type { CommandSpec } from '../command.ts';
import { addModelOptions, addSelectOption, bytesOption, collect, numberOption } from '../options.ts';

const SPEC_HELP = `
Values of --input and --feed:
  file.npy  file.npz[key]  table.csv  sound.wav  values.json  text.txt
  image.png  image.jpg       resized to the input; floats are 0…1, or 0…255 where the model itself
                             scales them down
  image.png(low=-1,high=1)   another range; further: mean=103.9/116.8/123.7, std=58.4/57.1/57.4
                             (a number per channel, taken after the range), order=bgr,
                             fit=contain (whole, on black) or fit=cover (cut to fill)
  zeros  ones  range  random(seed=0,low=0,high=1)  normal(seed=0,mean=0,std=1)  text:words
  a JSON literal: [[1, 2.5, "nan"]]
NAME= may be left out where the model has one input.
--inputs takes an .npz, a .json (also requests of TensorFlow Serving: {"instances": …},
{"inputs": …}, {"examples": …}) or a Serving warm-up file.

Every run ends with a proof: the model runs once more as it is stored, with nothing selected.
"outputs unchanged (bit for bit)" says that its outputs are then the same to the last bit: looking
inside changed nothing.`;

const FORMATS: readonly string[] = ['npz', 'npy', 'csv', 'safetensors', 'parquet', 'stats'];

function dumpFormat(text: string): string {
  if (FORMATS.includes(text)) return text;
  throw new LensError('usage', `--format is "${text}".`, 'Choose npz, npy or stats.');
}

/** `run DIR`: activations for an input. */
export const runCommand: CommandSpec = {
  name: 'run',
  usage: 'DIR [options]',
  summary: 'runs the model once and gives the selected tensors inside it beside its outputs',
  examples: [
    'run example/digits --input image=example/digit.npy',
    'run example/digits --input image=example/digit.npy --select strokes,features --print',
    "run example/digits --input image=example/digit.npy --select 'layers[0:3],@outputs' --out dump",
    'run example/digits --input image=example/digit.npy --report report.html',
  ],
  configure: (command) => {
    addModelOptions(command);
    addSelectOption(command, 'which tensors: layers, tensors, layers[2], type:Conv2D, @layers (default), @ops …');
    command
      .option(
        '--inputs <file>',
        "all inputs by name, npz, JSON or warm-up requests; or, as saved_model_cli has it, 'NAME=FILE[KEY];…'",
        collect,
      )
      .option(
        '--input <name=spec>',
        'one input: a file, a JSON literal, zeros, ones, random(…), normal(…), range, text:…',
        collect,
      )
      .option('--feed <tensor=spec>', 'value for an inner tensor; the graph before it does not run', collect)
      .option('--dim <name.axis=size>', 'size of an unknown dimension', collect)
      .option('--batch <n>', 'size of the unknown first dimension', numberOption('--batch', { min: 1, integer: true }))
      .option('--strict-inputs', 'an input that is not given is an error')
      .option('--print [n]', 'print values as NumPy does; tensors of more than N elements (1000) by their edges')
      .option('--out <dir>', 'write the run to a new or empty folder: manifest.json and activations.npz')
      .option('--overwrite', 'let --out replace an earlier dump')
      .addOption(
        new Option('--format <format>', 'of --out: npz, npy or stats (csv, safetensors and parquet: not in this version)')
          .argParser(dumpFormat)
          .default('npz'),
      )
      .option('--report <file.html>', 'write a page with table and pictures, without scripts')
      .option('--run-file <file.json>', 'inputs, selection and limits of a saved run')
      .option('--save-run <file.json>', 'write this run as a run file')
      .option('--labels <file>', 'names of the classes, one a line, for the best five of an output')
      .option('--no-verify', 'do not compare the outputs with an uninstrumented run')
      .option('--no-values', 'statistics only')
      .addOption(
        new Option(
          '--iterations <which>',
          'of tensors inside loops: the value of every iteration (all), of the last one, or statistics over all of them',
        ).choices(ITERATIONS),
      )
      .option('--max-bytes <bytes>', 'limit of captured values, such as 500MB', bytesOption('--max-bytes'))
      .option('--timeout <seconds>', 'limit of the whole run', numberOption('--timeout', { min: 0.001 }))
      .option('--max-memory <bytes>', 'limit of memory, such as 4GB', bytesOption('--max-memory'))
      .option('--allow-unsafe', 'run a graph that can write files or call back into a host language')
      .addOption(new Option('--engine <engine>', 'native engine').choices(['auto', 'tfjs-node', 'capi']).default('auto'))
      .addHelpText('after', SPEC_HELP);
  },
  run: async (invocation) => (await import('../run/runModel.ts')).runModel(invocation),
};
