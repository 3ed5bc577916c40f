/** Where a command writes to: a terminal, a pipe, or a test's buffer. */
export interface TextSink {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** Everything the command line takes from its surroundings. */
export interface CliContext {
  readonly argv: readonly string[];
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** how the program was called, for examples that can be pasted */
  readonly program?: string;
  /** folder of the bundled model as it has to be typed here */
  readonly examples?: string;
  /** program of the worker process that runs models */
  readonly workerFile?: string;
  /** aborted by Ctrl-C, from the first time it is asked for: a run stops tidily */
  readonly signal?: AbortSignal;
}

/** 0 fine · 1 findings · 2 wrong use or failure. */
export type ExitCode = 0 | 1 | 2;

/** The program's name as the user typed it. */
export function calledAs({ program = 'savedmodel-lens' }: CliContext): string {
  return program;
}

/** What has to be typed before the name of a bundled file. */
export function exampleFolder({ examples = 'example' }: CliContext): string {
  return /^[\w./\\:-]+$/.test(examples) ? `${examples}/` : `'${examples}'/`;
}
