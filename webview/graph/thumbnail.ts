import type { ManifestTensor } from '../../src/core/run/manifest.ts';
import type { Host } from '../state/host.ts';
import { colourTable } from '../tensor/colourTable.ts';
import { numbersOf } from '../tensor/numbersOf.ts';
import { finiteDomain, quantiser, suitableMap, symmetric } from '../tensor/scale.ts';

/** Side of a thumbnail, in values; and how many channels are looked at for the one that says most. */
const SIDE = 44;
const CHANNELS = 8;
/** Questions that may be under way at once: the chosen tensor's own must not wait behind a row of thumbnails. */
const AT_ONCE = 2;

/** One channel of an activation, small, ready to paint. */
export interface Thumbnail {
  readonly width: number;
  readonly height: number;
  readonly channel: number;
  readonly pixels: Uint32Array;
}

/** True for tensors that are pictures with channels: `[batch, rows, columns, channels]`. */
export function hasThumbnail({ dtype, file, shape }: ManifestTensor): boolean {
  const [batch = 0, rows = 0, columns = 0, channels = 0] = shape;
  return shape.length === 4 && file !== null && dtype !== 'string' && batch > 0 && rows > 2 && columns > 2 && channels > 0;
}

/** Thumbnails of one run, each asked for once. */
export class Thumbnails {
  readonly #known = new Map<string, Promise<Thumbnail | undefined>>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(
    private readonly host: Host,
    private readonly run: string,
  ) {}

  get(tensor: ManifestTensor): Promise<Thumbnail | undefined> {
    const known = this.#known.get(tensor.name);
    if (known !== undefined) return known;
    const made = this.#inTurn(() => this.#make(tensor)).catch(() => undefined);
    this.#known.set(tensor.name, made);
    return made;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running++;
    try {
      return await work();
    } finally {
      this.#running--;
      this.#waiting.shift()?.();
    }
  }

  async #make({ name, shape }: ManifestTensor): Promise<Thumbnail | undefined> {
    const [, rows = 1, columns = 1, all = 1] = shape;
    const channels = Math.min(all, CHANNELS);
    const block = Math.ceil(Math.max(rows, columns) / SIDE);
    const [height, width] = [Math.ceil(rows / block), Math.ceil(columns / block)];
    const window = await this.host.call('window', {
      run: this.run,
      name,
      slice: [0, {}, {}, { start: 0, stop: channels }],
      reduce: { blocks: [1, block, block, 1], by: 'extreme', centre: 0 },
      maxElements: height * width * channels,
    });
    const values = numbersOf(window);
    const channel = liveliest(values, channels);
    const domain = finiteDomain(values, channel, channels);
    const table = colourTable(suitableMap(domain));
    const entry = quantiser('linear', domain === undefined ? undefined : symmetric(domain));
    const pixels = new Uint32Array(height * width);
    for (let i = 0; i < pixels.length; i++) pixels[i] = table[entry(values[i * channels + channel] ?? NaN)] ?? 0;
    return { width, height, channel, pixels };
  }
}

/** The channel whose values differ most; the first when all are alike. */
function liveliest(values: ArrayLike<number>, channels: number): number {
  let best = 0;
  let most = 0;
  for (let channel = 0; channel < channels; channel++) {
    let sum = 0;
    let squares = 0;
    let count = 0;
    for (let i = channel; i < values.length; i += channels) {
      const value = values[i] ?? NaN;
      if (value - value !== 0) continue;
      sum += value;
      squares += value * value;
      count++;
    }
    const spread = count === 0 ? 0 : squares / count - (sum / count) ** 2;
    if (spread > most) [best, most] = [channel, spread];
  }
  return best;
}
