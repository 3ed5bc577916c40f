import { expect, test } from 'vitest';
import { shortName } from '../../../../src/core/layers/shortName.ts';

test.each([
  ['StatefulPartitionedCall/StatefulPartitionedCall/model/dense_1/BiasAdd', 'model', 'dense_1/BiasAdd'],
  ['StatefulPartitionedCall_1/model/PartitionedCall_12/dense/MatMul:1', 'model', 'dense/MatMul:1'],
  ['a/b/c/Relu', 'a/b', 'c/Relu'],
  ['other/dense/Relu', 'model', 'other/dense/Relu'],
  ['model', 'model', 'model'],
  ['StatefulPartitionedCall', 'model', 'StatefulPartitionedCall'],
])('%s in %s is %s', (name, root, short) => {
  expect(shortName(name, root)).toBe(short);
});
