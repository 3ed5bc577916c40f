import { useLayoutEffect, useRef } from 'react';
import type { InputSample } from '../../src/rpc/modelService.ts';
import { useTheme } from '../widgets/useTheme.ts';

/** A small picture of an input as the model will see it; nothing for inputs that have none. */
export function Thumbnail({ sample, label }: { readonly sample: InputSample; readonly label: string }) {
  useTheme();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [columns, rows] =
    sample.kind === 'plane' ? [sample.columns, sample.rows] : sample.kind === 'wave' ? [sample.low.length, WAVE_ROWS] : [0, 0];
  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d') ?? null;
    if (element === null || context === null || columns === 0) return;
    const image = new ImageData(columns, rows);
    if (sample.kind === 'plane') paintPlane(sample, image.data);
    else if (sample.kind === 'wave') paintWave(sample, image.data, columns, getComputedStyle(element).color);
    context.putImageData(image, 0, 0);
  });
  if (columns === 0) return null;
  return <canvas className={`thumb ${sample.kind}`} ref={canvas} width={columns} height={rows} role="img" aria-label={label} />;
}

const WAVE_ROWS = 48;

function paintPlane({ channels, values, low, high }: Extract<InputSample, { kind: 'plane' }>, pixels: Uint8ClampedArray): void {
  const scale = 255 / (high - low || 1);
  for (let i = 0; i < values.length / channels; i++) {
    for (let c = 0; c < 3; c++) pixels[4 * i + c] = ((values[i * channels + (channels === 1 ? 0 : c)] ?? 0) - low) * scale;
    pixels[4 * i + 3] = channels === 4 ? ((values[4 * i + 3] ?? 0) - low) * scale : 255;
  }
}

/** From the lowest to the highest value of each piece, zero in the middle where there are both signs. */
function paintWave(
  { low, high }: Extract<InputSample, { kind: 'wave' }>,
  pixels: Uint8ClampedArray,
  columns: number,
  colour: string,
): void {
  const [red = 128, green = 128, blue = 128] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  let [bottom, top] = [Math.min(0, ...low), Math.max(0, ...high)];
  if (bottom < 0 && top > 0) [bottom, top] = [-Math.max(top, -bottom), Math.max(top, -bottom)];
  const place = (value: number): number => Math.round(((top - value) / (top - bottom || 1)) * (WAVE_ROWS - 1));
  for (let x = 0; x < columns; x++) {
    const from = place(high[x] ?? 0);
    const to = place(low[x] ?? 0);
    // a single value stands on the zero line, a span from its lowest to its highest
    const [start, end] = from === to ? [Math.min(from, place(0)), Math.max(to, place(0))] : [from, to];
    for (let y = start; y <= end; y++) pixels.set([red, green, blue, 255], 4 * (y * columns + x));
  }
}
