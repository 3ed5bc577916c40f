import { LensError } from '../errors.ts';
import { newData, shapeText } from '../tensor/layout.ts';
import { decodeTable, encodeSmallFloat } from '../tensor/smallFloats.ts';
import type { Shape, Tensor } from '../tensor/tensor.ts';
import { decodeImage, type Pixels } from './decodeImage.ts';
import type { ImageOptions } from './imageOptions.ts';
import { fitted, withChannels } from './resize.ts';
import type { Converted } from './convert.ts';
import { targetText, type InputTarget } from './target.ts';

/** Where the axes of an input of pictures are; undefined where it has none. */
interface ImageAxes {
  readonly batch: number | undefined;
  readonly height: number;
  readonly width: number;
  readonly channel: number | undefined;
}

/** What the graph does with a picture by itself, and how many are wanted. */
export interface ImageContext {
  /** the graph scales by a small factor, so it takes 0…255 */
  readonly scalesItself: boolean;
  readonly batch: number | undefined;
  /** size that the user gave an axis of the input */
  readonly sizeOf: (axis: number) => number | undefined;
}

/**
 * A picture as an input: resized to its height and width, grey or colour by its channels, the same for every example of a batch.
 * Integers are 0…255; floats are 0…1, or 0…255 where the graph itself scales them down, unless the options say a range. What was
 * done to the picture without being asked for stands in the note.
 */
export function imageTensor(
  target: InputTarget,
  bytes: Uint8Array,
  options: ImageOptions,
  context: ImageContext,
  source: string,
): Converted {
  const axes = imageAxes(target);
  const picture = decodeImage(bytes, source);
  const known = (axis: number | undefined): number | undefined => {
    const size = axis === undefined ? undefined : target.shape?.[axis];
    return axis === undefined || (size !== undefined && size >= 0) ? size : context.sizeOf(axis);
  };
  const channels =
    axes.channel === undefined ? 1 : (known(axes.channel) ?? Math.min(3, picture.channels === 2 ? 1 : picture.channels));
  if (channels < 1 || channels > 4) throw noPicture(target);
  const sized = fitted(
    withChannels(picture, channels),
    known(axes.width) ?? picture.width,
    known(axes.height) ?? picture.height,
    options.fit ?? 'stretch',
  );
  const batch = axes.batch === undefined ? 1 : (known(axes.batch) ?? context.batch ?? 1);
  const isFloat = /^(?:b?float)/.test(target.dtype);
  const top = isFloat && !context.scalesItself ? 1 : 255;
  const tensor = laidOut(target, axes, { ...sized, data: scaled(sized, options, top) }, batch);
  const { low, high, mean, std } = options;
  const isOpen = isFloat && [low, high, mean, std].every((option) => option === undefined);
  const note = changes(picture, sized, isOpen ? top : undefined, source);
  return note === undefined ? { tensor } : { tensor, note };
}

/** What a reader must know who wonders about the values: another size, and a range that nobody asked for. */
function changes(from: Pixels, to: Pixels, top: number | undefined, source: string): string | undefined {
  const size =
    from.width === to.width && from.height === to.height
      ? ''
      : `was resized from ${from.width}×${from.height} to ${to.width}×${to.height} pixels`;
  const range =
    top === undefined ? '' : `was scaled to 0…${top} (write ${source}(high=${top === 1 ? 255 : 1}) for 0…${top === 1 ? 255 : 1})`;
  const said = [size, range].filter((part) => part !== '').join(' and ');
  return said === '' ? undefined : `The picture ${source} ${said}.`;
}

function noPicture(target: InputTarget): LensError {
  return new LensError(
    'bad-input-shape',
    `A picture does not fit ${targetText(target)} of shape ${shapeText(target.shape)} and dtype ${target.dtype}.`,
    'Pictures fit shapes such as [?,height,width,3], [?,1,height,width] or [height,width].',
  );
}

/** True for an input of four axes that surely is one of pictures. */
export function isPictureShape({ shape }: InputTarget): boolean {
  return shape?.length === 4 && ([1, 3, 4].includes(shape[3] ?? 0) || [1, 3].includes(shape[1] ?? 0));
}

function imageAxes(target: InputTarget): ImageAxes {
  const { shape, dtype } = target;
  if (!/^(?:b?float|q?u?int)/.test(dtype)) throw noPicture(target);
  if (shape === undefined) return { batch: 0, height: 1, width: 2, channel: 3 };
  const isChannels = (axis: number): boolean => [1, 3, 4].includes(shape[axis] ?? 0);
  switch (shape.length) {
    case 2:
      // an open first axis is a batch of vectors, not a picture's height
      if ((shape[0] ?? 0) < 0 && (shape[1] ?? 0) >= 0) throw noPicture(target);
      return { batch: undefined, height: 0, width: 1, channel: undefined };
    case 3: {
      if (isChannels(2)) return { batch: undefined, height: 0, width: 1, channel: 2 };
      if (isChannels(0) && (shape[0] ?? 0) > 1) return { batch: undefined, height: 1, width: 2, channel: 0 };
      return { batch: 0, height: 1, width: 2, channel: undefined };
    }
    case 4:
      return !isChannels(3) && isChannels(1)
        ? { batch: 0, height: 2, width: 3, channel: 1 }
        : { batch: 0, height: 1, width: 2, channel: 3 };
    default:
      throw noPicture(target);
  }
}

function scaled({ data, channels }: Pixels, { low = 0, high, mean, std, order }: ImageOptions, top: number): Float32Array {
  const range = (high ?? top) - low;
  const perChannel = (list: readonly number[] | undefined, channel: number, fallback: number): number =>
    list?.[list.length === 1 ? 0 : channel] ?? fallback;
  return data.map((_, i) => {
    const channel = i % channels;
    const swapped = order === 'bgr' && channels >= 3 && channel < 3 ? i - channel + (2 - channel) : i;
    const value = low + ((data[swapped] ?? 0) / 255) * range;
    return (value - perChannel(mean, channel, 0)) / perChannel(std, channel, 1);
  });
}

function laidOut({ dtype }: InputTarget, axes: ImageAxes, { width, height, channels, data }: Pixels, batch: number): Tensor {
  const first = axes.channel !== undefined && axes.channel < axes.height;
  const single: Shape =
    axes.channel === undefined ? [height, width] : first ? [channels, height, width] : [height, width, channels];
  const result = newData(dtype, batch * data.length);
  const table = decodeTable(dtype);
  const isFloat = result instanceof Float32Array || result instanceof Float64Array;
  for (let i = 0; i < result.length; i++) {
    const at = i % data.length;
    const value = data[first ? (at % (width * height)) * channels + Math.floor(at / (width * height)) : at] ?? 0;
    if (result instanceof BigInt64Array || result instanceof BigUint64Array) result[i] = BigInt(Math.round(value));
    else result[i] = table !== undefined ? encodeSmallFloat(dtype, value) : isFloat ? value : Math.round(value);
  }
  return { dtype, shape: axes.batch === undefined ? single : [batch, ...single], data: result };
}
