import fc from 'fast-check';
import type { FunctionDef, NodeDef } from '../../../src/core/proto/messages.ts';
import {
  BodyMaker,
  callee,
  callees,
  flag,
  functionOf,
  int,
  KINDS,
  savedModelOf,
  type,
  typedFunction,
  types,
  type Kind,
  type MadeFunction,
  type Value,
} from './graphMaker.ts';

/** A model of nested loops, branches and calls, as a file and in parts. */
export interface RandomModel {
  readonly bytes: Uint8Array;
  readonly nodes: readonly NodeDef[];
  readonly functions: ReadonlyMap<string, FunctionDef>;
  /** `node:index` */
  readonly outputs: readonly string[];
}

const DEEPEST = 3;
/** With so many there come no further loops, branches and calls. */
const MOST_FUNCTIONS = 24;
const LARGEST = 97;

/** What models are made from. Every number in them stays whole and small, so that all types hold it exactly. */
export const choices: fc.Arbitrary<readonly number[]> = fc.array(fc.nat(999), { minLength: 30, maxLength: 120 });

/** The model that choices stand for. */
export function randomModel(given: readonly number[]): RandomModel {
  return new ModelMaker(given).make();
}

/** Makes a model by reading choices one after the other, over and over with a different twist. */
class ModelMaker {
  readonly #functions: FunctionDef[] = [];
  #next = 0;

  constructor(private readonly choices: readonly number[]) {}

