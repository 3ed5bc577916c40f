// One cold measurement: file → layers with their outputs' shapes, and every op of the inlined graph with its inputs. `structure.cjs MODEL`
// prints milliseconds and counts. Shapes of all ops are left to those who look at an op: Netron doesn't work them out either.
import { opNameRows } from '../../src/core/describe/ops.ts';
import { layersDocument } from '../../src/core/describe/layers.ts';
import { chooseMetaGraph } from '../../src/core/graph/choose.ts';
import { feasibility } from '../../src/core/graph/feasibility.ts';
import { inlineEntry } from '../../src/core/graph/inline.ts';
import { tensorName } from '../../src/core/graph/types.ts';
import { findLayers } from '../../src/core/layers/findLayers.ts';
import { openModelFiles } from '../../src/node/modelFiles.ts';

async function measure(path: string): Promise<void> {
  const start = performance.now();
  const files = await openModelFiles(path);
  const flat = inlineEntry(chooseMetaGraph(files.model, undefined).chosen, {});
  const tree = findLayers(flat, files);
  const fed = new Set(flat.entry.inputs.map(({ ref }) => tensorName(ref)));
  const layers = layersDocument({ flat, tree, feasible: feasibility(flat, { fed }), warnings: [] });
  const ops = opNameRows(flat);
  const ms = performance.now() - start;
  console.log(JSON.stringify({ ms, layers: layers.layers.length, ops: ops.length }));
}

void measure(process.argv[2] ?? '');
