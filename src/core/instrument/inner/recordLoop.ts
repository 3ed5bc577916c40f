import type { InnerGraph } from '../../graph/inner/innerGraph.ts';
import { numbersAttr } from '../../graph/nodeAttrs.ts';
import type { FlatNode } from '../../graph/types.ts';
import { DTYPE_NUMBERS } from '../../tensor/dtype.ts';
import { functionAttr } from './functionAttr.ts';
import type { MadeFunction } from './functionMaker.ts';
import { levelOf } from './recording.ts';
import type { Region } from './region.ts';
import type { TapEmitter } from './tapEmitter.ts';
import { shapesAttr, typesAttr } from './tapScope.ts';
import type { BodyTaps } from './tapTree.ts';
import type { Recorded, Tapped } from './tapped.ts';
import { appended, concatenated, emptyList, pushed, withLength } from './vectors.ts';

/**
 * A While with one more loop variable, a TensorFlow list, for every vector that is recorded in its body; where only the last iteration
 * is wanted, each begins the list anew. Tensors of its condition are computed a second time in the body, where what the condition said
 * is true, and once behind the loop, where it is false.
 */
export function recordLoop(
  taps: TapEmitter,
  region: Region,
  owner: FlatNode,
  wanted: ReadonlyMap<InnerGraph, BodyTaps>,
): Recorded {
  const { scope } = region;
  const graphs = taps.bodiesOf(owner, wanted);
  const [cond, body] = [graphs.find(({ kind }) => kind === 'cond'), graphs.find(({ kind }) => kind === 'body')];
  if (cond === undefined || body === undefined) return new Map();
  const condTaps = wanted.get(cond);
  const isLast = taps.iterations === 'last';
  const [newCond, newBody] = [taps.maker.copied(cond), taps.maker.inlined(body)];
  const inBody = taps.emitBody(newBody.region, wanted.get(body) ?? { tensors: new Map(), isInLoop: true, owners: new Map() });
  const inCond =
    condTaps === undefined || isLast
      ? new Map<string, Tapped>()
      : taps.emitAgain(newBody.region, cond, argumentsOf(body), condTaps);
  const types = numbersAttr(owner, 'T') ?? [];
  const lists = new Map<string, Tapped>();
  const name = region.nameOf(owner);
  const empty: string[] = [];
  for (const [key, { levels, vectors }] of [...inBody, ...inCond]) {
    lists.set(key, {
      levels: [...levels, levelOf(inCond.has(key) ? cond : body)],
      vectors: vectors.map((vector) => {
        newCond.addInput('variant');
        const inside = newBody.region.scope;
        const list = newBody.addInput('variant');
        newBody.addOutput(pushed(inside, isLast ? emptyList(inside, vector.dtype) : list, vector), 'variant');
        const position = types.length + empty.push(emptyList(scope, vector.dtype)) - 1;
        return { endpoint: scope.endpoint(name, 'output', position, position), dtype: vector.dtype };
      }),
    });
  }
  emitLoop(region, owner, { types, empty, cond: newCond, body: newBody });
  const recorded = new Map(
    [...lists].map(([key, { levels, vectors }]) => [key, { levels, vectors: concatenated(scope, vectors) }]),
  );
  if (condTaps === undefined) return recorded;
  const results = types.map((_, index) => scope.endpoint(name, 'output', index, index));
  for (const [key, { levels, vectors }] of taps.emitAgain(region, cond, results, condTaps))
    recorded.set(key, {
      levels: [...levels, levelOf(cond)],
      vectors: isLast ? withLength(scope, vectors) : appended(scope, recorded.get(key)?.vectors ?? [], vectors),
    });
  return recorded;
}

/** A body takes its arguments by their names. */
function argumentsOf({ flat }: InnerGraph): readonly string[] {
  return flat.entry.inputs.map(({ key }) => key);
}

interface NewLoop {
  readonly types: readonly number[];
  readonly empty: readonly string[];
  readonly cond: MadeFunction;
  readonly body: MadeFunction;
}

function emitLoop({ names, nameOf, scope }: Region, owner: FlatNode, { body, cond, empty, types }: NewLoop): void {
  const shapes = shapesAttr(owner.attr('output_shapes'), empty.length);
  scope.emitter.emitChanged(owner, nameOf(owner), names, empty, {
    T: typesAttr([...types, ...empty.map(() => DTYPE_NUMBERS.variant)]),
    cond: functionAttr(owner.attr('cond'), cond.name),
    body: functionAttr(owner.attr('body'), body.name),
    ...(shapes === undefined ? {} : { output_shapes: shapes }),
  });
}
