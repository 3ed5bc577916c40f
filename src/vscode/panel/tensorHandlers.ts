import type { PanelTensorService } from '../../rpc/panelService.ts';
import type { Handlers } from '../../rpc/serve.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { BaseServices } from '../services.ts';

/** Questions about the tensors of a kept run go on to the model's worker; only what it answers travels. */
export function tensorHandlers({ history }: BaseServices, model: OpenModel): Handlers<PanelTensorService> {
  const directoryOf = async (run: string): Promise<string> => (await history.get(run)).directory;
  return {
    window: async ({ run, ...request }, { signal }) => model.call('window', { ...request, directory: await directoryOf(run) }, { signal }),
    summaries: async ({ run, ...request }, { signal }) => model.call('summaries', { ...request, directory: await directoryOf(run) }, { signal }),
    distribution: async ({ run, ...request }, { signal }) => model.call('distribution', { ...request, directory: await directoryOf(run) }, { signal }),
    projection: async ({ run, ...request }, { signal }) => model.call('projection', { ...request, directory: await directoryOf(run) }, { signal }),
  };
}
