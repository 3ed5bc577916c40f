import type { Console } from '../console.ts';
import type { LayersDocument } from '../../core/describe/documents.ts';
import { graphScope } from '../../core/select/graphScope.ts';
import type { GraphScopeSource } from '../../core/select/graphScope.ts';
import { parseSelection } from '../../core/select/parseSelection.ts';
import { resolveSelection } from '../../core/select/resolveSelection.ts';

/** The layers that a selection means: those it goes through, and those whose output it names. */
export function selectLayers(
  document: LayersDocument,
  terms: readonly string[],
  source: GraphScopeSource,
  console: Console,
): LayersDocument {
  const { tensors, skipped, notes } = resolveSelection(parseSelection(terms.join(',')), graphScope(source));
  for (const note of notes) console.note(note);
  const paths = new Set(tensors.flatMap(({ throughLayers }) => throughLayers.map(({ path }) => path)));
  const named = new Set(tensors.filter(({ throughLayers }) => throughLayers.length === 0).map(({ name }) => name));
  for (const { name } of skipped) named.add(name);
  return {
    ...document,
    layers: document.layers.filter(
      ({ path, outputs }) => paths.has(path) || named.has(path) || outputs.some(({ tensor }) => named.has(tensor)),
    ),
  };
}
