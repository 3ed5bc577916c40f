import type { MetaGraph } from '../model/types.ts';
import { positionOf } from './body.ts';
import { CallFrame } from './callFrame.ts';
import { InlinedGraph } from './flatGraph.ts';
import { InlineContext } from './inlineContext.ts';
import { expandControls } from './inliner.ts';
import type { FlatGraph } from './types.ts';

/** The main graph as far as these nodes need it (`NODE` or `NODE:k`), inlined: a restore or init op, an initialiser. */
export function inlineNodes(metaGraph: MetaGraph, names: readonly string[]): FlatGraph {
  const context = new InlineContext(metaGraph);
  const frame = CallFrame.main(context);
  const positions = names.map((name) => positionOf(frame.body.require(name, 'The model')));
  const entry = { kind: 'signature', key: '', inputs: [], outputs: [] } as const;
  return new InlinedGraph(context, frame, entry, [], expandControls(frame, positions));
}