  make(): RandomModel {
    const body = new BodyMaker(true);
    const inputs = [0, 1].map((): Value => {
      const kind = this.#kind();
      return { endpoint: body.add('Placeholder', [], { dtype: type(kind) })('output'), kind };
    });
    const pool = this.#steps(body, [...inputs], 0, 5);
    const outputs = [0, 1, 2].map(() => this.#pick(pool));
    return {
      bytes: savedModelOf(body.nodes, this.#functions, inputs, outputs),
      nodes: body.nodes,
      functions: new Map(this.#functions.map((each) => [each.signature?.name ?? '', each])),
      outputs: outputs.map(({ endpoint }) => endpoint),
    };
  }

  #choose(count: number): number {
    const round = Math.floor(this.#next / this.choices.length);
    const choice = this.choices[this.#next++ % this.choices.length] ?? 0;
    return (choice + 7 * round) % count;
  }

  #kind(): Kind {
    return KINDS[this.#choose(KINDS.length)] ?? 'int32';
  }

  #pick(pool: readonly Value[]): Value {
    return pool[pool.length - 1 - this.#choose(Math.min(pool.length, 5))] ?? { endpoint: '', kind: 'int32' };
  }

  #steps(body: BodyMaker, pool: Value[], depth: number, count: number): Value[] {
    for (let step = 0; step < count; step++) {
      const isPlain = depth >= DEEPEST || this.#functions.length > MOST_FUNCTIONS;
      const choice = this.#choose(isPlain ? 4 : 9);
      if (choice === 0) pool.push(this.#constant(body));
      else if (choice === 1) pool.push(this.#arithmetic(body, pool));
      else if (choice === 2) pool.push(this.#negative(body, pool));
      else if (choice === 3) pool.push(this.#vector(body, pool));
      else if (choice === 4) pool.push(...this.#call(body, pool, depth));
      else if (choice === 5) pool.push(...this.#if(body, pool, depth));
      else if (choice === 6) pool.push(...this.#case(body, pool, depth));
      else pool.push(...this.#while(body, pool, depth));
    }
    return pool;
  }

  #constant(body: BodyMaker): Value {
    const kind = this.#kind();
    return { endpoint: body.constant(kind, [this.#choose(6)]), kind };
  }

  #bounded(body: BodyMaker, { endpoint, kind }: Value, by: number): Value {
    return { endpoint: body.add('FloorMod', [endpoint, body.constant(kind, [by])], { T: type(kind) })('z'), kind };
  }

  #arithmetic(body: BodyMaker, pool: readonly Value[]): Value {
    const [a, b] = [this.#pick(pool), this.#pick(pool)];
    const op = ['AddV2', 'Sub', 'Mul'][this.#choose(3)] ?? 'AddV2';
    const endpoint = body.add(op, [a.endpoint, body.cast(b, a.kind)], { T: type(a.kind) })('z');
    return this.#bounded(body, { endpoint, kind: a.kind }, LARGEST);
  }

  #negative(body: BodyMaker, pool: readonly Value[]): Value {
    const { endpoint, kind } = this.#pick(pool);
    return { endpoint: body.add('Neg', [endpoint], { T: type(kind) })('y'), kind };
  }

  /** As many elements as a value says: in a loop another number each time. */
  #vector(body: BodyMaker, pool: readonly Value[]): Value {
    const [value, length] = [this.#pick(pool), this.#small(body, pool, 3)];
    const dims = body.add('Reshape', [length, body.constant('int32', [1], [1])], { T: type('int32'), Tshape: type('int32') });
    const filled = body.add('Fill', [dims('output'), value.endpoint], { T: type(value.kind), index_type: type('int32') });
    const sum = body.add('Sum', [filled('output'), body.constant('int32', [0], [1])], {
      T: type(value.kind),
      Tidx: type('int32'),
      keep_dims: flag(false),
    });
    return this.#bounded(body, { endpoint: sum('output'), kind: value.kind }, LARGEST);
  }

  /** A value from 0 to `below` - 1 as int32. */
  #small(body: BodyMaker, pool: readonly Value[], below: number): string {
    return this.#bounded(body, { endpoint: body.cast(this.#pick(pool), 'int32'), kind: 'int32' }, below).endpoint;
  }

  #kinds(most: number): Kind[] {
    return Array.from({ length: 1 + this.#choose(most) }, () => this.#kind());
  }

  #function(takes: readonly Kind[], gives: readonly Kind[], depth: number): MadeFunction {
    const body = new BodyMaker(false);
    const pool = this.#steps(
      body,
      takes.map((kind, index) => ({ endpoint: `a${index}`, kind })),
      depth + 1,
      2 + this.#choose(3),
    );
    const results = gives.map((kind): Value => ({ endpoint: body.cast(this.#pick(pool), kind), kind }));
    const definition = functionOf(`f${this.#functions.length}`, takes, body.nodes, results);
    this.#functions.push(definition);
    return { definition, takes, gives };
  }

  #given(body: BodyMaker, pool: readonly Value[], takes: readonly Kind[]): string[] {
    return takes.map((kind) => body.cast(this.#pick(pool), kind));
  }

  #call(body: BodyMaker, pool: readonly Value[], depth: number): readonly Value[] {
    const made = this.#function(this.#kinds(2), this.#kinds(2), depth);
    const op = ['PartitionedCall', 'StatefulPartitionedCall'][this.#choose(2)] ?? 'PartitionedCall';
    const attrs = { f: callee(nameOf(made)), Tin: types(made.takes), Tout: types(made.gives) };
    return resultsOf(made.gives, body.add(op, this.#given(body, pool, made.takes), attrs));
  }

  #condition(body: BodyMaker, pool: readonly Value[]): string {
    const [a, b] = [this.#pick(pool), this.#pick(pool)];
    return body.add('Less', [a.endpoint, body.cast(b, a.kind)], { T: type(a.kind) })('z');
  }

  #lowered(): Record<string, ReturnType<typeof flag>> {
    return this.#choose(2) === 0 ? {} : { _lower_using_switch_merge: flag(true) };
  }

  #if(body: BodyMaker, pool: readonly Value[], depth: number): readonly Value[] {
    const [takes, gives] = [this.#kinds(2), this.#kinds(2)];
    const [yes, no] = [this.#function(takes, gives, depth), this.#function(takes, gives, depth)];
    const op = ['StatelessIf', 'If'][this.#choose(2)] ?? 'If';
    const output = body.add(op, [this.#condition(body, pool), ...this.#given(body, pool, takes)], {
      Tcond: type('bool'),
      Tin: types(takes),
      Tout: types(gives),
      then_branch: callee(nameOf(yes)),
      else_branch: callee(nameOf(no)),
      ...this.#lowered(),
    });
    return resultsOf(gives, output);
  }

  #case(body: BodyMaker, pool: readonly Value[], depth: number): readonly Value[] {
    const [takes, gives] = [this.#kinds(2), this.#kinds(2)];
    const branches = Array.from({ length: 2 + this.#choose(3) }, () => this.#function(takes, gives, depth));
    const op = ['StatelessCase', 'Case'][this.#choose(2)] ?? 'Case';
    // beyond the last branch the last is taken
    const output = body.add(op, [this.#small(body, pool, 5), ...this.#given(body, pool, takes)], {
      Tin: types(takes),
      Tout: types(gives),
      branches: callees(branches.map(nameOf)),
      ...this.#lowered(),
    });
    return resultsOf(gives, output);
  }

  /** Counts up to a limit of at most 3: the first variable is the counter, the second the limit. */
  #while(body: BodyMaker, pool: readonly Value[], depth: number): readonly Value[] {
    const kinds: Kind[] = ['int32', 'int32', ...this.#kinds(2)];
    const test = new BodyMaker(false);
    const less = test.add('Less', ['a0', 'a1'], { T: type('int32') })('z');
    const cond = typedFunction(`f${this.#functions.length}`, kinds, test.nodes, [{ endpoint: less, kind: 'bool' }]);
    this.#functions.push(cond);
    const inner = new BodyMaker(false);
    const next = inner.add('AddV2', ['a0', inner.constant('int32', [1])], { T: type('int32') })('z');
    const own = this.#steps(
      inner,
      kinds.map((kind, index) => ({ endpoint: `a${index}`, kind })),
      depth + 1,
      2 + this.#choose(3),
    );
    const results = kinds.map((kind, index): Value => {
      if (index < 2) return { endpoint: index === 0 ? next : 'a1', kind };
      return { endpoint: inner.cast(this.#pick(own), kind), kind };
    });
    const run = functionOf(`f${this.#functions.length}`, kinds, inner.nodes, results);
    this.#functions.push(run);
    const op = ['StatelessWhile', 'While'][this.#choose(2)] ?? 'While';
    const start = [body.constant('int32', [0]), this.#small(body, pool, 4), ...this.#given(body, pool, kinds.slice(2))];
    const output = body.add(op, start, {
      T: types(kinds),
      cond: callee(cond.signature?.name ?? ''),
      body: callee(run.signature?.name ?? ''),
      parallel_iterations: int(10),
      ...this.#lowered(),
    });
    return resultsOf(kinds, output);
  }
}

function nameOf({ definition }: MadeFunction): string {
  return definition.signature?.name ?? '';
}

function resultsOf(kinds: readonly Kind[], output: (name: string, index: number) => string): readonly Value[] {
  return kinds.map((kind, index) => ({ endpoint: output('output', index), kind }));
}
