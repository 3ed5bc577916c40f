import type { TensorSpecRow } from '../../src/rpc/modelService.ts';
import type { PanelState } from '../../src/rpc/panelService.ts';

/** Inputs of the signature or function that is looked at. */
export function signatureOf({ document, layers }: PanelState): readonly TensorSpecRow[] {
  const metaGraph = document.metaGraphs.find((each) => each.tagSet.join() === layers.tagSet.join()) ?? document.metaGraphs[0];
  if (layers.function !== undefined) return metaGraph?.functions.find((each) => each.path === layers.function)?.inputs ?? [];
  return metaGraph?.signatures.find((each) => each.key === layers.signature)?.inputs ?? [];
}
