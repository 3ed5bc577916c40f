import { targetText, type InputTarget } from './target.ts';
import { isPictureShape } from './imageTensor.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** Bytes of pictures given to an input of floats that the graph does not scale down: the usual slip, which no shape or dtype shows. */
export function byteRangeNote(
  target: InputTarget,
  given: Tensor,
  scalesItself: () => boolean,
  source: string,
): string | undefined {
  const { data } = given;
  if (given.dtype !== 'uint8' || !/^(?:b?float)/.test(target.dtype) || !isPictureShape(target)) return undefined;
  if (!(data instanceof Uint8Array) || !data.some((value) => value > 1) || scalesItself()) return undefined;
  return `The value of ${targetText(target)} from ${source} was taken as 0…255, and the model does not scale it down: divide it by 255 if the model was trained on 0…1, as a picture from a .png would be.`;
}
