import type { Pixels } from './decodeImage.ts';
import type { ImageFit } from './imageOptions.ts';

/** The picture in another size: pulled to it, whole and centred on black (`contain`), or its centre cut to fill it (`cover`). */
export function fitted(image: Pixels, width: number, height: number, fit: ImageFit): Pixels {
  if (fit === 'stretch') return resized(image, width, height);
  const ratios = [width / image.width, height / image.height];
  const ratio = fit === 'contain' ? Math.min(...ratios) : Math.max(...ratios);
  const scaled = resized(image, Math.max(1, Math.round(image.width * ratio)), Math.max(1, Math.round(image.height * ratio)));
  return centred(scaled, width, height);
}

/** The picture in the middle of a frame: black around it where it is smaller, cut where it is larger. */
function centred(image: Pixels, width: number, height: number): Pixels {
  const { channels } = image;
  const data = new Float32Array(width * height * channels);
  const left = Math.round((width - image.width) / 2);
  const top = Math.round((height - image.height) / 2);
  for (let y = Math.max(0, top); y < Math.min(height, top + image.height); y++) {
    const start = Math.max(0, left);
    const end = Math.min(width, left + image.width);
    const from = ((y - top) * image.width + start - left) * channels;
    data.set(image.data.subarray(from, from + (end - start) * channels), (y * width + start) * channels);
  }
  return { width, height, channels, data };
}

/** Bilinear, pixel centres at half positions, no smoothing before shrinking: what `tf.image.resize` does by default. */
export function resized(image: Pixels, width: number, height: number): Pixels {
  if (image.width === width && image.height === height) return image;
  const { channels } = image;
  const data = new Float32Array(width * height * channels);
  const columns = sampling(width, image.width);
  const rows = sampling(height, image.height);
  rows.forEach((row, y) => {
    columns.forEach((column, x) => {
      for (let channel = 0; channel < channels; channel++) {
        const at = (line: number, place: number): number => image.data[(line * image.width + place) * channels + channel] ?? 0;
        const top = at(row.low, column.low) + (at(row.low, column.high) - at(row.low, column.low)) * column.part;
        const bottom = at(row.high, column.low) + (at(row.high, column.high) - at(row.high, column.low)) * column.part;
        data[(y * width + x) * channels + channel] = top + (bottom - top) * row.part;
      }
    });
  });
  return { width, height, channels, data };
}

interface Sample {
  readonly low: number;
  readonly high: number;
  readonly part: number;
}

function sampling(to: number, from: number): Sample[] {
  return Array.from({ length: to }, (_, i) => {
    const place = ((i + 0.5) * from) / to - 0.5;
    const low = Math.max(0, Math.floor(place));
    return { low, high: Math.min(from - 1, Math.floor(place) + 1), part: place - Math.floor(place) };
  });
}

/** The same picture with another number of channels: grey of colours by ITU-R 601 (as TensorFlow), colours of grey, alpha left out or added. */
export function withChannels(image: Pixels, channels: number): Pixels {
  if (image.channels === channels) return image;
  const pixels = image.width * image.height;
  const isGrey = image.channels < 3;
  const hasAlpha = image.channels === 2 || image.channels === 4;
  const data = new Float32Array(pixels * channels);
  for (let i = 0; i < pixels; i++) {
    const from = (channel: number): number => image.data[i * image.channels + (isGrey ? 0 : channel)] ?? 0;
    const alpha = hasAlpha ? (image.data[i * image.channels + image.channels - 1] ?? 255) : 255;
    const colours =
      channels < 3 ? [isGrey ? from(0) : 0.2989 * from(0) + 0.587 * from(1) + 0.114 * from(2)] : [from(0), from(1), from(2)];
    const values = channels === colours.length ? colours : [...colours, alpha];
    for (let channel = 0; channel < channels; channel++) data[i * channels + channel] = values[channel] ?? 0;
  }
  return { width: image.width, height: image.height, channels, data };
}
