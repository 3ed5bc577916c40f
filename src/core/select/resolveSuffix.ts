import { LensError } from '../errors.ts';
import type { TensorRef } from '../graph/types.ts';
import type { Layer } from '../layers/types.ts';
import type { Suffix } from './ast.ts';
import { plainTensors, type Candidate, type Found } from './candidate.ts';
import type { Named } from './resolveName.ts';
import type { SelectionScope } from './scope.ts';

/** `.input`, `.output[n]`, `.preactivation` of layers; the first two also of the node behind a tensor. */
export function applySuffix(named: Named, suffix: Suffix, text: string, scope: SelectionScope): Found {
  if (named.kind === 'layers') {
    const candidates = named.layers.flatMap((layer): Candidate[] =>
      ofLayer(layer, suffix, text).map((ref) => ({ ref, layer, outright: true })),
    );
    return { candidates, without: [] };
  }
  return plainTensors(
    named.tensors.flatMap((ref) => ofTensor(ref, suffix, text, scope)),
    true,
  );
}

function ofLayer(layer: Layer, suffix: Suffix, text: string): readonly TensorRef[] {
  const whose = `the layer ${layer.path}`;
  if (suffix.kind === 'preactivation') {
    if (layer.preactivation !== undefined) return [layer.preactivation.ref];
    throw noPreactivation(layer, text);
  }
  const tensors = suffix.kind === 'input' ? layer.inputs : layer.outputs;
  return picked(
    tensors.map(({ ref }) => ref),
    suffix,
    text,
    whose,
  );
}

/** Without Keras' metadata, what a composed activation function is made of cannot always be told from the rest of a layer. */
function noPreactivation({ path, typeSource }: Layer, text: string): LensError {
  return typeSource === 'keras'
    ? new LensError('selector-no-match', `${text} does not exist: the layer ${path} has no activation function of its own.`)
    : new LensError(
        'selector-no-match',
        `${text} is not known: no activation function was recognised in the layer ${path}.`,
        `Select the tensor before it by its name, such as ${path}/BiasAdd; show --ops lists all.`,
      );
}

function ofTensor(ref: TensorRef, suffix: Suffix, text: string, scope: SelectionScope): readonly TensorRef[] {
  const whose = `the node ${ref.node.name}`;
  if (suffix.kind === 'preactivation')
    throw new LensError('selector-no-match', `${text} does not exist: ${whose} is not a layer.`);
  const outputs = Array.from({ length: scope.outputCount(ref) }, (_, index) => ({ node: ref.node, index }));
  return picked(suffix.kind === 'input' ? ref.node.inputs : outputs, suffix, text, whose);
}

function picked(tensors: readonly TensorRef[], { kind, index }: Suffix, text: string, whose: string): readonly TensorRef[] {
  if (tensors.length === 0)
    throw new LensError('selector-no-match', `${text} does not exist: ${whose} has no ${kind} in this graph.`);
  if (index === undefined) return tensors;
  const found = tensors.at(index);
  if (found !== undefined) return [found];
  throw new LensError('index-out-of-range', `${text} is out of range: ${whose} has ${kind}s 0 to ${tensors.length - 1}.`);
}
