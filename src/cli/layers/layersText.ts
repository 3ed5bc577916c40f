import { byteSizeText } from '../../core/run/byteSize.ts';
import type { LayerRow, LayersDocument } from '../../core/describe/documents.ts';
import { reasonText } from '../../core/graph/explain.ts';
import { countText, plannedShapeText, plural } from '../text/format.ts';
import type { Style } from '../text/style.ts';
import { table } from '../text/table.ts';

/** `layers` for people: one row per layer and a line with the totals. */
export function layersText(document: LayersDocument, style: Style): string[] {
  const { layers } = document;
  if (layers.length === 0)
    return ['No layers: neither Keras metadata, name scopes nor variables tell parts of this graph apart. Its ops: show --ops.'];
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
    layer.fetchable ? '' : `no values: ${reasonText(layer.reason ?? 'unknown reason')}`,
  ];
}

function outputsText({ outputs }: LayerRow): string {
  const shapes = outputs.slice(0, 3).map(({ axes, shape }) => plannedShapeText(shape, axes));
  return shapes.join(' ') + (outputs.length > 3 ? ` … ${outputs.length} in all` : '');
}

/** A layer's parameters are counted with its parent's where that is listed. */
function totalLine(layers: readonly LayerRow[]): string {
  const roots: LayerRow[] = [];
  for (const layer of layers) if (!roots.some(({ path }) => layer.path.startsWith(`${path}/`))) roots.push(layer);
  const count = roots.reduce((sum, { params }) => sum + params.count, 0);
  const bytes = roots.reduce((sum, { params }) => sum + params.bytes, 0);
  return `Total  ${plural(layers.length, 'layer')} · ${plural(count, 'parameter')} · ${byteSizeText(bytes)}`;
}
