import { tensorName, type FlatGraph, type FlatNode, type TensorRef } from '../graph/types.ts';

/** Placeholders that the outputs need and that nothing fed stands before, in order of execution. */
export function openPlaceholders({ entry }: FlatGraph, fed: ReadonlySet<string>): FlatNode[] {
  return [
    ...needed(
      entry.outputs.map(({ ref }) => ref),
      fed,
    ),
  ]
    .filter(isPlaceholder)
    .sort((a, b) => a.id - b.id);
}

/**
 * The tensor that an input is only another name of (an Identity of it, as Estimators write), when the outputs also reach it
 * directly and it would need an open placeholder: feeding the input alone leaves that way open. Undefined otherwise.
 */
export function sharedSource(ref: TensorRef, { entry }: FlatGraph, fed: ReadonlySet<string>): TensorRef | undefined {
  let source = ref;
  for (let steps = 0; source.node.op === 'Identity' && source.node.inputs[0] !== undefined && steps < 50; steps++)
    source = source.node.inputs[0];
  if (source === ref || fed.has(tensorName(source))) return undefined;
  if (
    !needed(
      entry.outputs.map((output) => output.ref),
      fed,
    ).has(source.node)
  )
    return undefined;
  const behind = isPlaceholder(source.node) || [...needed([source], fed)].some(isPlaceholder);
  return behind ? source : undefined;
}

/** Names of the tensors that get a value in a run for which nobody says otherwise: the inputs, what these only rename, placeholders beside them. */
export function fedByDefault(flat: FlatGraph): Set<string> {
  const inputs = flat.entry.inputs.map(({ ref }) => ref);
  const fed = new Set(inputs.map(tensorName));
  if (openPlaceholders(flat, fed).length === 0) return fed;
  for (const ref of inputs) {
    const source = sharedSource(ref, flat, fed);
    if (source !== undefined) fed.add(tensorName(source));
  }
  for (const node of openPlaceholders(flat, fed)) if (!isIteratorHandle(node, flat)) fed.add(node.name);
  return fed;
}

/** A handle of an iterator that only Python could have made. */
export function isIteratorHandle(placeholder: FlatNode, { nodes }: FlatGraph): boolean {
  return nodes.some(({ op, inputs }) => op.startsWith('IteratorFromStringHandle') && inputs[0]?.node === placeholder);
}

function isPlaceholder({ op }: FlatNode): boolean {
  return op === 'Placeholder' || op === 'PlaceholderV2';
}

function needed(roots: readonly TensorRef[], fed: ReadonlySet<string>): Set<FlatNode> {
  const seen = new Set<FlatNode>();
  const open: FlatNode[] = [];
  const add = (ref: TensorRef): void => {
    if (fed.has(tensorName(ref)) || seen.has(ref.node)) return;
    seen.add(ref.node);
    open.push(ref.node);
  };
  roots.forEach(add);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    node.inputs.forEach(add);
    for (const control of node.controls) if (!isPlaceholder(control)) add({ node: control, index: 0 });
  }
  return seen;
}
