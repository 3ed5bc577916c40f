import type { ActiveRun } from '../../src/rpc/activity.ts';
import type { PanelState, ShownRun } from '../../src/rpc/panelService.ts';

/** A run that goes on as one to be shown, with the tensors that it has already; undefined before the first. */
export function provisionalRun(
  { id, label, activity: { tensors } }: ActiveRun,
  { document, entry, layers, limits }: PanelState,
): ShownRun | undefined {
  if (tensors.length === 0) return undefined;
  return {
    summary: { id, when: '', label, entry, tensors: tensors.length, partial: true, stale: false },
    manifest: {
      schema: 1,
      tool: 'savedmodel-lens',
      version: '',
      engine: { name: '', version: '', library: '' },
      model: { path: document.path, sha256: document.sha256, producer: '' },
      tagSet: layers.tagSet,
      signature: layers.signature,
      ...(layers.function === undefined ? {} : { function: layers.function }),
      inputs: [],
      outputs: [],
      tensors,
      skipped: [],
      warnings: [],
      limits,
      partial: true,
      timings: { open: 0, plan: 0, load: 0, run: 0, verify: 0, dump: 0 },
    },
  };
}
