import { LensError } from '../errors.ts';

/** `selector-syntax`, naming the place: positions count from 1. */
export function syntaxError(text: string, position: number, what: string): LensError {
  const hint =
    "Put names with commas, blanks or brackets into double quotes; examples: dense_1, layers[2], type:Conv2D, 'block_*/conv?'.";
  return new LensError('selector-syntax', `The selection ${text} is wrong at position ${position + 1}: ${what}.`, hint);
}
