import { layersDocument } from '../../core/describe/layers.ts';
import type { LayersDocument } from '../../core/describe/documents.ts';
import type { RuntimeOpList } from '../../core/instrument/runtimeOps.ts';
import type { LayersPage, PageRequest } from '../../rpc/modelService.ts';
import type { ModelEntry } from './modelEntry.ts';

/** The layers of the entry points of one model, a page at a time; each list is made once for an op list. */
export class LayerPages {
  readonly #known = new WeakMap<ModelEntry, { readonly ops: RuntimeOpList | undefined; readonly document: LayersDocument }>();

  async page(entry: ModelEntry, ops: RuntimeOpList | undefined, { limit, offset }: PageRequest): Promise<LayersPage> {
    const { layers, ...document } = await this.#document(entry, ops);
    return { ...document, layers: layers.slice(offset, offset + limit), total: layers.length };
  }

  async #document(entry: ModelEntry, ops: RuntimeOpList | undefined): Promise<LayersDocument> {
    const known = this.#known.get(entry);
    if (known !== undefined && known.ops === ops) return known.document;
    const tree = entry.layers;
    const { files } = entry.model;
    const feasible = await entry.feasibility(entry.fedByDefault, ops);
    const document = layersDocument({
      flat: entry.flat,
      tree,
      feasible: feasible.tapped,
      warnings: [...files.warnings, ...files.checkpointWarnings, ...tree.warnings],
    });
    this.#known.set(entry, { ops, document });
    return document;
  }
}
