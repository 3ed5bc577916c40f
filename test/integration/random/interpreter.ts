import type { AttrValue, FunctionDef, NodeDef } from '../../../src/core/proto/messages.ts';
import { decodeTensor } from '../../../src/core/proto/tensorProto.ts';
import { toFloat64Array } from '../../../src/core/tensor/values.ts';
import type { RandomModel } from './randomControlFlow.ts';

/** A value, as plain numbers. */
export interface Plain {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** What a tensor was in one run of the body that it lies in; `index` has the iteration in each loop around. */
export interface Seen extends Plain {
  readonly index: readonly number[];
}

/** A value that is computed when it is asked for: what a call does not need does not run. */
type Lazy = () => Plain;

const scalar = (value: number): Plain => ({ shape: [], data: [value] });
const modulo = (a: number, b: number): number => ((a % b) + b) % b;

/** Runs a random model node by node in plain control flow, knowing nothing of inlining or recording. */
export class Interpreter {
  /** tensors by canonical name */
  readonly seen = new Map<string, Seen[]>();
  /** most runs of a loop's body or condition, by `LOOP@body` */
  readonly rounds = new Map<string, number>();

  constructor(
    private readonly model: RandomModel,
    private readonly inputs: readonly number[],
  ) {}

  run(): readonly Plain[] {
    const placeholders = this.model.nodes.filter(({ op }) => op === 'Placeholder');
    const fed = new Map(placeholders.map(({ name }, index) => [name, () => scalar(this.inputs[index] ?? 0)]));
    return this.#body(this.model.nodes, fed, this.model.outputs, '', []).map((value) => value());
  }

  #function(called: string, args: readonly Lazy[], prefix: string, index: readonly number[]): readonly Lazy[] {
    const definition: FunctionDef | undefined = this.model.functions.get(called);
    if (definition === undefined) throw new Error(`no function ${called}`);
    const given = new Map(args.map((value, position) => [`a${position}`, value]));
    const results = (definition.signature?.outputArg ?? []).map(({ name }) => definition.ret[name] ?? '');
    return this.#body(definition.nodeDef, given, results, prefix, index);
  }

