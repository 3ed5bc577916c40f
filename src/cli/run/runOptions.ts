import path from 'node:path';
import { parseBindings, parseDims, parseInputsOption } from './bindings.ts';
import type { RunFile } from '../../core/run/runFile.ts';
import type { Iterations } from '../../core/run/iterations.ts';
import type { DumpFormat, InputBinding, RunRequest } from '../../rpc/modelService.ts';
import { entryChoice } from '../options.ts';
import type { EntryOptions } from '../options.ts';

/** Option values of `run` as commander gives them. */
export interface RunOptions extends EntryOptions {
  readonly select?: readonly string[];
  readonly inputs?: readonly string[];
  readonly input?: readonly string[];
  readonly feed?: readonly string[];
  readonly dim?: readonly string[];
  readonly batch?: number;
  readonly strictInputs?: boolean;
  readonly print?: string | boolean;
  readonly out?: string;
  readonly overwrite?: boolean;
  readonly format?: DumpFormat;
  readonly report?: string;
  readonly runFile?: string;
  readonly saveRun?: string;
  readonly labels?: string;
  readonly verify?: boolean;
  readonly values?: boolean;
  readonly iterations?: Iterations;
  readonly maxBytes?: number;
  readonly timeout?: number;
  readonly maxMemory?: number;
  readonly allowUnsafe?: boolean;
  readonly engine?: 'auto' | 'tfjs-node' | 'capi';
}

/** A run as asked for; where its folder lies is decided later. */
export type RunWish = Omit<RunRequest, 'directory'>;

/** The options of the command line as a request; paths start from `cwd`. */
export function readRunOptions(options: RunOptions, cwd: string): RunWish {
  const inputs = parseInputsOption(options.inputs ?? []);
  const based = (binding: InputBinding): InputBinding => ({ ...binding, base: cwd });
  return dropUndefined({
    ...entryChoice(options),
    select: options.select ?? [],
    inputsFile: inputs.file === undefined ? undefined : path.resolve(cwd, inputs.file),
    inputs: [...inputs.bindings, ...parseBindings('--input', options.input ?? [])].map(based),
    feeds: parseBindings('--feed', options.feed ?? []).map(based),
    dims: parseDims(options.dim ?? []),
    batch: options.batch,
    strictInputs: options.strictInputs,
    verify: options.verify,
    values: options.values !== false && options.format !== 'stats',
    iterations: options.iterations,
    limits: dropUndefined({ maxBytes: options.maxBytes, timeout: options.timeout, maxMemory: options.maxMemory }),
    allowUnsafe: options.allowUnsafe,
  });
}

/** A run file's run with what the command line says in place of it; inputs and dimensions add up by name. */
export function mergeRunFile(wish: RunWish, file: RunFile, folder: string): RunWish {
  const bindings = (specs: RunFile['inputs'], given: readonly InputBinding[]): InputBinding[] => [
    ...Object.entries(specs ?? {})
      .filter(([name]) => !given.some((binding) => binding.name === name))
      .map(([name, spec]) => ({ name, spec, base: folder })),
    ...given,
  ];
  const hasEntry = wish.signature !== undefined || wish.function !== undefined;
  return dropUndefined({
    ...wish,
    tagSet: wish.tagSet ?? file.tagSet,
    signature: hasEntry ? wish.signature : file.signature,
    function: hasEntry ? wish.function : file.function,
    select: wish.select.length > 0 ? wish.select : (file.select ?? []),
    inputsFile: wish.inputsFile ?? (file.inputsFile === undefined ? undefined : path.resolve(folder, file.inputsFile)),
    inputs: bindings(file.inputs, wish.inputs),
    feeds: bindings(file.feeds, wish.feeds),
    dims: { ...file.dims, ...wish.dims },
    batch: wish.batch ?? file.batch,
    strictInputs: wish.strictInputs ?? file.strictInputs,
    iterations: wish.iterations ?? file.iterations,
    limits: { ...file.limits, ...wish.limits },
  });
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The object without its undefined fields, as `exactOptionalPropertyTypes` wants it. */
function dropUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Defined<T>;
}
