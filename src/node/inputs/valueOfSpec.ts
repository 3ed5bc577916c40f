import { LensError } from '../../core/errors.ts';
import { convertTo, type Converted } from '../../core/inputs/convert.ts';
import { csvTensor } from '../../core/inputs/csvTensor.ts';
import { checkGivenSizes, solvedShape, type GivenDimensions } from '../../core/inputs/dimensions.ts';
import type { Consumers } from '../../core/inputs/forward.ts';
import { generate } from '../../core/inputs/generate.ts';
import { imageTensor } from '../../core/inputs/imageTensor.ts';
import { exampleOf } from '../../core/inputs/jsonExample.ts';
import { jsonInputs } from '../../core/inputs/jsonInputs.ts';
import { literalTensor } from '../../core/inputs/literal.ts';
import { byteRangeNote } from '../../core/inputs/pictureRange.ts';
import { scalesItself } from '../../core/inputs/scaling.ts';
import { soundTensor } from '../../core/inputs/soundTensor.ts';
import { parseSpec, type InputSpec } from '../../core/inputs/spec.ts';
import { checkShape, targetText, type InputTarget } from '../../core/inputs/target.ts';
import { elementCount } from '../../core/tensor/layout.ts';
import { parseNpy } from '../../core/tensor/npy/npy.ts';
import { npzKeys, parseNpz } from '../../core/tensor/npy/npz.ts';
import type { Tensor } from '../../core/tensor/tensor.ts';
import { readInputFile } from './inputFile.ts';

/** What a SPEC is read with: where relative paths start, sizes that the user gave, and the graph around the input. */
export interface SpecContext {
  readonly base: string;
  readonly given: GivenDimensions;
  readonly consumers: Consumers;
}

/** The value that a SPEC gives an input, of the expected shape and dtype; errors say what was expected and given. */
export async function valueOfSpec(target: InputTarget, text: string, context: SpecContext): Promise<Converted> {
  const { tensor, note } = await rawValue(target, parseSpec(text), text, context);
  checkShape(target, tensor.shape, text);
  const batchNote = checkGivenSizes(target, tensor.shape, context.given, text);
  const converted = convertTo(target, tensor, text);
  const range = byteRangeNote(target, tensor, () => scalesItself(target.ref, context.consumers), text);
  const notes = [note, batchNote, converted.note, range].filter((each) => each !== undefined);
  return notes.length === 0 ? converted : { ...converted, note: notes.join(' ') };
}

type FileSpec = Extract<InputSpec, { path: string }>;

async function rawValue(target: InputTarget, spec: InputSpec, text: string, context: SpecContext): Promise<Converted> {
  switch (spec.kind) {
    case 'text':
      return { tensor: filledText(target, new TextEncoder().encode(spec.text), context) };
    case 'json':
      return { tensor: literalTensor(target, spec.value, text, exampleOf(target, context.consumers, text)) };
    case 'npy':
    case 'npz':
    case 'wav':
    case 'csv':
    case 'image':
    case 'jsonFile':
    case 'textFile':
      return fileValue(target, spec, text, context);
    default:
      return { tensor: generate(spec, target.dtype, solvedShape(target, context.given, context.consumers), target.name) };
  }
}

async function fileValue(target: InputTarget, spec: FileSpec, text: string, context: SpecContext): Promise<Converted> {
  const bytes = await readInputFile(spec.path, context.base);
  if (spec.kind === 'npy') return { tensor: parseNpy(bytes, spec.path) };
  if (spec.kind === 'npz') return { tensor: arrayOf(bytes, spec.path, spec.key, target.name) };
  if (spec.kind === 'csv') return { tensor: csvTensor(target, new TextDecoder().decode(bytes), spec.path) };
  if (spec.kind === 'jsonFile')
    return { tensor: jsonValue(target, new TextDecoder().decode(bytes), spec.path, context.consumers) };
  if (spec.kind === 'textFile') return { tensor: filledText(target, withoutLastLineEnd(bytes), context) };
  // the graph decodes pictures and sounds itself where it takes strings
  if (target.dtype === 'string') return { tensor: filledText(target, bytes, context) };
  if (spec.kind !== 'image') return soundTensor(target, bytes, spec.path);
  const image = {
    scalesItself: scalesItself(target.ref, context.consumers),
    batch: context.given.batch,
    sizeOf: (axis: number) => context.given.dims[`${target.name}.${axis}`],
  };
  return imageTensor(target, bytes, spec.options, image, spec.path);
}

function jsonValue(target: InputTarget, text: string, path: string, consumers: Consumers): Tensor {
  const values = jsonInputs(text, [target.name], path);
  const value = values.get(target.name);
  if (value !== undefined) return literalTensor(target, value, path, exampleOf(target, consumers, path));
  throw new LensError(
    'bad-input-file',
    `${path} holds no value for ${targetText(target)}; it holds ${[...values.keys()].slice(0, 20).join(', ')}.`,
    'Write {"NAME": value, …}, or one value alone.',
  );
}

/** Editors end a file with a line end that is not meant. */
function withoutLastLineEnd(bytes: Uint8Array): Uint8Array {
  const [before, last] = [bytes.at(-2), bytes.at(-1)];
  return last === 10 ? bytes.subarray(0, bytes.length - (before === 13 ? 2 : 1)) : bytes;
}

function arrayOf(bytes: Uint8Array, path: string, key: string | undefined, name: string): Tensor {
  const keys = npzKeys(bytes, path);
  const wanted = key ?? (keys.length === 1 ? keys[0] : name);
  const tensor = wanted === undefined ? undefined : parseNpz(bytes, path, { keys: (each) => each === wanted }).get(wanted);
  if (tensor !== undefined) return tensor;
  throw new LensError(
    'bad-input-file',
    `${path} holds no array ${wanted ?? ''}; it holds ${keys.slice(0, 20).join(', ')}.`,
    'Name one: file.npz[key].',
  );
}

function filledText(target: InputTarget, bytes: Uint8Array, { given, consumers }: SpecContext): Tensor {
  if (target.dtype !== 'string')
    throw new LensError('bad-input-dtype', `A text was given for ${targetText(target)}; ${target.dtype} is expected.`);
  const shape = solvedShape(target, given, consumers);
  return { dtype: 'string', shape, data: new Array<Uint8Array>(elementCount(shape)).fill(bytes) };
}
