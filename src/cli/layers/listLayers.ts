import type { Invocation } from '../command.ts';
import type { ExitCode } from '../context.ts';
import { openEntry } from '../entry.ts';
import { entryChoice, modelPath } from '../options.ts';
import type { EntryOptions } from '../options.ts';
import { layersText } from './layersText.ts';
import { selectLayers } from './selectLayers.ts';
import type { LayersDocument } from '../../core/describe/documents.ts';
import { layersDocument } from '../../core/describe/layers.ts';
import { feasibility } from '../../core/graph/feasibility.ts';
import { fedByDefault } from '../../core/inputs/openEnds.ts';
import { findLayers } from '../../core/layers/findLayers.ts';
import { openModelFiles } from '../../node/modelFiles.ts';

interface LayersOptions extends EntryOptions {
  readonly select?: readonly string[];
  readonly depth?: number;
}

/** `layers`: the layer table of one signature or function. */
export async function listLayers(invocation: Invocation): Promise<ExitCode> {
  const { console } = invocation;
  const options: LayersOptions = invocation.options;
  const started = performance.now();
  const files = await openModelFiles(modelPath(invocation));
  console.timing('open', performance.now() - started);
  const flat = openEntry(files.model, entryChoice(options), console);
  console.timing('inline', performance.now() - started);
  const tree = findLayers(flat, files);
  const fed = fedByDefault(flat);
  const feasible = feasibility(flat, { fed });
  const document = layersDocument({ flat, tree, feasible: feasible.tapped, warnings: [...files.warnings, ...tree.warnings] });
  const selected =
    options.select === undefined ? document : selectLayers(document, options.select, { flat, tree, feasible, fed }, console);
  console.timing('layers', performance.now() - started);
  const shown = atDepth(selected, options.depth);
  if (console.json) console.document(shown);
  else console.lines(layersText(shown, console.out));
  for (const { message } of document.warnings) console.warn(message);
  return 0;
}

function atDepth(document: LayersDocument, depth: number | undefined): LayersDocument {
  return depth === undefined ? document : { ...document, layers: document.layers.filter((layer) => layer.depth < depth) };
}
