import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixture, parsed, runCli } from './cli.ts';

const EXPORT = 'Export the model as a SavedModel directory (tf.saved_model.save or model.export) and open that.';
const COPY = 'Copy or download the variables folder again.';
const STACK = fixture('dense_stack');
const broken = (name: string, ...rest: string[]): string => path.join(fixture('broken'), name, ...rest);

interface ErrorDocument {
  readonly schema: 1;
  readonly error: { readonly code: string; readonly message: string; readonly hint?: string };
}

/** Exit code 2, one sentence on standard error, and with --json the same sentence in a document on standard output. */
async function expectFailure(argv: readonly string[], code: string, sentence: string): Promise<void> {
  const json = await runCli([...argv, '--quiet', '--json']);
  expect(json.stderr).toBe(`error: ${sentence}\n`);
  expect(json.code).toBe(2);
  const { schema, error } = parsed<ErrorDocument>(json);
  expect([schema, error.code, [error.message, error.hint].filter((part) => part !== undefined).join(' ')]).toEqual([
    1,
    code,
    sentence,
  ]);
}

const UNREADABLE: readonly (readonly [name: string, code: string, sentence: string])[] = [
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
  ['absent', 'not-found', `There is no file or folder ${broken('absent')}. Check the path.`],
];

describe.each(['show', 'layers', 'run'])('%s refuses what is no readable SavedModel', (command) => {
  it.each(UNREADABLE)('%s', (name, code, sentence) => expectFailure([command, broken(name)], code, sentence));

  it('truncated', async () => {
    const size = (await readFile(broken('truncated', 'saved_model.pb'))).length;
    await expectFailure(
      [command, broken('truncated')],
      'truncated-file',
      `${broken('truncated', 'saved_model.pb')} is cut off: the field at byte 3 needs 11776 bytes, ${size - 5} are left. Copy or download the file again.`,
    );
  });
});

describe('wrong choices', () => {
  it.each([
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
  ])('%s', async (_name, words, code, sentence) => {
    await expectFailure(['layers', STACK, ...words], code, sentence);
    await expectFailure(['run', STACK, ...words], code, sentence);
  });
});

const FORMS =
  'Write file.npy, file.npz[key], image.png, image.jpg(low=-1,high=1,mean=0/0/0,std=1/1/1,order=bgr,fit=cover), sound.wav, table.csv, values.json, text.txt, text:…, a JSON literal, zeros, ones, range, random(seed=0,low=0,high=1) or normal(seed=0,mean=0,std=1).';

describe('wrong inputs', () => {
  it.each([
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
  ])('%s', (_name, words, code, sentence) => expectFailure(['run', STACK, ...words], code, sentence));
});

describe('missing and damaged weights', () => {
  it.each([
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
  ])('%s', async (name, code, rest) => {
    const shown = await runCli(['show', broken(name), '--json']);
    expect(shown.code).toBe(0);
    const result = await runCli(['run', broken(name), '--select', '@ops', '--json', '--quiet']);
    expect(result.code).toBe(2);
    expect(parsed<ErrorDocument>(result).error.code).toBe(code);
    expect(result.stderr.endsWith(`${rest}\n`)).toBe(true);
  });
});

describe('graphs that TensorFlow cannot run', () => {
  it('a function that calls itself is refused before it ends the process', () =>
    expectFailure(
      ['run', fixture('recursive_function')],
      'not-fetchable',
      'Nothing that was selected can be computed: "PartitionedCall/Identity" needs call "PartitionedCall/PartitionedCall/PartitionedCall/PartitionedCall" of a function that calls itself, which TensorFlow cannot run. Select other tensors, or feed the tensor that is in the way with --feed TENSOR=SPEC.',
    ));
});
