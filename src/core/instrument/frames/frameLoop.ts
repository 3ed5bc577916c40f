import { create } from '@bufbuild/protobuf';
import { LensError } from '../../errors.ts';
import type { LoopFrame, Phase } from '../../graph/loopFrames.ts';
import { dtypeOfTensor } from '../../graph/outputs.ts';
import type { TensorRef } from '../../graph/types.ts';
import { AttrValueSchema, type AttrValue } from '../../proto/messages.ts';
import type { DType } from '../../tensor/dtype.ts';
import { type Attrs, dtypeAttr } from '../graphDraft.ts';
import type { TapScope, Vector } from '../inner/tapScope.ts';
import { nodeOf } from '../inner/tapped.ts';
import { emptyList, pushed } from '../inner/vectors.ts';

/** One v1 loop with what is added to it: loop variables that hold TensorFlow lists. */
export class FrameLoop {
  readonly #condition: string;
  #before: string | undefined;
  #taken: string | undefined;

  constructor(
    private readonly scope: TapScope,
    private readonly frame: LoopFrame,
    private readonly data: (ref: TensorRef) => string,
    /** every iteration begins the lists anew */
    private readonly isLast: boolean,
  ) {
    const { loopCond } = frame;
    if (loopCond === undefined) throw new LensError('internal', `The loop of "${frame.entry.name}" has no condition.`);
    this.#condition = data({ node: loopCond, index: 0 });
  }

  /** A node of the loop that runs in every iteration at this time. */
  anchor(phase: Phase): string {
    if (phase === 'cond') return nodeOf(this.#condition);
    if (phase === 'entry') return nodeOf(this.data({ node: this.frame.entry, index: 0 }));
    if (this.#taken === undefined) {
      const side = this.scope.add('Switch', [this.#condition, this.#condition], { T: dtypeAttr('bool') });
      this.#taken = nodeOf(this.scope.add('Identity', [side('output_true', 0, 1)], { T: dtypeAttr('bool') })('output'));
    }
    return this.#taken;
  }

  /** Outside the loop: the list of a vector's values. With the condition it is there once more than in the body. */
  recorded(vector: Vector, phase: 'cond' | 'body'): Vector {
    const { scope } = this;
    const variable = { T: dtypeAttr('variant') };
    const next = scope.fresh();
    const entered = scope.add('Enter', [emptyList(scope.at(this.#beforeLoop()), vector.dtype)], this.#enterAttrs('variant'));
    const merged = scope.add('Merge', [entered('output'), scope.endpoint(next, 'output', 0, 0)], { ...variable, N: integer(2) })(
      'output',
    );
    const grown = (list: string): string =>
      pushed(scope, this.isLast ? emptyList(scope.at(nodeOf(vector.endpoint)), vector.dtype) : list, vector);
    const tested = phase === 'cond' ? grown(merged) : merged;
    const side = scope.add('Switch', [tested, this.#condition], variable);
    const kept = side('output_true', 0, 1);
    scope.addNamed(next, 'NextIteration', [phase === 'cond' ? kept : grown(kept)], variable);
    return { endpoint: scope.add('Exit', [side('output_false', 0, 0)], variable)('output'), dtype: vector.dtype };
  }

  /** Outside the loop: a vector that is there when the loop ends. */
  left({ dtype, endpoint }: Vector): Vector {
    return { endpoint: this.scope.add('Exit', [endpoint], { T: dtypeAttr(dtype) })('output'), dtype };
  }

  /** A node around the loop that runs when the loop is entered. */
  #beforeLoop(): string {
    const [value] = this.frame.entry.inputs;
    if (value === undefined) throw new LensError('internal', `"${this.frame.entry.name}" has no input.`);
    this.#before ??= nodeOf(this.scope.add('Identity', [this.data(value)], { T: dtypeAttr(dtypeOfTensor(value)) })('output'));
    return this.#before;
  }

  #enterAttrs(dtype: DType): Attrs {
    const { entry } = this.frame;
    const own: Record<string, AttrValue> = { T: dtypeAttr(dtype) };
    for (const name of ['frame_name', 'parallel_iterations']) {
      const value = entry.attr(name);
      if (value !== undefined) own[name] = value;
    }
    return own;
  }
}

function integer(value: number): AttrValue {
  return create(AttrValueSchema, { value: { case: 'i', value: BigInt(value) } });
}
