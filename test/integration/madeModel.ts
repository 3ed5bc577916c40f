import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { toBinary, create, type MessageInitShape } from '@bufbuild/protobuf';
import type { GraphDraft } from '../../src/core/instrument/graphDraft.ts';
import { SavedModelProtoSchema, type FunctionDefSchema, type TensorInfoSchema } from '../../src/core/proto/messages.ts';
import { DTYPE_NUMBERS, type DType } from '../../src/core/tensor/dtype.ts';

/** Key of a signature → its tensor and dtype; the shape is left open. */
export type MadeSignature = Readonly<Record<string, { readonly tensor: string; readonly dtype: DType }>>;

/** A model made by a test. */
export interface MadeModel {
  readonly draft: GraphDraft;
  readonly functions?: readonly MessageInitShape<typeof FunctionDefSchema>[];
  readonly inputs: MadeSignature;
  readonly outputs: MadeSignature;
}

/** Writes `saved_model.pb` with one signature and no variables. */
export async function writeModel(directory: string, { draft, functions = [], inputs, outputs }: MadeModel): Promise<void> {
  const model = create(SavedModelProtoSchema, {
    savedModelSchemaVersion: 1n,
    metaGraphs: [
      {
        metaInfoDef: { tags: ['serve'], tensorflowVersion: '2.21.0' },
        graphDef: { node: draft.nodes, library: { function: [...functions] }, versions: { producer: 1882 } },
        signatureDef: {
          serving_default: { methodName: 'tensorflow/serving/predict', inputs: infos(inputs), outputs: infos(outputs) },
        },
      },
    ],
  });
  await mkdir(directory, { recursive: true });
  await writeFile(path.join(directory, 'saved_model.pb'), toBinary(SavedModelProtoSchema, model));
}

function infos(signature: MadeSignature): Record<string, MessageInitShape<typeof TensorInfoSchema>> {
  return Object.fromEntries(
    Object.entries(signature).map(([key, { tensor, dtype }]) => [
      key,
      { encoding: { case: 'name', value: tensor }, dtype: DTYPE_NUMBERS[dtype], tensorShape: { unknownRank: true } },
    ]),
  );
}
