import type { Obstacle } from './inner/innerFeasibility.ts';
import { tensorName, type FlatNode, type InfeasibleReason, type TensorRef } from './types.ts';

/** Why a tensor cannot be fetched, in one sentence that names the node in the way. */
export function explain(ref: TensorRef, obstacle: Obstacle): string {
  const { cause, reason } = obstacle;
  return `"${tensorName(ref)}" ${SENTENCES[reason](cause, cause === ref.node, obstacle)}.`;
}

/** `"a/b" (op Foo)`: the node whose op is to blame, with the loop or branch that runs it. */
export function culpritText({ cause, inside }: Obstacle): string {
  return inside === undefined ? `"${cause.name}" (op ${cause.op})` : `"${inside.name}" (op ${inside.op}) inside "${cause.name}"`;
}

/** Why a tensor cannot be fetched in a few words, for a column of a table. */
export function reasonText(reason: string): string {
  return Object.hasOwn(WORDS, reason) ? WORDS[reason as keyof typeof WORDS] : reason;
}

const WORDS: Record<InfeasibleReason | 'no-output' | 'in-loop', string> = {
  'unfed-placeholder': 'needs a placeholder that gets no value',
  'loop-frame': 'inside a TensorFlow 1 loop',
  'maybe-dead': 'in a branch that may not run',
  resource: 'a resource handle',
  variant: 'a list or dataset',
  uninitialised: 'uninitialised memory',
  'no-kernel': 'needs an op that this TensorFlow cannot execute',
  'unknown-op': 'needs an op that this TensorFlow does not know',
  'kept-call': 'needs a function that calls itself',
  'not-recordable': 'cannot be kept for each iteration',
  'missing-weights': 'needs a variable whose value is missing',
  'damaged-weights': 'needs a variable whose value is damaged',
  'unknown-dtype': 'of an unknown type',
  'no-output': 'has no output of its own',
  'in-loop': 'runs inside the loop, once for each step',
};

type Sentence = (cause: FlatNode, isItself: boolean, obstacle: Obstacle) => string;

const SENTENCES: Record<InfeasibleReason, Sentence> = {
  'unfed-placeholder': ({ name }, isItself) =>
    isItself ? 'is a placeholder that gets no value' : `needs placeholder "${name}", which gets no value`,
  'loop-frame': () => 'lies inside a TensorFlow 1 loop and has a value per iteration: selected by its name it gives all of them',
  'maybe-dead': () =>
    'lies in a branch of a TensorFlow 1 condition that may not run: selected by its name it gives the value if it does',
  resource: () => 'is a resource handle, not a value',
  variant: () => 'is a variant (a list or dataset), not a value',
  uninitialised: () => 'is memory that its op leaves uninitialised',
  'no-kernel': (...about) => `${neededOp(...about)}, which this TensorFlow cannot execute`,
  'unknown-op': (...about) => `${neededOp(...about)}, which this TensorFlow does not know`,
  'kept-call': ({ name }, isItself) =>
    isItself
      ? 'is a call of a function that calls itself, which TensorFlow cannot run'
      : `needs call "${name}" of a function that calls itself, which TensorFlow cannot run`,
  'not-recordable': ({ name, op }, isItself) =>
    isItself
      ? 'cannot be kept for each iteration of its loop'
      : /^(Ref)?Enter$/.test(op)
        ? `lies in the TensorFlow 1 loop of "${name}", which has no condition`
        : `lies in a loop's condition, which cannot be evaluated a second time because of "${name}" (${op})`,
  'missing-weights': (cause) => `needs ${resourceText(cause)} missing`,
  'damaged-weights': (cause) => `needs ${resourceText(cause)} damaged`,
  'unknown-dtype': ({ op }) => `is made by op ${op}, whose output type the file does not say`,
};

function neededOp(cause: FlatNode, isItself: boolean, obstacle: Obstacle): string {
  return isItself && obstacle.inside === undefined ? `is made by op ${cause.op}` : `needs ${culpritText(obstacle)}`;
}

function resourceText({ name, op }: FlatNode): string {
  return op.includes('Table') ? `table "${name}", whose contents are` : `variable "${name}", whose value is`;
}
