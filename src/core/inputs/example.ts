import { create, toBinary } from '@bufbuild/protobuf';
import { attrOf, numbersAttr } from '../graph/nodeAttrs.ts';
import { staticShape } from '../graph/shapes/staticShape.ts';
import type { FlatNode, TensorRef } from '../graph/types.ts';
import { ExampleSchema } from '../proto/messages.ts';
import { decodeTensor } from '../proto/tensorProto.ts';
import { dtypeOf, type DType } from '../tensor/dtype.ts';
import { randomStream, seedOf } from './random.ts';

/** One feature that a parse op asks of a tf.Example. */
interface FeatureSpec {
  readonly key: string;
  readonly dtype: DType;
  readonly count: number;
}

/** 64-bit integers are decimal texts (jstype in the proto). */
type Feature = {
  kind:
    | { case: 'int64List'; value: { value: string[] } }
    | { case: 'floatList'; value: { value: number[] } }
    | { case: 'bytesList'; value: { value: Uint8Array[] } };
};

/** A serialised tf.Example that a ParseExample, ParseExampleV2 or ParseSingleExample node can parse; undefined when its keys are not constants. */
export function exampleFor(node: FlatNode): Uint8Array | undefined {
  const specs = featureSpecs(node);
  if (specs === undefined) return undefined;
  const feature = Object.fromEntries(specs.map((spec) => [spec.key, featureOf(spec)]));
  return toBinary(ExampleSchema, create(ExampleSchema, { features: { feature } }));
}

function featureOf({ key, dtype, count }: FeatureSpec): Feature {
  const stream = randomStream(seedOf(key));
  const values = Array.from({ length: count }, () => stream.uniform());
  if (dtype === 'int64')
    return { kind: { case: 'int64List', value: { value: values.map((value) => String(Math.round(value))) } } };
  if (dtype === 'float32') return { kind: { case: 'floatList', value: { value: values } } };
  return { kind: { case: 'bytesList', value: { value: values.map(() => new TextEncoder().encode('text')) } } };
}

function featureSpecs(node: FlatNode): FeatureSpec[] | undefined {
  switch (node.op) {
    case 'ParseExample':
      return versionOne(node);
    case 'ParseExampleV2':
      return versionTwo(node);
    case 'ParseSingleExample':
      return single(node);
    default:
      return undefined;
  }
}

/** serialized, names, sparse_keys × Nsparse, dense_keys × Ndense, dense_defaults × Ndense. */
function versionOne(node: FlatNode): FeatureSpec[] | undefined {
  const sparse = (numbersAttr(node, 'sparse_types') ?? []).map(dtypeOf);
  const dense = (numbersAttr(node, 'Tdense') ?? []).map(dtypeOf);
  const keys = node.inputs.slice(2, 2 + sparse.length + dense.length).map((ref) => constantTexts(ref)?.[0]);
  if (!keys.every((key) => key !== undefined)) return undefined;
  return [...vague(keys.slice(0, sparse.length), sparse), ...denseSpecs(node, keys.slice(sparse.length), dense)];
}

/** serialized, names, sparse_keys, dense_keys, ragged_keys, dense_defaults × Ndense. */
function versionTwo(node: FlatNode): FeatureSpec[] | undefined {
  const [sparse, dense, ragged] = [2, 3, 4].map((index) => {
    const ref = node.inputs[index];
    return ref === undefined ? undefined : constantTexts(ref);
  });
  if (sparse === undefined || dense === undefined || ragged === undefined) return undefined;
  return [
    ...vague(sparse, (numbersAttr(node, 'sparse_types') ?? []).map(dtypeOf)),
    ...vague(ragged, (numbersAttr(node, 'ragged_value_types') ?? []).map(dtypeOf)),
    ...denseSpecs(node, dense, (numbersAttr(node, 'Tdense') ?? []).map(dtypeOf)),
  ];
}

/** serialized, dense_defaults × Ndense; the keys are attributes. */
function single(node: FlatNode): FeatureSpec[] {
  return [
    ...vague(textsAttr(node, 'sparse_keys'), (numbersAttr(node, 'sparse_types') ?? []).map(dtypeOf)),
    ...denseSpecs(node, textsAttr(node, 'dense_keys'), (numbersAttr(node, 'Tdense') ?? []).map(dtypeOf)),
  ];
}

function textsAttr(node: FlatNode, name: string): string[] {
  const value = attrOf(node, name);
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Sparse and ragged features may have any number of values; one is enough. */
function vague(keys: readonly string[], dtypes: readonly DType[]): FeatureSpec[] {
  return keys.map((key, i) => ({ key, dtype: dtypes[i] ?? 'string', count: 1 }));
}

/** A dense feature has as many values as its shape says; an unknown first axis takes one. */
function denseSpecs(node: FlatNode, keys: readonly string[], dtypes: readonly DType[]): FeatureSpec[] {
  const shapes = node.attr('dense_shapes')?.value;
  const listed = shapes?.case === 'list' ? shapes.value.shape : [];
  return keys.map((key, i) => {
    const count = (listed[i]?.dim ?? []).reduce((product, { size }) => product * Math.max(1, Number(size)), 1);
    return { key, dtype: dtypes[i] ?? 'string', count: Math.min(count, 1 << 22) };
  });
}

/** The texts of a string constant; undefined for anything that is computed. */
export function constantTexts(ref: TensorRef): readonly string[] | undefined {
  let { node } = ref;
  for (let steps = 0; node.op === 'Identity' && node.inputs[0] !== undefined && steps < 50; steps++) node = node.inputs[0].node;
  const value = node.attr('value')?.value;
  if (node.op === 'Const' && value?.case === 'tensor') {
    const { data } = decodeTensor(value.value);
    return ArrayBuffer.isView(data) ? undefined : data.map((bytes) => new TextDecoder().decode(bytes));
  }
  return staticShape({ node, index: 0 })?.includes(0) === true ? [] : undefined;
}
