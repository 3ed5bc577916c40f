import type { CliContext, TextSink } from './context.ts';
import { jsonText } from './text/json.ts';
import { printable } from '../core/printable.ts';
import { styleFor } from './text/style.ts';
import type { Style } from './text/style.ts';
import { LensError } from '../core/errors.ts';
import { durationText } from './text/format.ts';

/** Switches that every command has. */
export interface OutputOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** Results to standard output; notes, warnings and errors to standard error. */
export class Console {
  readonly out: Style;
  readonly #err: Style;
  readonly #stdout: TextSink;
  readonly #stderr: TextSink;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;

  constructor(context: CliContext, options: OutputOptions) {
    const env = context.env ?? {};
    this.#stdout = context.stdout;
    this.#stderr = context.stderr;
    this.out = styleFor(context.stdout, env);
    this.#err = styleFor(context.stderr, env);
    this.json = options.json === true;
    this.quiet = options.quiet === true;
    this.verbose = options.verbose === true;
  }

  /** True where a progress bar would be seen and is wanted. */
  get showsProgress(): boolean {
    return this.#stderr.isTTY === true && !this.quiet && !this.json;
  }

  /** Columns of standard output, undefined when it is no terminal. */
  get width(): number | undefined {
    return this.#stdout.isTTY === true ? this.#stdout.columns : undefined;
  }

  lines(lines: readonly string[]): void {
    if (lines.length > 0) this.#stdout.write(`${lines.join('\n')}\n`);
  }

  document(document: unknown): void {
    this.#stdout.write(jsonText(document));
  }

  /** What was chosen or done for the user. */
  note(text: string): void {
    if (!this.quiet) this.#stderr.write(`${this.#err.dim('note:')} ${printable(text)}\n`);
  }

  warn(text: string): void {
    if (!this.quiet) this.#stderr.write(`${this.#err.warn('warning:')} ${printable(text)}\n`);
  }

  timing(stage: string, milliseconds: number): void {
    if (this.verbose) this.#stderr.write(`${this.#err.dim(`${stage}: ${durationText(milliseconds)}`)}\n`);
  }

  /** The sentence on standard error and, with --json, the error document on standard output. */
  fail(cause: unknown): void {
    const error = toLensError(cause);
    if (this.json) {
      const { code, message, hint } = error;
      this.document({ schema: 1, error: { code, message, ...(hint === undefined ? {} : { hint }) } });
    }
    this.#stderr.write(`${this.#err.bad('error:')} ${printable(error.sentence)}\n`);
    if (this.verbose && cause instanceof Error && cause.stack !== undefined) this.#stderr.write(`${cause.stack}\n`);
  }
}

function toLensError(cause: unknown): LensError {
  if (cause instanceof LensError) return cause;
  const text = cause instanceof Error ? cause.message : String(cause);
  return new LensError(
    'internal',
    `Something unexpected went wrong: ${text.replace(/\.$/, '')}.`,
    'Run again with --verbose and report it with what that prints.',
    { cause },
  );
}
