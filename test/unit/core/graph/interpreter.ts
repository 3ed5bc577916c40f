import type { MetaGraph, NodeRecord } from '../../../../src/core/model/types.ts';
import type { FlatGraph, FlatNode } from '../../../../src/core/graph/types.ts';

/** What each op of the random graphs does with numbers. */
const OPS: Readonly<Record<string, (inputs: readonly number[]) => readonly number[]>> = {
  Const: () => [1],
  Identity: ([a = 0]) => [a],
  Neg: ([a = 0]) => [-a],
  AddV2: ([a = 0, b = 0]) => [a + b],
  Mul: ([a = 0, b = 0]) => [(a * b) % 1009],
  // stands for any op with two outputs
  Unique: ([a = 0]) => [a + 2, a * 3],
};

/** Runs nodes by calling functions, as TensorFlow does without inlining: a second opinion that shares no code with the inliner. */
export function callDirectly(graph: MetaGraph, outputs: readonly string[], fed: number): readonly number[] {
  return evaluate(graph, graph.graph.nodes, new Map([['x', fed]]), outputs);
}

function evaluate(
  graph: MetaGraph,
  nodes: readonly NodeRecord[],
  args: ReadonlyMap<string, number>,
  wanted: readonly string[],
): readonly number[] {
  const results = new Map<string, readonly number[]>();
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const value = (input: string): number => {
    const parts = input.split(':');
    const [name = ''] = parts;
    const arg = args.get(name);
    if (arg !== undefined) return arg;
    if (!results.has(name)) results.set(name, run(byName.get(name)));
    const last = Number(parts.at(-1));
    const named = ['y out_a', 'idx out_b', 'out_c'].findIndex((names) => names.split(' ').includes(parts[1] ?? ''));
    const index = parts.length === 3 && named >= 0 ? named : Number.isNaN(last) ? 0 : last;
    return results.get(name)?.[index] ?? NaN;
  };
  const run = (node: NodeRecord | undefined): readonly number[] => {
    const inputs = (node?.inputs ?? []).filter((input) => !input.startsWith('^')).map(value);
    const op = OPS[node?.op ?? ''];
    if (op !== undefined) return op(inputs);
    const f = node?.attr('f')?.value;
    const callee = graph.graph.functions.get(f?.case === 'func' ? f.value.name : (node?.op ?? ''));
    if (callee === undefined) return [NaN];
    const given = new Map(callee.signature.inputArg.map((arg, index) => [arg.name, inputs[index] ?? NaN]));
    return evaluate(
      graph,
      callee.nodes,
      given,
      callee.signature.outputArg.map((arg) => callee.ret.get(arg.name) ?? ''),
    );
  };
  return wanted.map(value);
}

/** Runs a flat graph in its order, looking only at what the graph says. */
export function runFlat(flat: FlatGraph, fed: number): readonly number[] {
  const results = new Map<FlatNode, readonly number[]>();
  for (const node of flat.nodes) {
    for (const control of node.controls) if (!results.has(control)) throw new Error(`${node.name} stands before ${control.name}`);
    const inputs = node.inputs.map((ref) => results.get(ref.node)?.[ref.index] ?? NaN);
    results.set(node, node.op === 'Placeholder' ? [fed] : (OPS[node.op]?.(inputs) ?? [NaN]));
  }
  return flat.entry.outputs.map(({ ref }) => results.get(ref.node)?.[ref.index] ?? NaN);
}
