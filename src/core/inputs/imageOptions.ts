import { parseArguments } from './specArguments.ts';

/** How a picture of another size is brought to the input's: pulled to it, put whole on black, or cut to fill it. */
export const IMAGE_FITS = ['stretch', 'contain', 'cover'] as const;
export type ImageFit = (typeof IMAGE_FITS)[number];

/** How pixels become numbers: 0…255 is mapped to low…high, then `(x - mean) / std` per channel of the order that the model takes. */
export interface ImageOptions {
  readonly low?: number;
  readonly high?: number;
  readonly mean?: readonly number[];
  readonly std?: readonly number[];
  readonly order?: 'rgb' | 'bgr';
  readonly fit?: ImageFit;
}

/** Reads what stands in brackets behind a picture's name; `error` makes an error of what is wrong. */
export function parseImageOptions(text: string, error: (what: string) => Error): ImageOptions {
  const values = parseArguments(text, ['low', 'high', 'mean', 'std', 'order', 'fit'], error);
  const numbers = (name: string): number[] | undefined => {
    const list = values
      .get(name)
      ?.split('/')
      .map((part) => (part.trim() === '' ? NaN : Number(part)));
    if (list?.every(Number.isFinite) === false) throw error(`has a ${name} that is no number, or numbers joined by /`);
    return list;
  };
  const [low, high, mean, std] = [numbers('low')?.[0], numbers('high')?.[0], numbers('mean'), numbers('std')];
  if (std?.includes(0) === true) throw error('has a std of 0, by which nothing can be divided');
  const order = values.get('order');
  if (order !== undefined && order !== 'rgb' && order !== 'bgr') throw error('has an order that is neither rgb nor bgr');
  const given = values.get('fit');
  const fit = IMAGE_FITS.find((known) => known === given);
  if (given !== undefined && fit === undefined) throw error(`has a fit that is none of ${IMAGE_FITS.join(', ')}`);
  return {
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    ...(mean === undefined ? {} : { mean }),
    ...(std === undefined ? {} : { std }),
    ...(order === undefined ? {} : { order }),
    ...(fit === undefined ? {} : { fit }),
  };
}

/** The options as they are written behind a picture's name; nothing for none. */
export function imageOptionsText({ low, high, mean, std, order, fit }: ImageOptions): string {
  const written: readonly (readonly [string, string | undefined])[] = [
    ['low', low?.toString()],
    ['high', high?.toString()],
    ['mean', mean?.join('/')],
    ['std', std?.join('/')],
    ['order', order],
    ['fit', fit],
  ];
  const parts = written.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [`${name}=${value}`]));
  return parts.length === 0 ? '' : `(${parts.join(',')})`;
}
