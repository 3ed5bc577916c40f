import { statSync } from 'node:fs';
import path from 'node:path';
import type { ErrorCode } from '../../src/core/errors.ts';
import { fixture } from './cli.ts';

// Every error that a command line can end with, by its exact text; `test/unit/errorCodes.test.ts` sees that no code is without.

const EXPORT = 'Export the model as a SavedModel directory (tf.saved_model.save or model.export) and open that.';
const COPY = 'Copy or download the variables folder again.';

/** A damaged or foreign model of the fixtures. */
export const broken = (name: string, ...rest: string[]): string => path.join(fixture('broken'), name, ...rest);

/** What cannot be read as a SavedModel, whatever the command. */
export const UNREADABLE: readonly (readonly [name: string, code: ErrorCode, sentence: string])[] = [
  ['empty', 'empty-file', `${broken('empty', 'saved_model.pb')} is empty (0 bytes). Copy or download the file again.`],
  [
    'html',
    'html-file',
    `${broken('html', 'saved_model.pb')} is an HTML or XML page, probably the answer of a failed download. Download the model again.`,
  ],
  [
    'lfs_pointer',
    'lfs-pointer',
    `${broken('lfs_pointer', 'saved_model.pb')} is a Git LFS pointer, not the model itself. Run "git lfs pull" in its repository to fetch the file.`,
  ],
  [
    'frozen_graph',
    'frozen-graph',
    `${broken('frozen_graph', 'saved_model.pb')} is a bare GraphDef (a frozen graph), not a SavedModel: it has no signatures and no metagraph. ${EXPORT}`,
  ],
  [
    'no_meta_graph',
    'no-meta-graph',
    `${broken('no_meta_graph', 'saved_model.pb')} holds no metagraph, so there is nothing to show. Export the model again with tf.saved_model.save or model.export.`,
  ],
  [
    'not_protobuf',
    'not-protobuf',
    `${broken('not_protobuf', 'saved_model.pb')} is not a SavedModel: its first byte is 0xa5. Check that the file is what its name says.`,
  ],
  [
    'bad_text_format',
    'bad-text-format',
    `${broken('bad_text_format', 'saved_model.pbtxt')}:4:1 is not protobuf text: “[” is not closed. Correct the line, or export the model again.`,
  ],
  [
    'not_a_saved_model',
    'not-a-saved-model',
    `${broken('not_a_saved_model')} holds neither saved_model.pb nor saved_model.pbtxt. ${EXPORT}`,
  ],
  [
    'keras_zip',
    'not-a-saved-model',
    `${broken('keras_zip')} holds neither saved_model.pb nor saved_model.pbtxt. It holds a Keras 3 archive. ${EXPORT}`,
  ],
  [
    'hdf5',
    'not-a-saved-model',
    `${broken('hdf5')} holds neither saved_model.pb nor saved_model.pbtxt. It holds an HDF5 file. ${EXPORT}`,
  ],
  [
    'tflite',
    'not-a-saved-model',
    `${broken('tflite')} holds neither saved_model.pb nor saved_model.pbtxt. It holds a TensorFlow Lite model. ${EXPORT}`,
  ],
  [
    'chunked',
    'unsupported-format',
    `${broken('chunked')} holds a chunked SavedModel (saved_model.cpb), which is not read yet. Save the model in parts smaller than 2 GB, so that TensorFlow writes saved_model.pb.`,
  ],
  [
    'truncated',
    'truncated-file',
    `${broken('truncated', 'saved_model.pb')} is cut off: the field at byte 3 needs 11776 bytes, ${statSync(broken('truncated', 'saved_model.pb')).size - 5} are left. Copy or download the file again.`,
  ],
  ['absent', 'not-found', `There is no file or folder ${broken('absent')}. Check the path.`],
];

/** Words after `layers MODEL` and `run MODEL`. */
export type WordsRow = readonly [what: string, words: readonly string[], code: ErrorCode, sentence: string];

/** Choices that a model does not have; of `dense_stack`. */
export const CHOICES: readonly WordsRow[] = [
  ['tag set', ['--tag-set', 'gpu'], 'unknown-tag-set', 'The model has no tag set "gpu". Choose one of: "serve".'],
  [
    'signature',
    ['--signature', 'serving_defualt'],
    'unknown-signature',
    'There is no signature "serving_defualt". Did you mean "serving_default"? Available: serving_default.',
  ],
  [
    'layer name',
    ['--select', 'dense_11'],
    'selector-no-match',
    'No layer, tensor or scope is called dense_11. Nearest: dense_1, dense_2, dense_3.',
  ],
  [
    'layer index',
    ['--select', 'layers[99]'],
    'index-out-of-range',
    'layers[99] is out of range: the model has layers 0 to 3, or -4 to -1 from the end. The command layers lists them with their indices.',
  ],
];

const FORMS =
  'Write file.npy, file.npz[key], image.png, image.jpg(low=-1,high=1,mean=0/0/0,std=1/1/1,order=bgr,fit=cover), sound.wav, table.csv, values.json, text.txt, text:…, a JSON literal, zeros, ones, range, random(seed=0,low=0,high=1) or normal(seed=0,mean=0,std=1).';

