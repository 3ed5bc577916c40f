import type { Command } from 'commander';
import type { Console, OutputOptions } from './console.ts';
import type { CliContext, ExitCode } from './context.ts';

/** Option values as commander gives them; each command names those it reads. */
export interface CommonOptions extends OutputOptions {
  readonly dir?: string;
}

/** One call of a command. */
export interface Invocation<Options extends CommonOptions = CommonOptions> {
  readonly context: CliContext;
  readonly console: Console;
  readonly arguments: readonly string[];
  readonly options: Options;
}

/** A command: light to declare, so that only the one that is called loads what it needs. */
export interface CommandSpec {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** heading in the list of commands, where it is not the common one */
  readonly group?: string;
  /** command lines that work on the bundled example model, without the program's name */
  readonly examples: readonly string[];
  configure(command: Command): void;
  run(invocation: Invocation): Promise<ExitCode>;
}
