import type { TensorRef } from './types.ts';

/** A set of branches that must all be taken, as a number: equal sets have equal numbers. */
export type ConditionId = number;

/** One side of a condition: where the predicate has this value. */
export interface Branch {
  readonly predicate: TensorRef;
  readonly isTrue: boolean;
}

/** A graph nested deeper in branches than this is taken to be possibly dead throughout. */
const MOST_BRANCHES = 64;

/** Sets of branches taken. A branch is `2 × predicate + side`, a set its branches in ascending order. */
export class Conditions {
  static readonly ALWAYS: ConditionId = 0;
  /** nothing is known but that the tensor may be dead */
  static readonly UNKNOWN: ConditionId = 1;

  readonly #sets: (readonly number[])[] = [[], [-1]];
  readonly #ids = new Map<string, ConditionId>([['', Conditions.ALWAYS]]);
  readonly #predicates = new Map<string, number>();
  readonly #refs: TensorRef[] = [];

  /** `condition`, and side `side` (0 false, 1 true) of a switch on this predicate. */
  and(condition: ConditionId, ref: TensorRef, side: number): ConditionId {
    const key = `${ref.node.id}:${ref.index}`;
    let predicate = this.#predicates.get(key);
    if (predicate === undefined) this.#predicates.set(key, (predicate = this.#refs.push(ref) - 1));
    return condition === Conditions.UNKNOWN ? condition : this.#id([...this.#set(condition), 2 * predicate + side]);
  }

  /** What holds when all of these hold. */
  all(conditions: readonly ConditionId[]): ConditionId {
    let result = Conditions.ALWAYS;
    for (const condition of conditions) {
      if (condition === result || condition === Conditions.ALWAYS) continue;
      if (condition === Conditions.UNKNOWN) return condition;
      result = result === Conditions.ALWAYS ? condition : this.#id([...this.#set(result), ...this.#set(condition)]);
      if (result === Conditions.UNKNOWN) return result;
    }
    return result;
  }

  /** When a Merge of these runs: two sides of one switch cancel each other; anything else that differs is unknown. */
  merge(conditions: readonly ConditionId[]): ConditionId {
    const [first = Conditions.ALWAYS, second = first, ...more] = conditions;
    if (first === second && more.every((other) => other === first)) return first;
    if (conditions.includes(Conditions.ALWAYS)) return Conditions.ALWAYS;
    if (more.length > 0 || first === Conditions.UNKNOWN || second === Conditions.UNKNOWN) return Conditions.UNKNOWN;
    const [a, b] = [this.#set(first), this.#set(second)];
    const [onlyA, onlyB] = [a.filter((branch) => !b.includes(branch)), b.filter((branch) => !a.includes(branch))];
    const isPair = onlyA.length === 1 && onlyB.length === 1 && ((onlyA[0] ?? 0) ^ (onlyB[0] ?? 0)) === 1;
    return isPair ? this.#id(a.filter((branch) => b.includes(branch))) : Conditions.UNKNOWN;
  }

  /** The branches of `condition` that are not of `around`; undefined where they are not known. */
  branches(condition: ConditionId, around: ConditionId): readonly Branch[] | undefined {
    if (condition === Conditions.UNKNOWN) return undefined;
    const outer = this.#set(around);
    return this.#set(condition).flatMap((branch) => {
      const predicate = this.#refs[branch >> 1];
      return predicate === undefined || outer.includes(branch) ? [] : [{ predicate, isTrue: (branch & 1) === 1 }];
    });
  }

  #set(id: ConditionId): readonly number[] {
    return this.#sets[id] ?? [];
  }

  #id(branches: readonly number[]): ConditionId {
    const set = [...new Set(branches)].sort((a, b) => a - b);
    if (set.length > MOST_BRANCHES) return Conditions.UNKNOWN;
    const key = set.join();
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = this.#sets.push(set) - 1;
      this.#ids.set(key, id);
    }
    return id;
  }
}