/** Inputs that do not fit; of `dense_stack`. */
export const INPUTS: readonly WordsRow[] = [
  [
    'unknown input',
    ['--input', 'featuers=zeros'],
    'unknown-input',
    'The model has no input and no tensor called featuers. Nearest: features. The inputs are: features.',
  ],
  [
    'wrong shape',
    ['--input', 'features=[[1,2,3]]'],
    'bad-input-shape',
    'The value of the input features from [[1,2,3]] has the shape [1,3]; [?,10] is expected.',
  ],
  [
    'wrong dtype',
    ['--input', 'features=[["a"]]'],
    'bad-input-dtype',
    'The value of the input features from [["a"]] holds "a"; float32 is expected.',
  ],
  [
    'unreadable file',
    ['--input', 'features=absent.npy'],
    'bad-input-file',
    `The input file ${path.resolve('absent.npy')} does not exist.`,
  ],
  [
    'unknown form',
    ['--input', 'features=steam'],
    'bad-input-spec',
    `The input value steam is neither a known kind of file nor a value. ${FORMS}`,
  ],
  [
    'nothing given',
    ['--strict-inputs'],
    'missing-input',
    'An input is not given: features (float32 [?,10]). Give them with --input NAME=SPEC or --inputs FILE.',
  ],
  [
    'run file',
    ['--run-file', 'absent.json'],
    'not-found',
    `The run file ${path.resolve('absent.json')} cannot be read. Check the path.`,
  ],
];

/** Models without all their weights: the sentence after the count of tensors that have no value. */
export const WEIGHTS: readonly (readonly [name: string, code: ErrorCode, sentence: string])[] = [
  [
    'no_variables',
    'checkpoint-missing',
    `${broken('no_variables', 'variables', 'variables.index')} is not there; the values of variables are unknown. ${COPY}`,
  ],
  [
    'no_data',
    'checkpoint-missing',
    `${broken('no_data', 'variables', 'variables.data-00000-of-00001')}, which holds one variable (w), is not there. ${COPY}`,
  ],
  [
    'short_data',
    'checkpoint-damaged',
    `${broken('short_data', 'variables', 'variables.data-00000-of-00001')} is cut off before the end of one variable: w. ${COPY}`,
  ],
  [
    'flipped_bit',
    'checkpoint-damaged',
    `${broken('flipped_bit', 'variables', 'variables.data-00000-of-00001')} is damaged: it holds one variable with a wrong checksum: w. ${COPY}`,
  ],
  [
    'bad_index',
    'checkpoint-damaged',
    `${broken('bad_index', 'variables', 'variables.index')} is damaged: it does not end as a checkpoint index does. ${COPY}`,
  ],
  [
    'no_asset',
    'asset-missing',
    `The asset ${broken('no_asset', 'assets', 'vocabulary.txt')} is not there. Copy or download the assets folder again.`,
  ],
];

/** A command line of its own; `work` is a folder that holds what the test made. */
export interface CommandRow {
  readonly what: string;
  readonly code: ErrorCode;
  readonly argv: (work: string) => readonly string[];
  readonly env?: (work: string) => Record<string, string>;
  readonly sentence: (work: string) => string;
}

const run = (name: string, ...words: string[]): readonly string[] => ['run', fixture(name), ...words];
const STACK = 'dense_stack';

