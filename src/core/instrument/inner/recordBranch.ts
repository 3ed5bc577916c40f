import type { InnerGraph } from '../../graph/inner/innerGraph.ts';
import { numbersAttr } from '../../graph/nodeAttrs.ts';
import type { FlatNode } from '../../graph/types.ts';
import { DTYPE_NUMBERS, type DType } from '../../tensor/dtype.ts';
import type { Attrs } from '../graphDraft.ts';
import { functionAttr, functionsAttr } from './functionAttr.ts';
import type { MadeFunction } from './functionMaker.ts';
import { levelOf } from './recording.ts';
import type { Region } from './region.ts';
import type { TapEmitter } from './tapEmitter.ts';
import { shapesAttr, typesAttr } from './tapScope.ts';
import type { BodyTaps } from './tapTree.ts';
import type { Recorded, Tapped } from './tapped.ts';
import { withLength } from './vectors.ts';

/** A branch in its new form, with what is recorded in it. */
interface NewBranch {
  readonly graph: InnerGraph;
  readonly function: MadeFunction;
  readonly recorded: Recorded;
}

/**
 * An If or Case with further outputs: the branch that holds a recorded tensor gives its vectors, and how often it was taken (once);
 * the others give empty ones.
 */
export function recordBranch(
  taps: TapEmitter,
  region: Region,
  owner: FlatNode,
  wanted: ReadonlyMap<InnerGraph, BodyTaps>,
): Recorded {
  const branches = taps.bodiesOf(owner, wanted).map((graph) => newBranch(taps, graph, wanted.get(graph)));
  const types = numbersAttr(owner, 'Tout') ?? [];
  const { scope } = region;
  const name = region.nameOf(owner);
  const recorded = new Map<string, Tapped>();
  const added: DType[] = [];
  for (const branch of branches) {
    for (const [key, { levels, vectors }] of branch.recorded) {
      const all = withLength(branch.function.region.scope, vectors);
      const taken = all.map(({ dtype, endpoint }) => {
        for (const each of branches)
          each.function.addOutput(each === branch ? endpoint : each.function.region.scope.empty(dtype), dtype);
        const position = types.length + added.push(dtype) - 1;
        return { endpoint: scope.endpoint(name, 'output', position, position), dtype };
      });
      recorded.set(key, { vectors: taken, levels: [...levels, levelOf(branch.graph)] });
    }
  }
  const shapes = shapesAttr(owner.attr('output_shapes'), added.length);
  scope.emitter.emitChanged(owner, name, region.names, [], {
    ...branchAttrs(
      owner,
      branches.map((branch) => branch.function.name),
    ),
    Tout: typesAttr([...types, ...added.map((dtype) => DTYPE_NUMBERS[dtype])]),
    ...(shapes === undefined ? {} : { output_shapes: shapes }),
  });
  return recorded;
}

function newBranch(taps: TapEmitter, graph: InnerGraph, wanted: BodyTaps | undefined): NewBranch {
  if (wanted === undefined) return { graph, function: taps.maker.copied(graph), recorded: new Map() };
  const made = taps.maker.inlined(graph);
  return { graph, function: made, recorded: taps.emitBody(made.region, wanted) };
}

function branchAttrs(owner: FlatNode, names: readonly string[]): Attrs {
  if (owner.op.endsWith('Case')) return { branches: functionsAttr(owner.attr('branches'), names) };
  const [then = '', otherwise = ''] = names;
  return {
    then_branch: functionAttr(owner.attr('then_branch'), then),
    else_branch: functionAttr(owner.attr('else_branch'), otherwise),
  };
}
