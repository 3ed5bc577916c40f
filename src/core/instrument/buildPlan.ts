import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import type { Warning } from '../errors.ts';
import type { FlatGraph } from '../graph/types.ts';
import type { AssetFile, CheckpointIndex } from '../model/types.ts';
import {
  type FunctionDef,
  SavedModelProtoSchema,
  type SaverDefSchema,
  SaverDef_CheckpointFormatVersion,
} from '../proto/messages.ts';
import { NodeEmitter } from './emitNode.ts';
import { GraphDraft } from './graphDraft.ts';
import { emitInitialPart, type InitialPart } from './initialPart.ts';
import type { Initialisers } from './initialisers.ts';
import { keepDivisions } from './keepDivisions.ts';
import { usedFunctions } from './library.ts';
import { isResourceRoot } from './resources.ts';
import type { RuntimeOpList } from './runtimeOps.ts';
import { emitValuePart, type PlannedTensor, type ValueRequest } from './valuePart.ts';

export interface PlanRequest extends ValueRequest {
  readonly initialisers: Initialisers;
  readonly checkpoint: CheckpointIndex | undefined;
  readonly ops: RuntimeOpList | undefined;
}

/** A sibling SavedModel and how to use it. */
export interface Plan {
  /** its saved_model.pb, tagged `serve` */
  readonly bytes: Uint8Array;
  readonly feeds: readonly PlannedTensor[];
  /** in the order of the request */
  readonly fetches: readonly PlannedTensor[];
  readonly readsVariables: boolean;
  /** file names in assets/ that the loader opens */
  readonly assets: readonly string[];
  readonly reset: PlannedReset;
  readonly warnings: readonly Warning[];
}

/** How the variables of a loaded sibling get their stored values again. */
export interface PlannedReset {
  /** tensors to fetch, one after the other */
  readonly probes: readonly string[];
  /** tensor to feed with the path of variables/variables, when the sibling reads the checkpoint */
  readonly filename: string | undefined;
  /** tensors to feed with the paths of assets */
  readonly assets: readonly AssetFile[];
}

/** Tags of every sibling. */
export const SIBLING_TAGS: readonly string[] = ['serve'];

/**
 * Makes the smallest SavedModel that gives these tensors: the flat nodes they need, a restore graph for the variables among them,
 * the initialisers of the tables among them, the functions that loops and branches call. Nothing else of the model is kept.
 */
export function buildPlan(request: PlanRequest): Plan {
  const { flat, initialisers, checkpoint, ops } = request;
  const emitter = new NodeEmitter(new GraphDraft(), ops);
  const values = emitValuePart(emitter, request);
  const initialisation = initialisers.select([...values.nodes].filter(isResourceRoot));
  const initial = emitInitialPart(emitter, initialisation, checkpoint);
  const assets = flat.metaGraph.assets.filter(({ tensor }) => emitter.draft.has(tensor.split(':')[0] ?? ''));
  return {
    bytes: encode({ flat, emitter, initial, assets, ops, made: values.functions, optimises: request.engine.optimises }),
    feeds: values.feeds,
    fetches: values.fetches,
    readsVariables: initial.restoreOp !== undefined,
    assets: assets.map(({ filename }) => filename),
    reset: { probes: initial.resetProbes, filename: initial.restoreOp === undefined ? undefined : initial.filename, assets },
    warnings: initialisation.warnings,
  };
}

interface SiblingParts {
  readonly flat: FlatGraph;
  readonly emitter: NodeEmitter;
  readonly initial: InitialPart;
  readonly assets: readonly AssetFile[];
  readonly ops: RuntimeOpList | undefined;
  /** functions that are not the model's */
  readonly made: readonly FunctionDef[];
  readonly optimises: boolean;
}

function encode({ assets, emitter, flat: { metaGraph }, initial, made, ops, optimises }: SiblingParts): Uint8Array {
  const { producer, minConsumer, functions } = metaGraph.graph;
  const library = [...usedFunctions(functions, emitter.functions, ops), ...made];
  if (optimises) {
    keepDivisions(emitter.draft.nodes, ':0');
    for (const { nodeDef } of library) keepDivisions(nodeDef, ':output:0');
  }
  const model = create(SavedModelProtoSchema, {
    savedModelSchemaVersion: 1n,
    metaGraphs: [
      {
        metaInfoDef: { tags: [...SIBLING_TAGS] },
        graphDef: { node: emitter.draft.nodes, library: { function: library }, versions: { producer, minConsumer } },
        assetFileDef: assets.map(({ tensor, filename }) => ({
          tensorInfo: { encoding: { case: 'name' as const, value: tensor } },
          filename,
        })),
        ...(initial.initOp === undefined
          ? {}
          : {
              signatureDef: {
                [INIT_SIGNATURE]: { outputs: { [INIT_SIGNATURE]: { encoding: { case: 'name', value: initial.initOp } } } },
              },
            }),
        ...(initial.restoreOp === undefined ? {} : { saverDef: saver(initial.filename, initial.restoreOp) }),
      },
    ],
  });
  return toBinary(SavedModelProtoSchema, model);
}

/** Key under which the loader looks for the op to run after restoring (tensorflow/cc/saved_model/constants.h). */
const INIT_SIGNATURE = '__saved_model_init_op';

function saver(filename: string, restoreOpName: string): MessageInitShape<typeof SaverDefSchema> {
  return { filenameTensorName: filename, saveTensorName: filename, restoreOpName, version: SaverDef_CheckpointFormatVersion.V2 };
}
