import { LensError } from '../errors.ts';
import type { MetaGraph, SignatureTensor } from '../model/types.ts';
import { DAMAGED } from './body.ts';
import { CallFrame } from './callFrame.ts';
import { chooseSignature } from './choose.ts';
import { enterFunction } from './functionEntry.ts';
import { InlinedGraph } from './flatGraph.ts';
import { runnableSignatures } from './graphSignature.ts';
import { InlineContext } from './inlineContext.ts';
import { asInlined, resolve } from './inliner.ts';
import { dtypeOfTensor } from './outputs.ts';
import type { EntryTensor, FlatGraph, TensorRef } from './types.ts';

/** What to run: `signature` or `function`; neither is the default signature. */
export interface EntryChoice {
  readonly signature?: string;
  readonly function?: string;
  /** `MOST_NODES` unless a caller wants fewer */
  readonly mostNodes?: number;
}

/**
 * The graph behind a signature or function with every call inlined.
 * Errors: unknown-signature, no-signature, unknown-function, bad-graph (dangling names), too-large (over 2 million nodes).
 */
export function inlineEntry(metaGraph: MetaGraph, choice: EntryChoice = {}): FlatGraph {
  const context = new InlineContext(metaGraph, choice.mostNodes);
  if (choice.function !== undefined) return enterFunction(context, choice.function);
  const signature = chooseSignature({ signatures: runnableSignatures(metaGraph) }, choice.signature).chosen;
  const frame = CallFrame.main(context);
  const bind = (tensor: SignatureTensor): EntryTensor => {
    const ref = find(frame, tensor.tensor, signature.key);
    // a signature can claim another element type than its tensor has; TensorFlow takes the graph's
    const dtype = dtypeOfTensor(ref);
    return { ...tensor, ref, dtype: dtype === 'invalid' ? tensor.dtype : dtype };
  };
  const inputs = signature.inputs.map(bind);
  const outputs = signature.outputs.map(bind);
  const roots = [...outputs, ...inputs].map(({ ref }) => asInlined(ref));
  return new InlinedGraph(context, frame, { kind: 'signature', key: signature.key, inputs, outputs }, [], roots);
}

function find(frame: CallFrame, tensor: string, key: string): TensorRef {
  const source = frame.body.find(tensor);
  if (source !== undefined) return resolve(frame, source);
  throw new LensError('bad-graph', `Signature "${key}" refers to "${tensor}", which does not exist in the graph.`, DAMAGED);
}
