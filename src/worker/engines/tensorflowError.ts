import type { ErrorCode } from '../../core/errors.ts';
import { LensError } from '../../core/errors.ts';

/** An error that quotes TensorFlow in one sentence: its text comes in several lines, and ends with one full stop whatever it ended with. */
export function tensorflowError(code: ErrorCode, what: string, text: string, cause?: unknown): LensError {
  return new LensError(code, `${what}: ${text.replace(/\s+/g, ' ').trim().replace(/\.+$/, '')}.`, undefined, { cause });
}
