import { create, toBinary, toJsonString } from '@bufbuild/protobuf';
import type { FlatNode, TensorRef } from '../graph/types.ts';
import { ExampleSchema, SequenceExampleSchema, type Example } from '../proto/messages.ts';
import { parsedFeatures, parsedMessage, type ParsedFeature } from './parsedFeatures.ts';
import { randomStream, seedOf } from './random.ts';
import type { WholeNumbers } from './roles.ts';

/** 64-bit integers are decimal texts (jstype in the proto). */
type Feature = {
  kind:
    | { case: 'int64List'; value: { value: string[] } }
    | { case: 'floatList'; value: { value: number[] } }
    | { case: 'bytesList'; value: { value: Uint8Array[] } };
};

/** Values that what becomes of a parsed feature can work on: features hold pictures and indices. */
export interface ExampleParts {
  text(values: TensorRef): Uint8Array;
  numbers(values: TensorRef): WholeNumbers;
}

/** Steps of a tf.SequenceExample. */
const STEPS = 2;

/** A serialised tf.Example or tf.SequenceExample that a parse node can parse; undefined for other nodes and when its keys are not constants. */
export function exampleFor(node: FlatNode, parts: ExampleParts): Uint8Array | undefined {
  const message = parsedMessage(node);
  if (message === 'example') {
    const example = messageFor(node, parts);
    return example === undefined ? undefined : toBinary(ExampleSchema, example);
  }
  const features = message === undefined ? undefined : parsedFeatures(node);
  if (features === undefined) return undefined;
  const feature = fields(
    features.filter(({ isList }) => !isList),
    (spec) => featureOf(spec, parts),
  );
  const featureList = fields(
    features.filter(({ isList }) => isList),
    (spec) => ({ feature: Array.from({ length: STEPS }, () => featureOf(spec, parts)) }),
  );
  return toBinary(SequenceExampleSchema, create(SequenceExampleSchema, { context: { feature }, featureLists: { featureList } }));
}

/** The same tf.Example as JSON, as DecodeJSONExample takes it. */
export function jsonExampleFor(node: FlatNode, parts: ExampleParts): string | undefined {
  const example = messageFor(node, parts);
  return example === undefined ? undefined : toJsonString(ExampleSchema, example);
}

function messageFor(node: FlatNode, parts: ExampleParts): Example | undefined {
  const features = parsedMessage(node) === 'example' ? parsedFeatures(node) : undefined;
  if (features === undefined) return undefined;
  return create(ExampleSchema, { features: { feature: fields(features, (spec) => featureOf(spec, parts)) } });
}

function fields<T>(features: readonly ParsedFeature[], value: (spec: ParsedFeature) => T): Record<string, T> {
  return Object.fromEntries(features.map((spec) => [spec.key, value(spec)]));
}

function featureOf({ key, dtype, count, values: ref }: ParsedFeature, parts: ExampleParts): Feature {
  const stream = randomStream(seedOf(key));
  const values = Array.from({ length: count }, () => stream.uniform());
  if (dtype === 'int64') {
    const { low, high } = parts.numbers(ref);
    return {
      kind: { case: 'int64List', value: { value: values.map((value) => String(low + Math.floor(value * (high - low + 1)))) } },
    };
  }
  if (dtype === 'float32') return { kind: { case: 'floatList', value: { value: values } } };
  const bytes = parts.text(ref);
  return { kind: { case: 'bytesList', value: { value: values.map(() => bytes) } } };
}
