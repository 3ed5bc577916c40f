import type { LayerRow, LayersDocument } from '../../rpc/modelService.ts';
import type { OpenModel } from '../model/openModel.ts';

const indices = new WeakMap<LayersDocument, ReadonlyMap<string, LayerRow>>();

/** Layers by every text that names them: path, name, object path, end of a path. The first of several wins, in this order. */
function indexOf(document: LayersDocument): ReadonlyMap<string, LayerRow> {
  const known = indices.get(document);
  if (known !== undefined) return known;
  const index = new Map<string, LayerRow>();
  const add = (name: string | undefined, row: LayerRow): void => {
    if (name !== undefined && name !== '' && !index.has(name)) index.set(name, row);
  };
  for (const row of document.layers) add(row.path, row);
  for (const row of document.layers) add(row.name, row);
  for (const row of document.layers) {
    add(row.objectPath, row);
    for (let at = row.path.indexOf('/'); at >= 0; at = row.path.indexOf('/', at + 1)) add(row.path.slice(at + 1), row);
  }
  indices.set(document, index);
  return index;
}

/**
 * A layer by name, from what is known already: nobody who points at a word waits for a model to be read. Of a layer of several
 * entry points, the first one that is preferred.
 */
export function knownLayer(
  model: OpenModel,
  name: string,
  isPreferred: (row: LayerRow) => boolean = () => true,
): LayerRow | undefined {
  const rows = model.knownLayerDocuments.flatMap((document) => indexOf(document).get(name) ?? []);
  return rows.find(isPreferred) ?? rows[0];
}

/** Every layer that is known of some models, in their order. */
export function knownRows(models: readonly OpenModel[]): readonly { readonly model: OpenModel; readonly row: LayerRow }[] {
  return models.flatMap((model) => {
    const seen = new Set<string>();
    return model.knownLayerDocuments.flatMap(({ layers }) =>
      layers.flatMap((row) => {
        if (seen.has(row.path)) return [];
        seen.add(row.path);
        return [{ model, row }];
      }),
    );
  });
}
