import fc from 'fast-check';
import type { FunctionRecord, MetaGraph, NodeRecord } from '../../../../src/core/model/types.ts';
import { attr, call, fn, FLOAT, metaGraph, node } from './records.ts';

/** Choices that a body is made from; each number is taken modulo what there is to choose from. */
interface BodySeed {
  readonly steps: readonly { readonly kind: number; readonly a: number; readonly b: number; readonly control: number }[];
  readonly results: readonly number[];
  readonly isShuffled: boolean;
}

const bodySeed: fc.Arbitrary<BodySeed> = fc.record({
  steps: fc.array(fc.record({ kind: fc.nat(6), a: fc.nat(), b: fc.nat(), control: fc.nat(5) }), { maxLength: 8 }),
  results: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
  isShuffled: fc.boolean(),
});

interface Made {
  readonly nodes: readonly NodeRecord[];
  readonly results: readonly string[];
}

/** Nodes over these arguments that call only earlier functions. `inGraph`: input names of a graph, else of a function. */
function makeBody(seed: BodySeed, args: readonly string[], earlier: readonly FunctionRecord[], inGraph: boolean): Made {
  const values = [...args];
  const nodes: NodeRecord[] = [];
  const pick = (choice: number): string => values[choice % Math.max(values.length, 1)] ?? '';
  const output = (name: string, argument: string, index: number): string =>
    !inGraph ? `${name}:${argument}:${argument === 'output' ? index : 0}` : index === 0 ? name : `${name}:${index}`;
  seed.steps.forEach(({ kind, a, b, control }, step) => {
    const name = `scope/n${step}`;
    const before = nodes[a % Math.max(nodes.length, 1)];
    const controls = control === 0 && before !== undefined ? [`^${before.name}`] : [];
    const callee = earlier[a % Math.max(earlier.length, 1)];
    if (values.length === 0 || kind === 0) {
      nodes.push(node(name, 'Const', controls));
      values.push(output(name, 'output', 0));
    } else if (kind >= 5 && callee !== undefined) {
      const inputs = callee.signature.inputArg.map((_, index) => pick(b + index));
      const count = callee.signature.outputArg.length;
      nodes.push(
        kind === 5 ? call(name, callee.name, [...inputs, ...controls], count) : node(name, callee.name, [...inputs, ...controls]),
      );
      callee.signature.outputArg.forEach(({ name: result }, index) =>
        values.push(kind === 5 ? output(name, 'output', index) : inGraph ? `${name}:${index}` : `${name}:${result}:0`),
      );
    } else if (kind === 4) {
      nodes.push(node(name, 'Unique', [pick(a), ...controls], { T: attr.type(FLOAT) }));
      values.push(output(name, 'y', 0), output(name, 'idx', 1));
    } else {
      const op = ['Neg', 'AddV2', 'Mul'][kind - 1] ?? 'Neg';
      nodes.push(node(name, op, [pick(a), ...(op === 'Neg' ? [] : [pick(b)]), ...controls]));
      values.push(output(name, op === 'Neg' ? 'y' : 'z', 0));
    }
  });
  if (values.length === 0) {
    nodes.push(node('scope/only', 'Const'));
    values.push(output('scope/only', 'output', 0));
  }
  return { nodes: seed.isShuffled ? [...nodes].reverse() : nodes, results: seed.results.map(pick) };
}

/** A graph whose outputs are computed of `x` through calls of functions that call others. */
export interface RandomModel {
  readonly graph: MetaGraph;
  readonly outputs: readonly string[];
}

export const randomModel: fc.Arbitrary<RandomModel> = fc
  .tuple(fc.array(fc.record({ body: bodySeed, args: fc.nat(3) }), { maxLength: 4 }), bodySeed)
  .map(([library, main]) => {
    const functions: FunctionRecord[] = [];
    library.forEach(({ body, args: count }, index) => {
      const args = Array.from({ length: count }, (_, arg) => `arg_${arg}`);
      const made = makeBody(body, args, functions, false);
      // native calls name results: no digits, so that the interpreter tells them from positions
      const ret = Object.fromEntries(made.results.map((result, at) => [`out_${'abc'[at] ?? ''}`, result]));
      const last = made.nodes.at(-1)?.name;
      functions.push(
        fn({ name: `f_${index}`, args, nodes: made.nodes, ret, controlRet: last !== undefined && index % 2 === 0 ? [last] : [] }),
      );
    });
    const body = makeBody(main, ['x'], functions, true);
    return {
      graph: metaGraph({ nodes: [node('x', 'Placeholder'), ...body.nodes], functions, inputs: ['x'], outputs: body.results }),
      outputs: body.results,
    };
  });