  #body(
    nodes: readonly NodeDef[],
    given: ReadonlyMap<string, Lazy>,
    wanted: readonly string[],
    prefix: string,
    index: readonly number[],
  ): readonly Lazy[] {
    const byName = new Map(nodes.map((node) => [node.name, node]));
    const done = new Map<string, readonly Lazy[]>();
    const value = (endpoint: string): Plain => {
      const [name = '', ...rest] = endpoint.split(':');
      const known = given.get(name);
      if (known !== undefined) return known();
      const node = byName.get(name);
      if (node === undefined) throw new Error(`no node ${name}`);
      let results = done.get(name);
      if (results === undefined) {
        const inputs = node.input.map((input) => () => value(input));
        const isCall = node.op.endsWith('PartitionedCall');
        results = isCall
          ? this.#function(calleeOf(node, 'f'), inputs, `${prefix}${name}/`, index)
          : this.#node(
              node,
              inputs.map((input) => input()),
              prefix + name,
              index,
            ).map((each) => () => each);
        done.set(name, results);
        if (!isCall)
          results.forEach((each, at) => this.#keep(at === 0 ? prefix + name : `${prefix}${name}:${at}`, { ...each(), index }));
      }
      return results[Number(rest.at(-1) ?? 0)]?.() ?? scalar(NaN);
    };
    return wanted.map((endpoint) => () => value(endpoint));
  }

  #keep(name: string, seen: Seen): void {
    this.seen.set(name, [...(this.seen.get(name) ?? []), seen]);
  }

  #node(node: NodeDef, inputs: readonly Plain[], name: string, index: readonly number[]): readonly Plain[] {
    const [a = NaN, b = NaN] = inputs.map(({ data }) => data[0] ?? NaN);
    switch (node.op.replace(/^(Stateless|Stateful)/, '')) {
      case 'Const':
        return [constantOf(node.attr['value'])];
      case 'Neg':
        return [scalar(-a + 0)];
      case 'AddV2':
        return [scalar(a + b)];
      case 'Sub':
        return [scalar(a - b)];
      case 'Mul':
        return [scalar(a * b)];
      case 'FloorMod':
        return [scalar(modulo(a, b))];
      case 'Less':
        return [scalar(a < b ? 1 : 0)];
      case 'Cast':
        return [scalar(a)];
      case 'Reshape':
        return [{ shape: [1], data: [a] }];
      case 'Fill':
        return [{ shape: [a], data: new Array<number>(a).fill(b) }];
      case 'Sum':
        return [scalar((inputs[0]?.data ?? []).reduce((sum, each) => sum + each, 0))];
      case 'If':
        return a === 0
          ? this.#taken(calleeOf(node, 'else_branch'), inputs.slice(1), `${name}@else/`, index)
          : this.#taken(calleeOf(node, 'then_branch'), inputs.slice(1), `${name}@then/`, index);
      case 'Case': {
        const branches = node.attr['branches']?.value;
        const names = branches?.case === 'list' ? branches.value.func.map((each) => each.name) : [];
        const taken = Math.min(a, names.length - 1);
        return this.#taken(names[taken] ?? '', inputs.slice(1), `${name}@${taken}/`, index);
      }
      case 'While':
        return this.#while(node, inputs, name, index);
      default:
        throw new Error(`no rule for ${node.op}`);
    }
  }

  /** A branch or a body of a loop: its arguments are there, and all that it gives is taken. */
  #taken(called: string, args: readonly Plain[], prefix: string, index: readonly number[]): readonly Plain[] {
    const given = args.map((value) => () => value);
    return this.#function(called, given, prefix, index).map((value) => value());
  }

  #while(node: NodeDef, start: readonly Plain[], name: string, index: readonly number[]): readonly Plain[] {
    let state = start;
    for (let round = 0; ; round++) {
      this.#count(`${name}@cond`, round + 1);
      const [goesOn] = this.#taken(calleeOf(node, 'cond'), state, `${name}@cond/`, [...index, round]);
      if (goesOn?.data[0] !== 1) return state;
      this.#count(`${name}@body`, round + 1);
      state = this.#taken(calleeOf(node, 'body'), state, `${name}@body/`, [...index, round]);
    }
  }

  #count(body: string, rounds: number): void {
    this.rounds.set(body, Math.max(this.rounds.get(body) ?? 0, rounds));
  }

  /** All runs of a tensor in one array: iterations lead, and what is missing is `missing`. */
  together(name: string, missing: number): Plain {
    const entries = this.seen.get(name) ?? [];
    const extents = [...name.matchAll(/@(body|cond)(?=\/)/g)].map(
      ({ 0: label, index }) => this.rounds.get(name.slice(0, index + label.length)) ?? 0,
    );
    const longest = Math.max(...entries.map(({ shape }) => shape[0] ?? 1));
    const isVector = entries.some(({ shape }) => shape.length === 1);
    const shape = isVector ? [...extents, longest] : extents;
    const size = isVector ? longest : 1;
    const data = new Array<number>(extents.reduce((product, extent) => product * extent, size)).fill(missing);
    for (const entry of entries) {
      const place = entry.index.reduce((at, position, axis) => at * (extents[axis] ?? 1) + position, 0) * size;
      entry.data.forEach((each, at) => (data[place + at] = each));
    }
    return { shape, data };
  }
}

function calleeOf({ attr }: NodeDef, name: string): string {
  const value = attr[name]?.value;
  return value?.case === 'func' ? value.value.name : '';
}

function constantOf(attr: AttrValue | undefined): Plain {
  if (attr?.value.case !== 'tensor') throw new Error('a constant without value');
  const tensor = decodeTensor(attr.value.value);
  return { shape: tensor.shape, data: [...toFloat64Array(tensor)] };
}
