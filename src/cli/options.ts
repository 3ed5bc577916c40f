import { Option } from 'commander';
import type { Command } from 'commander';
import path from 'node:path';
import type { CommonOptions, Invocation } from './command.ts';
import { LensError } from '../core/errors.ts';
import { parseByteSize } from '../core/run/byteSize.ts';
import type { EntryChoice } from '../rpc/modelService.ts';

/** Values of the options that say which graph of a model is meant. */
export interface EntryOptions extends CommonOptions {
  readonly tagSet?: string;
  readonly signature?: string;
  readonly function?: string;
  // saved_model_cli's spellings; commander keeps the underscore
  readonly tag_set?: string;
  readonly signature_def?: string;
}

/** Adds DIR and the options that say which graph of it is meant, saved_model_cli's spellings included. */
export function addModelOptions(command: Command): void {
  command
    .argument('[DIR]', 'SavedModel directory, or its saved_model.pb or saved_model.pbtxt')
    .option('--tag-set <tags>', "exact tag set, separated by commas; '' is the empty one")
    .option('--signature <key>', 'signature (default: serving_default, else the only one, else the first by name)')
    .option('--function <path>', 'instead of a signature: a function of the object graph, such as step or encoder/call')
    .addOption(new Option('--dir <dir>').hideHelp())
    .addOption(new Option('--tag_set <tags>').hideHelp())
    .addOption(new Option('--signature_def <key>').hideHelp());
}

/** Adds the switches of every command. */
export function addOutputOptions(command: Command): void {
  command
    .option('--json', 'one JSON document on standard output')
    .option('--quiet', 'no notes, warnings or progress')
    .option('--verbose', 'times per stage, and a stack trace for a failure');
}

/** Absolute path of the model that the command line names. */
export function modelPath({ context, arguments: [first], options }: Invocation): string {
  const named = first ?? options.dir;
  if (named === undefined || named === '') {
    throw new LensError('usage', 'No model is named.', 'Give the SavedModel directory, or its saved_model.pb.');
  }
  return path.resolve(context.cwd, named);
}

/** Which graph the options ask for. */
export function entryChoice(options: EntryOptions): EntryChoice {
  const tags = options.tagSet ?? options.tag_set;
  const signature = options.signature ?? options.signature_def;
  if (signature !== undefined && options.function !== undefined) {
    throw new LensError('usage', '--signature and --function exclude each other.', 'Give one of the two.');
  }
  return {
    ...(tags === undefined
      ? {}
      : {
          tagSet: tags
            .split(',')
            .map((tag) => tag.trim())
            .filter((tag) => tag !== ''),
        }),
    ...(signature === undefined ? {} : { signature }),
    ...(options.function === undefined ? {} : { function: options.function }),
  };
}

/** An option's text as a number, checked. */
export function numberOption(flag: string, range: { min: number; integer?: boolean }): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (Number.isFinite(value) && value >= range.min && (range.integer !== true || Number.isSafeInteger(value))) return value;
    const kind = range.integer === true ? 'a whole number' : 'a number';
    throw new LensError('usage', `${flag} is "${text}", not ${kind} of at least ${range.min}.`);
  };
}

/** A size such as `500MB`, `2GiB` or `1048576`, in bytes. */
export function bytesOption(flag: string): (text: string) => number {
  return (text) => {
    const bytes = parseByteSize(text);
    if (bytes === undefined)
      throw new LensError('usage', `${flag} is "${text}", not a size.`, 'Write bytes or something like 500MB or 2GiB.');
    return bytes;
  };
}

/** Adds `--select`, repeatable. */
export function addSelectOption(command: Command, description: string): void {
  command.option('--select <terms>', description, (text, previous: readonly string[] | undefined) =>
    collect(selection(text), previous),
  );
}

function selection(text: string): string {
  if (text.trim() !== '') return text;
  throw new LensError('usage', '--select is empty.', 'Name layers or tensors, such as dense_1 or layers[2], or leave it out.');
}

/** Collects a repeatable option. */
export function collect(text: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), text];
}
