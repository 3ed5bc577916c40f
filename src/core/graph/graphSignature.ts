import { isAssigningOp, unsafeOps } from '../analysis/effectsOfOps.ts';
import type { MetaGraph, NodeRecord, Signature, SignatureTensor } from '../model/types.ts';
import { dtypeOf, type DType } from '../tensor/dtype.ts';
import type { Shape } from '../tensor/tensor.ts';
import { listFunctions } from './functionList.ts';
import { plainAttr } from './opInfo.ts';
import { opTable } from './opTable.ts';

/** Key of the signature that stands for a graph whose file has none. */
export const GRAPH_KEY = '(graph)';

/** Where `tf.gradients` puts what it makes, unless told otherwise: ends there are of the training. */
const GRADIENTS = /(?:^|\/)gradients(?:_\d+)?\//;

/** Nodes looked at before the search for ends is given up: a file may hold any number of ends over one long chain. */
const MOST_STEPS = 5_000_000;

const made = new WeakMap<MetaGraph, ReadonlyMap<string, Signature>>();

/**
 * The signatures that can be chosen. A graph without any, and without functions to run instead (TensorFlow 1, where people fed and
 * fetched by node name), gets one of its own: its placeholders, and what is computed of them and used by nothing.
 */
export function runnableSignatures(metaGraph: MetaGraph): ReadonlyMap<string, Signature> {
  const { signatures } = metaGraph;
  if ([...signatures.values()].some(({ outputs }) => outputs.length > 0)) return signatures;
  let known = made.get(metaGraph);
  if (known === undefined) {
    const own = listFunctions(metaGraph).length > 0 ? undefined : graphSignature(metaGraph);
    made.set(metaGraph, (known = own === undefined ? signatures : new Map([...signatures, [GRAPH_KEY, own]])));
  }
  return known;
}

function graphSignature({ graph: { nodes, nodeByName } }: MetaGraph): Signature | undefined {
  const used = new Set(nodes.flatMap(({ inputs }) => inputs.filter((input) => !input.startsWith('^')).map(nodeName)));
  const placeholders = new Set<NodeRecord>();
  const outputs: SignatureTensor[] = [];
  let steps = 0;
  for (const node of nodes) {
    if (steps > MOST_STEPS) break;
    const dtype = used.has(node.name) || isPlaceholder(node) || GRADIENTS.test(node.name) ? undefined : dtypeOfFirst(node);
    const behind = dtype === undefined ? undefined : nodesBehind(node, nodeByName);
    steps += behind?.size ?? 0;
    const fed = behind === undefined || hasEffects(behind) ? [] : [...behind].filter(isPlaceholder);
    if (dtype === undefined || fed.length === 0) continue;
    for (const placeholder of fed) placeholders.add(placeholder);
    outputs.push(tensorOf(node, dtype, undefined));
  }
  if (outputs.length === 0) return undefined;
  const inputs = nodes
    .filter((node) => placeholders.has(node))
    .map((node) => tensorOf(node, dtypeOfFirst(node) ?? 'invalid', shapeOf(node)));
  return { key: GRAPH_KEY, method: 'none stored: placeholders and ends of the graph', inputs, outputs };
}

function nodesBehind(end: NodeRecord, nodeByName: ReadonlyMap<string, NodeRecord>): ReadonlySet<NodeRecord> {
  const reached = new Set([end]);
  for (const node of reached) {
    for (const input of node.inputs) {
      const source = nodeByName.get(nodeName(input));
      if (source !== undefined) reached.add(source);
    }
  }
  return reached;
}

/** True when running these would change a variable, or read or write a file. */
function hasEffects(nodes: ReadonlySet<NodeRecord>): boolean {
  return [...nodes].some(({ op }) => isAssigningOp(op) || op.startsWith('Restore') || unsafeOps([op]).length > 0);
}

function isPlaceholder({ op }: NodeRecord): boolean {
  return op === 'Placeholder' || op === 'PlaceholderV2';
}

function nodeName(input: string): string {
  const start = input.startsWith('^') ? 1 : 0;
  const colon = input.indexOf(':');
  return input.slice(start, colon < 0 ? undefined : colon);
}

/** Element type of a node's first output; undefined when it has none that can be fetched. */
function dtypeOfFirst(node: NodeRecord): DType | undefined {
  const [arg] = opTable.get(node.op)?.outputs ?? [];
  if (arg === undefined || arg.isRef) return undefined;
  const attr = arg.typeAttr === '' ? undefined : node.attr(arg.typeAttr);
  const number =
    arg.typeAttr === ''
      ? arg.dtype
      : attr === undefined
        ? opTable.get(node.op)?.attrs.get(arg.typeAttr)?.default
        : plainAttr(attr);
  const dtype = dtypeOf(typeof number === 'number' ? number : 0);
  return dtype === 'invalid' || dtype === 'resource' || dtype === 'variant' ? undefined : dtype;
}

function shapeOf(node: NodeRecord): Shape | undefined {
  const attr = node.attr('shape');
  const dimensions = attr === undefined ? undefined : plainAttr(attr);
  return Array.isArray(dimensions) ? dimensions.map(Number) : undefined;
}

function tensorOf({ name }: NodeRecord, dtype: DType, shape: Shape | undefined): SignatureTensor {
  return { key: name, tensor: `${name}:0`, dtype, shape };
}
