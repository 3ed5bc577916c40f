import { LensError } from '../../core/errors.ts';

/** NumPy's own threshold: larger arrays are shown by their edges. */
const NUMPY_THRESHOLD = 1000;

/** Elements up to which `--print [N]` shows a tensor whole; undefined when nothing is to be printed. */
export function printThreshold(option: string | boolean | undefined): number | undefined {
  if (option === undefined || option === false) return undefined;
  if (option === true) return NUMPY_THRESHOLD;
  const threshold = Number(option);
  if (Number.isSafeInteger(threshold) && threshold >= 0) return threshold;
  throw new LensError(
    'usage',
    `--print is "${option}", not a whole number.`,
    'Put the model before the options, or leave N out.',
  );
}
