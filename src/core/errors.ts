/** What can go wrong, as stable words that scripts may rely on. Every code has a test of an exact text (test/unit/errorCodes.test.ts). */
export const ERROR_CODES = [
  // reading
  'not-found',
  'not-a-saved-model',
  'empty-file',
  'truncated-file',
  'not-protobuf',
  'html-file',
  'lfs-pointer',
  'frozen-graph',
  'unsupported-format',
  'too-large',
  'bad-text-format',
  'no-meta-graph',
  'bad-graph',
  'checkpoint-missing',
  'checkpoint-damaged',
  'asset-missing',
  // choosing
  'unknown-tag-set',
  'unknown-signature',
  'no-signature',
  'unknown-function',
  'selector-syntax',
  'selector-no-match',
  'index-out-of-range',
  'not-fetchable',
  // inputs
  'unknown-input',
  'missing-input',
  'bad-input-shape',
  'bad-input-dtype',
  'bad-input-file',
  'bad-input-spec',
  'bad-run-file',
  // running
  'no-runtime',
  'bad-runtime',
  'unsafe-op',
  'load-failed',
  'run-failed',
  'worker-died',
  'timeout',
  'cancelled',
  'limit-reached',
  'unsupported-dtype',
  // use
  'usage',
  'not-yet',
  'output-exists',
  'io',
  'internal',
] as const;

/** One of them. */
export type ErrorCode = (typeof ERROR_CODES)[number];

/**
 * The only error class that crosses a ring: one sentence that names file, field and value, and one that says what to do.
 * `message` ends with a full stop; `hint` is the advice shown after it.
 */
export class LensError extends Error {
  override readonly name = 'LensError';
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly hint?: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }

  /** Sentence and advice as a person reads them in terminal, panel and notification. */
  get sentence(): string {
    return this.hint === undefined ? this.message : `${this.message} ${this.hint}`;
  }
}

/** A problem that did not stop the work; shown in the tree, on standard error, in manifests. */
export interface Warning {
  readonly code: string;
  readonly message: string;
}
