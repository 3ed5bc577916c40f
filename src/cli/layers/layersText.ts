import type { LayerRow, LayersDocument } from '../../core/describe/documents.ts';
import { bytesText, countText, plural, shapeText } from '../text/format.ts';
import type { Style } from '../text/style.ts';
import { table } from '../text/table.ts';

/** `layers` for people: one row per layer and a line with the totals. */
export function layersText(document: LayersDocument, style: Style): string[] {
  const { layers } = document;
  const hasNotes = layers.some(({ fetchable }) => !fetchable);
  const columns = [
    { title: 'index', align: 'right' as const, paint: style.dim },
    { title: 'layer', paint: style.name },
    { title: 'type' },
    { title: 'output' },
    { title: 'parameters', align: 'right' as const },
    ...(hasNotes ? [{ title: 'note', paint: style.warn }] : []),
  ];
  return [...table(columns, layers.map(layerCells), { head: style.heading }), '', totalLine(layers)];
}

function layerCells(layer: LayerRow): string[] {
  return [
    layer.index === null ? '-' : String(layer.index),
    layer.path,
    layer.typeSource === 'inferred' ? `${layer.type} (inferred)` : layer.type,
    outputsText(layer),
    layer.params.count === 0 ? '' : countText(layer.params.count),
    layer.fetchable ? '' : `no values: ${layer.reason ?? 'unknown reason'}`,
  ];
}

function outputsText({ outputs }: LayerRow): string {
  const shapes = outputs.slice(0, 3).map(({ shape }) => shapeText(shape));
  return shapes.join(' ') + (outputs.length > 3 ? ` … ${outputs.length} in all` : '');
}

/** Variables count once, however many layers (parents, sharers) list them. */
function totalLine(layers: readonly LayerRow[]): string {
  const widest = new Map<string, { count: number; bytes: number }>();
  for (const { params } of layers) {
    for (const { name, shape } of params.variables) {
      const count = (shape ?? []).reduce((product, size) => product * Math.max(size, 0), 1);
      widest.set(name, { count, bytes: params.count === 0 ? 0 : (params.bytes / params.count) * count });
    }
  }
  const sum = (pick: (total: { count: number; bytes: number }) => number): number => [...widest.values()].reduce((total, each) => total + pick(each), 0);
  return `Total  ${plural(layers.length, 'layer')} · ${plural(sum(({ count }) => count), 'parameter')} · ${bytesText(Math.round(sum(({ bytes }) => bytes)))}`;
}
