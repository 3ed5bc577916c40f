import { columnsOf } from '../graph/graphColumns.ts';
import type { FlatGraph, FlatNode } from '../graph/types.ts';
import { recurrentClass } from './inferRank.ts';
import type { Scope } from './scopeTree.ts';

/** Layers that loop over time: what they hold is the cell that the loop runs. */
export const RECURRENT: ReadonlySet<string> = new Set([
  'RNN',
  'LSTM',
  'GRU',
  'SimpleRNN',
  'ConvLSTM1D',
  'ConvLSTM2D',
  'ConvLSTM3D',
]);

/** The loops that run directly in a scope. */
export function loopsIn(flat: FlatGraph, { ids }: Scope): FlatNode[] {
  const columns = columnsOf(flat);
  return ids.filter((id) => isLoop(columns.op(id))).map((id) => columns.node(id));
}

/** True for the functional loops of TensorFlow 2. */
export function isLoop(op: string): boolean {
  return op === 'While' || op === 'StatelessWhile';
}

/** A class that is told by the loop of a scope, or by the names that Keras gives to what a layer of it holds. */
export function classByParts(flat: FlatGraph, scope: Scope, names: ReadonlySet<string>): string | undefined {
  const [loop, ...others] = loopsIn(flat, scope);
  if (loop !== undefined) return others.length === 0 ? recurrentClass(loop) : undefined;
  if (['query', 'key', 'value', 'attention_output'].every((part) => names.has(part)))
    return names.has('Repeat') ? 'GroupedQueryAttention' : 'MultiHeadAttention';
  const parts = [...names];
  const isWrapped = ['forward_', 'backward_'].every((way) => parts.some((name) => name.startsWith(way)));
  return isWrapped ? 'Bidirectional' : undefined;
}
