// Models that tests write themselves, with the project's own messages: no TensorFlow is needed to make them.
import { create, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  SavedModelProtoSchema,
  type AttrValue,
  type AttrValueSchema,
  type NodeDefSchema,
} from '../../src/core/proto/messages.ts';

type Node = MessageInitShape<typeof NodeDefSchema>;

const FLOAT = 1;
const type = (): MessageInitShape<typeof AttrValueSchema> => ({ value: { case: 'type', value: FLOAT } });

function op(name: string, kind: string, ...input: string[]): Node {
  return { name, op: kind, input, attr: { T: type() } };
}

function constant(name: string, value: number): Node {
  const tensor: AttrValue['value'] | object = {
    case: 'tensor',
    value: { dtype: FLOAT, tensorShape: { dim: [] }, floatVal: [value] },
  };
  return { name, op: 'Const', attr: { dtype: type(), value: { value: tensor as never } } };
}

/** Writes DIRECTORY/saved_model.pb: a placeholder `x` of shape [?, 4], the nodes, and `y` as the output. */
function write(directory: string, nodes: readonly Node[], output: string): void {
  const dim = [{ size: -1n }, { size: 4n }];
  const x: Node = { name: 'x', op: 'Placeholder', attr: { dtype: type(), shape: { value: { case: 'shape', value: { dim } } } } };
  const info = (name: string) => ({ encoding: { case: 'name' as const, value: name }, dtype: FLOAT, tensorShape: { dim } });
  const model = create(SavedModelProtoSchema, {
    savedModelSchemaVersion: 1n,
    metaGraphs: [
      {
        metaInfoDef: { tags: ['serve'], tensorflowVersion: '2.21.0' },
        graphDef: { node: [x, ...nodes, op('y', 'Identity', output)], versions: { producer: 1882 } },
        signatureDef: {
          serving_default: { inputs: { x: info('x:0') }, outputs: { y: info('y:0') }, methodName: 'tensorflow/serving/predict' },
        },
      },
    ],
  });
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'saved_model.pb'), toBinary(SavedModelProtoSchema, model));
}

/** `blocks` scopes of `layers` layers of four ops each, one after the other; answers the number of layers and ops. */
export function writeLargeModel(
  directory: string,
  blocks: number,
  layers: number,
): { readonly layers: number; readonly ops: number } {
  const nodes: Node[] = [];
  let last = 'x';
  for (let block = 0; block < blocks; block++) {
    for (let layer = 0; layer < layers; layer++) {
      const scope = `block_${block}/dense_${layer}`;
      nodes.push(
        constant(`${scope}/scale`, 0.5),
        op(`${scope}/mul`, 'Mul', last, `${scope}/scale`),
        op(`${scope}/add`, 'AddV2', `${scope}/mul`, last),
        op(`${scope}/Relu`, 'Relu', `${scope}/add`),
      );
      last = `${scope}/Relu`;
    }
  }
  write(directory, nodes, last);
  return { layers: blocks * (layers + 1), ops: nodes.length + 2 };
}

/** Layers whose values are fine, NaN, all zero, and all the same; `scale` makes another model of the same structure. */
export function writeMarkedModel(directory: string, scale = 1): void {
  const layer = (scope: string, nodes: (name: (own: string) => string) => readonly Node[]): readonly Node[] =>
    nodes((own) => `${scope}/${own}`);
  write(
    directory,
    [
      ...layer('fine', (own) => [
        constant(own('scale'), scale),
        op(own('mul'), 'Mul', 'x', own('scale')),
        op(own('add'), 'AddV2', own('mul'), own('scale')),
      ]),
      ...layer('dead', (own) => [
        constant(own('zero'), 0),
        op(own('mul'), 'Mul', 'x', own('zero')),
        op(own('Relu'), 'Relu', own('mul')),
      ]),
      ...layer('same', (own) => [
        constant(own('one'), 1),
        op(own('mul'), 'Mul', 'dead/Relu', own('one')),
        op(own('add'), 'AddV2', own('mul'), own('one')),
      ]),
      ...layer('broken', (own) => [
        constant(own('minus'), -1),
        op(own('sub'), 'AddV2', 'dead/Relu', own('minus')),
        op(own('Log'), 'Log', own('sub')),
      ]),
      op('sum', 'AddV2', 'fine/add', 'same/add'),
      op('all', 'AddV2', 'sum', 'broken/Log'),
    ],
    'all',
  );
}
