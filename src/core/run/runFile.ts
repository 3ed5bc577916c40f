import { LensError } from '../errors.ts';
import { ITERATIONS, type Iterations } from './iterations.ts';
import { movedSpec } from '../inputs/spec.ts';

/** What a run file holds: inputs, selection and limits, so that a run can be repeated. Paths are relative to the file. */
export interface RunFile {
  readonly schema: 1;
  /** folder of the model it was written for: editors look up names there; which model runs is said by the command */
  readonly model?: string;
  readonly tagSet?: readonly string[];
  readonly signature?: string;
  readonly function?: string;
  readonly select?: readonly string[];
  readonly inputsFile?: string;
  /** input name → SPEC */
  readonly inputs?: Readonly<Record<string, string>>;
  /** tensor name → SPEC */
  readonly feeds?: Readonly<Record<string, string>>;
  readonly dims?: Readonly<Record<string, number>>;
  readonly batch?: number;
  readonly strictInputs?: boolean;
  /** what is kept of tensors inside loops */
  readonly iterations?: Iterations;
  readonly limits?: { readonly maxBytes?: number; readonly timeout?: number; readonly maxMemory?: number };
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isPositive: Check = (value) => typeof value === 'number' && Number.isFinite(value) && value > 0;
const isSize: Check = (value) => Number.isSafeInteger(value) && isPositive(value);
const isTextList: Check = (value) => Array.isArray(value) && value.every(isText);
const isRecordOf =
  (check: Check): Check =>
  (value) =>
    isRecord(value) && Object.values(value).every(check);

const FIELDS: ReadonlyMap<string, readonly [Check, string]> = new Map(
  Object.entries({
    schema: [(value) => value === 1, '1'],
    model: [isText, 'a path'],
    tagSet: [isTextList, 'a list of texts'],
    signature: [isText, 'a text'],
    function: [isText, 'a text'],
    select: [isTextList, 'a list of selector terms'],
    inputsFile: [isText, 'a path'],
    inputs: [isRecordOf(isText), 'an object of NAME: SPEC'],
    feeds: [isRecordOf(isText), 'an object of TENSOR: SPEC'],
    dims: [isRecordOf(isSize), 'an object of NAME.AXIS: SIZE'],
    batch: [isSize, 'a whole number above 0'],
    strictInputs: [(value) => typeof value === 'boolean', 'true or false'],
    iterations: [(value) => ITERATIONS.some((each) => each === value), `one of ${ITERATIONS.join(', ')}`],
    limits: [
      (value) => isRecord(value) && Object.entries(value).every(([key, limit]) => LIMITS.has(key) && isPositive(limit)),
      'an object with maxBytes, timeout or maxMemory above 0',
    ],
  } satisfies Record<string, readonly [Check, string]>),
);
/** Every field that a run file may hold; the editor's schema of run files has the same. */
export const RUN_FILE_FIELDS: readonly string[] = [...FIELDS.keys()];
/** Files called so are run files for the editor: fields and layer names are completed in them. */
export const RUN_FILE_ENDING = '.lens.json';
const LIMITS: ReadonlySet<string> = new Set(['maxBytes', 'timeout', 'maxMemory']);

/** Reads a run file; an unknown field, an output folder, an engine or a permission in it is an error that names it. */
export function parseRunFile(text: string, file: string): RunFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw badRunFile(file, 'is not JSON', cause);
  }
  if (!isRecord(value)) throw badRunFile(file, 'is not a JSON object');
  for (const [key, field] of Object.entries(value)) {
    const rule = FIELDS.get(key);
    if (rule === undefined) throw badRunFile(file, `has the field "${key}", which a run file may not hold`);
    if (!rule[0](field)) throw badRunFile(file, `has a "${key}" that is not ${rule[1]}`);
  }
  if (value['schema'] === undefined) throw badRunFile(file, 'has no "schema": 1');
  return { ...value, schema: 1 };
}

function badRunFile(file: string, what: string, cause?: unknown): LensError {
  const hint = 'A run file holds inputs, selection and limits; --save-run writes one.';
  return new LensError('bad-run-file', `The run file ${file} ${what}.`, hint, { cause });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A run as it is asked for: what a run file is written from. */
export interface AskedRun {
  readonly tagSet?: readonly string[] | undefined;
  readonly signature?: string | undefined;
  readonly function?: string | undefined;
  readonly select: readonly string[];
  readonly inputsFile?: string | undefined;
  readonly inputs: readonly AskedInput[];
  readonly feeds: readonly AskedInput[];
  readonly dims: Readonly<Record<string, number>>;
  readonly batch?: number | undefined;
  readonly strictInputs?: boolean | undefined;
  readonly iterations?: Iterations | undefined;
  readonly limits?: RunFile['limits'] | undefined;
}

interface AskedInput {
  readonly name: string;
  readonly spec: string;
  /** folder that a relative path in `spec` starts from */
  readonly base?: string;
}

/** The run file of a run; `relative` gives the path of a file (seen from a base) as the run file is to name it. */
export function runFileOf(run: AskedRun, relative: (file: string, base: string | undefined) => string): RunFile {
  const specs = (inputs: readonly AskedInput[]): Record<string, string> =>
    Object.fromEntries(inputs.map(({ name, spec, base }) => [name, movedSpec(spec, (file) => relative(file, base))]));
  const {
    tagSet,
    signature,
    function: path,
    select,
    inputsFile,
    inputs,
    feeds,
    dims,
    batch,
    strictInputs,
    iterations,
    limits,
  } = run;
  return {
    schema: 1,
    ...(tagSet === undefined ? {} : { tagSet }),
    ...(signature === undefined ? {} : { signature }),
    ...(path === undefined ? {} : { function: path }),
    ...(select.length === 0 ? {} : { select }),
    ...(inputsFile === undefined ? {} : { inputsFile: relative(inputsFile, undefined) }),
    ...(inputs.length === 0 ? {} : { inputs: specs(inputs) }),
    ...(feeds.length === 0 ? {} : { feeds: specs(feeds) }),
    ...(Object.keys(dims).length === 0 ? {} : { dims }),
    ...(batch === undefined ? {} : { batch }),
    ...(strictInputs === undefined ? {} : { strictInputs }),
    ...(iterations === undefined ? {} : { iterations }),
    ...(limits === undefined || Object.keys(limits).length === 0 ? {} : { limits }),
  };
}