/** What else can go wrong. */
export const COMMANDS: readonly CommandRow[] = [
  {
    what: 'a file larger than any SavedModel',
    code: 'too-large',
    argv: (work) => ['show', path.join(work, 'big')],
    sentence: (work) =>
      `${path.join(work, 'big', 'saved_model.pb')} has 2147483648 bytes; a SavedModel file is smaller than 2 GiB. Check that the file is what its name says.`,
  },
  {
    what: 'an input that leads nowhere',
    code: 'bad-graph',
    argv: () => ['run', broken('dangling_input')],
    sentence: () =>
      '"rectify" in function "__inference_run_4344" refers to "nowhere:product:0", which does not exist there. The file is damaged or was written by a faulty tool.',
  },
  {
    what: 'no signature',
    code: 'no-signature',
    argv: () => run('functions_only'),
    sentence: () =>
      'The model has no signature with outputs. Choose one of its functions with --function; "show" lists what there is.',
  },
  {
    what: 'unknown function',
    code: 'unknown-function',
    argv: () => run('functions_only', '--function', 'stp'),
    sentence: () => 'There is no function "stp". Did you mean "step"? Available: step, step#1, inner/start.',
  },
  {
    what: 'a selection that is not closed',
    code: 'selector-syntax',
    argv: () => run(STACK, '--select', 'dense_1['),
    sentence: () =>
      "The selection dense_1[ is wrong at position 8: [ is not closed. Put names with commas, blanks or brackets into double quotes; examples: dense_1, layers[2], type:Conv2D, 'block_*/conv?'.",
  },
  {
    what: 'a function that calls itself, which would end the process',
    code: 'not-fetchable',
    argv: () => run('recursive_function'),
    sentence: () =>
      'Nothing that was selected can be computed: "PartitionedCall/Identity" needs call "PartitionedCall/PartitionedCall/PartitionedCall/PartitionedCall" of a function that calls itself, which TensorFlow cannot run. Select other tensors, or feed the tensor that is in the way with --feed TENSOR=SPEC.',
  },
  {
    what: 'a run file that says something else',
    code: 'bad-run-file',
    argv: (work) => run(STACK, '--run-file', path.join(work, 'list.json')),
    sentence: (work) =>
      `The run file ${path.join(work, 'list.json')} has a "inputs" that is not an object of NAME: SPEC. A run file holds inputs, selection and limits; --save-run writes one.`,
  },
  {
    what: 'a setting that leads to no library',
    code: 'bad-runtime',
    argv: () => run(STACK),
    env: (work) => ({ SAVEDMODEL_LENS_LIBTENSORFLOW: path.join(work, 'full') }),
    sentence: (work) =>
      `SAVEDMODEL_LENS_LIBTENSORFLOW is "${path.join(work, 'full')}", where there is no TensorFlow library. Name a folder that holds libtensorflow_cc.so.2 or libtensorflow.so.2, or that file.`,
  },
  {
    what: 'a library that is none',
    code: 'bad-runtime',
    argv: () => run(STACK),
    env: (work) => ({ SAVEDMODEL_LENS_LIBTENSORFLOW: path.join(work, 'libtensorflow.so.2') }),
    sentence: (work) =>
      `The TensorFlow library ${path.join(work, 'libtensorflow.so.2')} cannot be opened: Failed to load shared library: file too short. Run "npm run setup" to get the managed runtime, or name another library in SAVEDMODEL_LENS_LIBTENSORFLOW.`,
  },
  {
    what: 'an op that writes files',
    code: 'unsafe-op',
    argv: () => run('writes_files'),
    sentence: () =>
      'Running this graph can write files or call back into a host language: it contains WriteFile. Allow it with --allow-unsafe if you trust where the model comes from.',
  },
  {
    what: 'a graph that TensorFlow refuses',
    code: 'load-failed',
    argv: (work) => ['run', path.join(work, 'refused')],
    sentence: () =>
      "TensorFlow could not load the model: Value for attr 'T' of string is not in the list of allowed values: float, double, int32, uint8, int16, int8, int64, bfloat16, uint16, half, uint32, uint64, qint8 ; NodeDef: {{node y}}; Op<name=Relu; signature=features:T -> activations:T; attr=T:type,allowed=[DT_FLOAT, DT_DOUBLE, DT_INT32, DT_UINT8, DT_INT16, DT_INT8, DT_INT64, DT_BFLOAT16, DT_UINT16, DT_HALF, DT_UINT32, DT_UINT64, DT_QINT8]> [[y]].",
  },
  {
    what: 'an assertion of the model',
    code: 'run-failed',
    argv: () => run('printing_ops', '--input', 'x=[[1000,0,0]]'),
    sentence: () =>
      'TensorFlow could not run the graph: assertion failed: [Condition x < y did not hold element-wise:] [x (Max:0) = ] [1000] [y (assert_less/y:0) = ] [100] [[{{function_node assert_less_Assert_AssertGuard_false_20}}{{node assert_less/Assert/AssertGuard/Assert}}]].',
  },
  {
    what: 'too little time',
    code: 'timeout',
    argv: () => run(STACK, '--timeout', '0.001'),
    sentence: () => 'The run took longer than --timeout 0.001. Raise the limit or select fewer tensors.',
  },
  {
    what: 'too few bytes',
    code: 'limit-reached',
    argv: () => run(STACK, '--max-bytes', '10'),
    sentence: () => 'The limit --max-bytes of 10 B was reached after 0 tensors. Raise it, or select fewer tensors.',
  },
  {
    what: 'options that exclude each other',
    code: 'usage',
    argv: () => run(STACK, '--signature', 'a', '--function', 'b'),
    sentence: () => '--signature and --function exclude each other. Give one of the two.',
  },
  {
    what: 'a command that is not there yet',
    code: 'not-yet',
    argv: () => ['compare', 'a', 'b'],
    sentence: () => 'The command compare is not in this version of SavedModel Lens. show, layers, run and runtime work.',
  },
  {
    what: 'a folder that holds something',
    code: 'output-exists',
    argv: (work) => run(STACK, '--out', path.join(work, 'full')),
    sentence: (work) => `--out ${path.join(work, 'full')} is not empty: it holds notes.txt. Name a new or empty folder.`,
  },
  {
    what: 'a folder that cannot be made',
    code: 'io',
    argv: (work) => run(STACK, '--out', path.join(work, 'full', 'notes.txt', 'dump')),
    sentence: (work) =>
      `The folder ${path.join(work, 'full', 'notes.txt', 'dump')} cannot be made: ENOTDIR. Choose another place.`,
  },
];
