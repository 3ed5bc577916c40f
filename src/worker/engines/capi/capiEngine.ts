import { LensError } from '../../../core/errors.ts';
import type { Engine, EngineSession } from '../../engine.ts';
import type { Pointer, TensorFlowApi } from './api.ts';
import { CapiSession } from './capiSession.ts';
import type { OpenLibrary } from './openLibrary.ts';
import { sessionConfig } from './sessionOptions.ts';
import { withStatus } from './status.ts';

/** TensorFlow's C API through koffi: every dtype, session options, runs beside the event loop, full error texts. */
export function createCapiEngine(library: OpenLibrary): Engine {
  const { api } = library;
  return {
    name: 'capi',
    version: library.version,
    library: library.path,
    maxFetches: 100_000,
    optimises: false,
    carrier: () => undefined,
    load: (directory, tags) => loadSession(api, directory, tags),
  };
}

async function loadSession(api: TensorFlowApi, directory: string, tags: readonly string[]): Promise<EngineSession> {
  const graph = api.TF_NewGraph();
  const options = api.TF_NewSessionOptions();
  try {
    const config = sessionConfig();
    await withStatus(api, 'internal', 'TensorFlow refused the session options', (status) => {
      api.TF_SetConfig(options, config, config.length, status);
    });
    const session = await withStatus(
      api,
      'load-failed',
      'TensorFlow could not load the model',
      (status) =>
        new Promise<Pointer>((resolve, reject) => {
          api.TF_LoadSessionFromSavedModel.async(
            options,
            null,
            directory,
            tags,
            tags.length,
            graph,
            null,
            status,
            (error, result) => {
              if (error === null || error === undefined) resolve(result);
              else reject(error instanceof Error ? error : new Error(String(error)));
            },
          );
        }),
    );
    if (session === null) throw new LensError('load-failed', `TensorFlow gave no session for ${directory}.`);
    return new CapiSession(api, session, graph);
  } catch (error) {
    api.TF_DeleteGraph(graph);
    throw error;
  } finally {
    api.TF_DeleteSessionOptions(options);
  }
}
