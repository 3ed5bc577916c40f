import { LensError } from '../errors.ts';
import type { Layer } from '../layers/types.ts';
import type { LayerIndex } from './ast.ts';
import { resolveName } from './resolveName.ts';
import type { SelectionScope } from './scope.ts';

/** Layers by index among the top layers or the children of a named layer; undefined when there is no such parent. */
export function resolveIndex({ parent, at }: LayerIndex, text: string, scope: SelectionScope): readonly Layer[] | undefined {
  const siblings = siblingsOf(parent, scope);
  if (siblings === undefined) return undefined;
  const numbered = siblings.filter(({ index }) => index !== null).sort((a, b) => (a.index ?? 0) - (b.index ?? 0));
  return typeof at === 'number' ? [single(numbered, at, text, parent)] : ranged(numbered, at);
}

function siblingsOf(parent: string | undefined, scope: SelectionScope): readonly Layer[] | undefined {
  if (parent === undefined) return scope.topLayers;
  const named = resolveName(parent, scope);
  return named?.kind === 'layers' && named.layers.length === 1 ? named.layers[0]?.children : undefined;
}

function single(layers: readonly Layer[], at: number, text: string, parent: string | undefined): Layer {
  const size = (layers.at(-1)?.index ?? -1) + 1;
  const wanted = at < 0 ? at + size : at;
  const layer = layers.find(({ index }) => index === wanted);
  if (layer !== undefined) return layer;
  const whose = parent === undefined ? 'the model' : `the layer ${parent}`;
  const valid =
    size === 0 ? `${whose} has no numbered layers` : `${whose} has layers 0 to ${size - 1}, or ${-size} to -1 from the end`;
  throw new LensError(
    'index-out-of-range',
    `${text} is out of range: ${valid}.`,
    'The command layers lists them with their indices.',
  );
}

/** Python's slices, over the numbers that the layers have. */
function ranged(
  layers: readonly Layer[],
  { start, stop, step = 1 }: { start?: number; stop?: number; step?: number },
): readonly Layer[] {
  const size = (layers.at(-1)?.index ?? -1) + 1;
  if (step === 0) throw new LensError('selector-syntax', 'A range of layers cannot have the step 0.');
  const clip = (value: number, low: number, high: number): number =>
    Math.min(high, Math.max(low, value < 0 ? value + size : value));
  const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
  const from = start === undefined ? (step > 0 ? low : high) : clip(start, low, high);
  const to = stop === undefined ? (step > 0 ? high : low) : clip(stop, low, high);
  const byIndex = new Map(layers.map((layer) => [layer.index, layer]));
  const found: Layer[] = [];
  for (let i = from; step > 0 ? i < to : i > to; i += step) {
    const layer = byIndex.get(i);
    if (layer !== undefined) found.push(layer);
  }
  return found;
}
