import type { LayerRow } from '../../src/rpc/modelService.ts';
import type { PanelState } from '../../src/rpc/panelService.ts';
import type { Host } from './host.ts';

/** A panel's state with all its layers, which come in messages of a few hundred. */
export async function wholePanel(host: Host, panel: PanelState): Promise<PanelState> {
  const layers: LayerRow[] = [...panel.layers.layers];
  while (layers.length < panel.layerCount) {
    const more = await host.call('moreLayers', { entry: panel.entry, offset: layers.length });
    if (more.length === 0) break;
    for (const row of more) layers.push(row);
  }
  return { ...panel, layers: { ...panel.layers, layers } };
}
