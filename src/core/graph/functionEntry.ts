import { LensError } from '../errors.ts';
import type { FunctionRecord, MetaGraph } from '../model/types.ts';
import type { AttrValue } from '../proto/messages.ts';
import { dtypeOf } from '../tensor/dtype.ts';
import type { Shape } from '../tensor/tensor.ts';
import { CallFrame } from './callFrame.ts';
import { bindCapture, captureTensors } from './captures.ts';
import { InlinedGraph } from './flatGraph.ts';
import { listFunctions, type FunctionEntry } from './functionList.ts';
import { InlineContext } from './inlineContext.ts';
import { type InlinedNode, MadeNode } from './inlinedNode.ts';
import { asInlined, expandControls, resolve } from './inliner.ts';
import { nearestName } from './nearestName.ts';
import { plainAttr } from './opInfo.ts';
import { typeAttr, shapeAttr } from './madeAttrs.ts';
import type { EntryTensor, FlatGraph, TensorRef } from './types.ts';

/** The function at this path of the object graph; `call#0` is `call`. Error: unknown-function. */
export function chooseFunction(metaGraph: MetaGraph, path: string): FunctionEntry {
  const functions = listFunctions(metaGraph);
  const wanted = path.endsWith('#0') ? path.slice(0, -2) : path;
  const chosen = functions.find((entry) => entry.path === wanted);
  if (chosen !== undefined) return chosen;
  const known = functions.map((entry) => entry.path);
  const nearest = nearestName(path, known);
  const shown = known.length > 20 ? `${known.slice(0, 20).join(', ')} and ${known.length - 20} more` : known.join(', ');
  const guess = nearest === undefined ? '' : `Did you mean "${nearest}"? `;
  throw new LensError(
    'unknown-function',
    `There is no function "${path}".`,
    known.length === 0 ? 'The model has no functions of its own; choose a signature.' : `${guess}Available: ${shown}.`,
  );
}

/** The graph of a function of the object graph: its arguments become placeholders, its captures the main graph's tensors. */
export function enterFunction(context: InlineContext, path: string): FlatGraph {
  const entry = chooseFunction(context.metaGraph, path);
  const record = libraryFunction(context.metaGraph, entry.name);
  const own = record.signature.inputArg.length - entry.captures.length;
  const inputs = record.signature.inputArg
    .slice(0, own)
    .map((_, index) =>
      placeholder(context, record, index, entry.path, entry.inputs.length === own ? entry.inputs[index]?.shape : undefined),
    );
  const main = CallFrame.main(context);
  const tensors = captureTensors(context.metaGraph);
  const captured = entry.captures.map((id, index) => {
    const argument = record.signature.inputArg[own + index]?.name ?? '';
    return bindCapture({ context, main, tensors, id, name: `${entry.path}/${argument}` });
  });
  return enter(
    context,
    record,
    entry.path,
    inputs,
    captured,
    entry.outputs.map((output) => output.path),
  );
}

/**
 * The body of a function by itself, all arguments as placeholders named `PREFIX/ARGUMENT`: what a loop or branch runs
 * (`innerBodies` tells which). `shapes` are those of the arguments, where known. Errors: unknown-function, bad-graph, too-large.
 */
export function inlineFunctionBody(
  metaGraph: MetaGraph,
  functionName: string,
  prefix: string,
  shapes: readonly (Shape | undefined)[] = [],
): FlatGraph {
  const context = new InlineContext(metaGraph);
  const record = libraryFunction(metaGraph, functionName);
  const inputs = record.signature.inputArg.map((_, index) => placeholder(context, record, index, prefix, shapes[index]));
  return enter(
    context,
    record,
    prefix,
    inputs,
    [],
    record.signature.outputArg.map(({ name }) => name),
  );
}

function libraryFunction(metaGraph: MetaGraph, name: string): FunctionRecord {
  const record = metaGraph.graph.functions.get(name);
  if (record !== undefined) return record;
  throw new LensError(
    'unknown-function',
    `The model's library has no function "${name}".`,
    'The file is damaged or was written by a faulty tool.',
  );
}

function enter(
  context: InlineContext,
  record: FunctionRecord,
  path: string,
  inputs: readonly EntryTensor[],
  captured: readonly TensorRef[],
  outputKeys: readonly string[],
): FlatGraph {
  const body = context.functionBody(record);
  const frame = CallFrame.entered(context, body, `${path}/`, [...inputs.map(({ ref }) => ref), ...captured]);
  const outputs = body.returns.map((source, index) => {
    const ref = resolve(frame, source);
    const dtype = dtypeOf(record.signature.outputArg[index]?.type ?? 0);
    return { key: outputKey(outputKeys, index), tensor: `${ref.node.name}:${ref.index}`, dtype, shape: undefined, ref };
  });
  const roots: InlinedNode[] = [...outputs, ...inputs].map(({ ref }) => asInlined(ref));
  const controls = expandControls(frame, body.controlReturns);
  const made = [...inputs.map(({ ref }) => ref), ...captured].map(asInlined);
  return new InlinedGraph(context, frame, { kind: 'function', key: path, inputs, outputs }, made, roots, controls);
}

function outputKey(keys: readonly string[], index: number): string {
  const key = keys[index];
  return key === undefined || key === '' ? `output_${index}` : key;
}

function placeholder(
  context: InlineContext,
  record: FunctionRecord,
  index: number,
  path: string,
  known: Shape | undefined,
): EntryTensor {
  const argument = record.signature.inputArg[index];
  const key = argument?.name ?? `argument_${index}`;
  const shape = known ?? recordedShape(record.argAttr(index, '_output_shapes'));
  const attrs = new Map([
    ['dtype', typeAttr(argument?.type ?? 0)],
    ['shape', shapeAttr(shape)],
  ]);
  const node = new MadeNode(`${path}/${key}`, 'Placeholder', attrs, context.ops);
  return { key, tensor: `${node.name}:0`, dtype: dtypeOf(argument?.type ?? 0), shape, ref: node.output(0) };
}

function recordedShape(attr: AttrValue | undefined): Shape | undefined {
  const shapes = attr === undefined ? undefined : plainAttr(attr);
  const shape: unknown = Array.isArray(shapes) ? shapes[0] : undefined;
  return Array.isArray(shape) && shape.every((size) => typeof size === 'number') ? shape : undefined;
}
