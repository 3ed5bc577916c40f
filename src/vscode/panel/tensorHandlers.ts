import { WEIGHTS, type PanelTensorService } from '../../rpc/panelService.ts';
import type { Handlers } from '../../rpc/serve.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { BaseServices } from '../services.ts';

/** Questions about the tensors of a kept run, or about the model's weights, go on to its worker; only what it answers travels. */
export function tensorHandlers({ history }: BaseServices, model: OpenModel): Handlers<PanelTensorService> {
  const placeOf = async (run: string): Promise<{ readonly directory?: string }> =>
    run === WEIGHTS ? {} : { directory: (await history.get(run)).directory };
  return {
    window: async ({ run, ...request }, { signal }) => model.call('window', { ...request, ...(await placeOf(run)) }, { signal }),
    summaries: async ({ run, ...request }, { signal }) =>
      model.call('summaries', { ...request, ...(await placeOf(run)) }, { signal }),
    distribution: async ({ run, ...request }, { signal }) =>
      model.call('distribution', { ...request, ...(await placeOf(run)) }, { signal }),
    projection: async ({ run, ...request }, { signal }) =>
      model.call('projection', { ...request, ...(await placeOf(run)) }, { signal }),
  };
}
