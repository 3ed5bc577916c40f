import { dtypeOfTensor } from '../graph/outputs.ts';
import { staticShape } from '../graph/shapes/staticShape.ts';
import { tensorName, type TensorRef } from '../graph/types.ts';
import type { Atom } from './atoms.ts';
import type { CutBox, CutEdge } from './cut.ts';
import type { Box, BoxEdge, Flow } from './types.ts';

/** Tensors named on an edge; the rest are counted. */
const FLOWS_NAMED = 4;
/** Ops named on a box of several. */
const OPS_NAMED = 3;

type Content = Pick<Box, 'kind' | 'label' | 'path' | 'type' | 'tensor' | 'shape' | 'dtype' | 'ops' | 'parameters'>;

/** A box as the page needs it; shapes are worked out here, so for drawn boxes only. */
export function describeBox(box: CutBox, hiddenBefore = 0, hiddenAfter = 0): Box {
  const { id, parent, canOpen, isOpen, content } = box;
  return {
    id,
    parent: parent?.id,
    canOpen,
    isOpen,
    hiddenBefore,
    hiddenAfter,
    ...('layer' in content ? describeLayer(content.layer) : describeAtoms(content.atoms, id)),
  };
}

/** An edge as the page needs it. */
export function describeEdge({ source, target, refs }: CutEdge): BoxEdge {
  return { source: source.id, target: target.id, flows: [...refs.values()].slice(0, FLOWS_NAMED).map(flowOf), count: refs.size };
}

function describeLayer(layer: Extract<CutBox['content'], { layer: unknown }>['layer']): Content {
  return {
    kind: 'layer',
    label: layer.name,
    path: layer.path,
    type: layer.type,
    ...tensorOf(layer.outputs[0]?.ref),
    ops: layer.nodes.length,
    parameters: layer.parameterCount,
  };
}

function describeAtoms(atoms: readonly Atom[], id: string): Content {
  const [first] = atoms;
  const last = atoms.at(-1);
  if (first === undefined || last === undefined)
    return { kind: 'ops', label: id, path: id, type: '', ...tensorOf(undefined), ops: 0, parameters: 0 };
  const ref = last.node === undefined ? last.inputs[0]?.ref : { node: last.node, index: 0 };
  if (id.startsWith('ops:')) {
    const kinds = [...new Set(atoms.map(({ node }) => node?.op ?? ''))];
    const type = kinds.slice(0, OPS_NAMED).join(', ') + (kinds.length > OPS_NAMED ? ', …' : '');
    return {
      kind: 'ops',
      label: `${atoms.length} ops`,
      path: first.name,
      type,
      ...tensorOf(ref),
      ops: atoms.length,
      parameters: 0,
    };
  }
  const { kind, name, node } = first;
  return {
    kind: kind === 'input' || kind === 'output' ? kind : 'op',
    label: kind === 'output' ? name : name.slice(name.lastIndexOf('/') + 1),
    path: name,
    type: node?.op ?? '',
    ...tensorOf(ref),
    ops: node === undefined ? 0 : 1,
    parameters: 0,
  };
}

function flowOf(ref: TensorRef): Flow {
  return { tensor: tensorName(ref), dtype: dtypeOfTensor(ref), shape: staticShape(ref) };
}

function tensorOf(ref: TensorRef | undefined): Pick<Box, 'tensor' | 'shape' | 'dtype'> {
  return ref === undefined ? { tensor: undefined, shape: undefined, dtype: undefined } : flowOf(ref);
}
