import { LensError } from '../core/errors.ts';
import { npzKeys } from '../core/tensor/npy/npz.ts';
import { describeFiles } from '../node/describeFiles.ts';
import { readInputFile } from '../node/inputs/inputFile.ts';
import { openModelFiles } from '../node/modelFiles.ts';
import type { ModelService, ModelServiceEvents } from '../rpc/modelService.ts';
import type { Handlers } from '../rpc/serve.ts';
import { dumpRun } from '../node/dumpRun.ts';
import { tensorViews } from '../node/tensorViews.ts';
import { checkpointOf, describeVariable } from '../node/variableValues.ts';
import { EngineHost } from './engineHost.ts';
import { GraphPictures } from './layout/graphPictures.ts';
import { listOps } from './model/listOps.ts';
import { LayerPages } from './model/layersPage.ts';
import { OpenModel } from './model/openModel.ts';
import { selectLayers, selectTensors } from './model/selectTensors.ts';
import { estimateRun } from './run/estimateRun.ts';
import { checkInputs } from './run/checkInputs.ts';
import { ModelRun } from './run/modelRun.ts';
import { SessionPool } from './run/sessionPool.ts';

/** The service of one worker: one model, one engine, one run at a time. */
export function createModelService(): Handlers<ModelService, ModelServiceEvents> {
  let opened: { readonly model: OpenModel; readonly engines: EngineHost } | undefined;
  let pool: SessionPool | undefined;
  const pictures = new GraphPictures();
  const pages = new LayerPages();
  let running: Promise<unknown> = Promise.resolve();
  const required = (): { readonly model: OpenModel; readonly engines: EngineHost } => {
    if (opened === undefined) throw new LensError('internal', 'No model was opened yet.');
    return opened;
  };
  /** Native work one after the other, whatever became of what ran before. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = running.then(work, work);
    running = result.catch(() => undefined);
    return result;
  };
  return {
    open: async ({ engine, path }) => {
      const start = performance.now();
      const files = await openModelFiles(path);
      const document = await describeFiles(files);
      opened = { model: new OpenModel(files, performance.now() - start), engines: new EngineHost(engine) };
      await pool?.close();
      pool = undefined;
      return document;
    },
    layers: async (request) => pages.page(required().model.entry(request), required().engines.opened?.ops, request),
    ops: async (request) => listOps(required().model.entry(request), required().engines.opened?.ops, request),
    graph: (request, call) => pictures.get(required().model.entry(request), request, call),
    select: async (request) => selectTensors(required().model.entry(request), required().engines.opened?.ops, request.terms),
    selectLayers: async (request) => selectLayers(required().model.entry(request), required().engines.opened?.ops, request.terms),
    variable: async ({ key }) => describeVariable(checkpointOf(required().model.files), key),
    estimate: (request) =>
      inTurn(async () => {
        const { engines, model } = required();
        return estimateRun(model.entry(request), await engines.get(), request);
      }),
    checkInputs: async (request) => checkInputs(required().model.entry(request), request),
    arrayNames: async ({ path }) => npzKeys(await readInputFile(path, process.cwd()), path),
    run: (request, call) =>
      inTurn(async () => {
        const { engines, model } = required();
        const runtime = await engines.get();
        pool ??= new SessionPool(runtime);
        return new ModelRun({ model, runtime, pool }, request, call).execute();
      }),
    ...tensorViews(() => checkpointOf(required().model.files)),
    idle: () => inTurn(async () => undefined),
    dump: dumpRun,
  };
}
