import { byteSizeText } from '../../core/run/byteSize.ts';
import { LensError } from '../../core/errors.ts';
import type { Manifest } from '../../core/run/manifest.ts';
import { plural } from '../text/format.ts';

/** A run that ended at --max-bytes: what was finished is kept. */
export function limitFailure({ partial, limits, tensors }: Manifest): LensError | undefined {
  if (!partial) return undefined;
  const limit = limits.maxBytes === undefined ? 'A limit' : `The limit --max-bytes of ${byteSizeText(limits.maxBytes)}`;
  return new LensError(
    'limit-reached',
    `${limit} was reached after ${plural(tensors.length, 'tensor')}.`,
    'Raise it, or select fewer tensors.',
  );
}

/** Time limits and Ctrl-C as the person at the terminal knows them. */
export function inWordsOfTheUser(error: LensError, timeout: number | undefined, signal: AbortSignal | undefined): LensError {
  // Ctrl-C reaches the worker too, which may die of it before it is asked to stop
  if (signal?.aborted === true || error.code === 'cancelled')
    return new LensError('cancelled', 'The run was cancelled.', undefined, { cause: error });
  if (error.code === 'timeout')
    return new LensError(
      'timeout',
      `The run took longer than --timeout ${timeout ?? ''}.`,
      'Raise the limit or select fewer tensors.',
      { cause: error },
    );
  return error;
}
