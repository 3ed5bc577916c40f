import { LensError } from '../errors.ts';
import type { FlatNode } from './types.ts';

/** A file of a few bytes can claim any number of texts. */
const MOST_TEXTS = 1_000_000;

const KNOWN = new WeakMap<FlatNode, readonly string[]>();

/**
 * The texts of a string constant, as many as its shape says: the file may leave out repetitions of the last. Undefined when a node is
 * no such constant. Decoded once: the keys of a checkpoint are asked for once for every variable.
 */
export function constantStrings(node: FlatNode | undefined): readonly string[] | undefined {
  const known = node === undefined ? undefined : KNOWN.get(node);
  if (known !== undefined) return known;
  const value = node?.op === 'Const' ? node.attr('value')?.value : undefined;
  if (node === undefined || value?.case !== 'tensor') return undefined;
  const decoder = new TextDecoder();
  const texts = value.value.stringVal.map((bytes) => decoder.decode(bytes));
  const count = (value.value.tensorShape?.dim ?? []).reduce((product, { size }) => product * Number(size), 1);
  if (count > MOST_TEXTS)
    throw new LensError(
      'bad-graph',
      `The constant "${node.name}" claims ${count} texts.`,
      'The file is damaged or was written by a faulty tool.',
    );
  const last = texts.at(-1) ?? '';
  const strings = Array.from({ length: Math.max(0, count) }, (_, index) => texts[index] ?? last);
  KNOWN.set(node, strings);
  return strings;
}
