import { join } from 'node:path';
import { fromCarried, toCarried } from '../../core/instrument/carry.ts';
import { assemble, type Assembled } from '../../core/instrument/inner/assemble.ts';
import type { Plan } from '../../core/instrument/buildPlan.ts';
import type { PlannedTensor } from '../../core/instrument/valuePart.ts';
import { LensError } from '../../core/errors.ts';
import type { Tensor } from '../../core/tensor/tensor.ts';
import type { SiblingLease } from '../../node/siblingStore.ts';
import type { EngineSession } from '../engine.ts';

/** Takes one value; of a tensor inside a loop or branch also how it was put together. */
export type ReceiveValue = (tensor: Tensor, index: number, assembled?: Assembled) => void | Promise<void>;

/** A loaded sibling: tensors go in and come out by their canonical names and in their own dtypes. */
export class SiblingSession {
  readonly #fetches: ReadonlyMap<string, PlannedTensor>;
  #hasRun = false;

  constructor(
    readonly plan: Plan,
    readonly lease: SiblingLease,
    private readonly session: EngineSession,
  ) {
    this.#fetches = new Map(plan.fetches.map((tensor) => [tensor.name, tensor]));
  }

  /** most tensors that the engine fetches for one value */
  get mostParts(): number {
    return this.plan.fetches.reduce((most, { recording }) => Math.max(most, 1 + (recording?.parts.length ?? 0)), 1);
  }

  has(name: string): boolean {
    return this.#fetches.has(name);
  }

  /** One run. Feeds by canonical name, all of the plan's. */
  async run(feeds: ReadonlyMap<string, Tensor>, names: readonly string[], receive: ReceiveValue): Promise<void> {
    const parts = names.flatMap((name, index) => partsOf(this.#planned(name), index));
    const fed = new Map(
      this.plan.feeds.map(({ name, endpoint, carrier }) => [endpoint, toCarried(required(feeds.get(name), name), carrier)]),
    );
    this.#hasRun = true;
    let held: Tensor[] = [];
    await this.session.run(
      fed,
      parts.map(({ planned }) => planned.endpoint),
      (tensor, position) => {
        const part = parts[position];
        if (part === undefined) return undefined;
        const { index, of, planned } = part;
        const value = fromCarried(tensor, planned.dtype, planned.carrier);
        if (of.recording === undefined) return receive(value, index);
        held.push(value);
        const [values, ...others] = held;
        if (values === undefined || others.length < of.recording.parts.length) return undefined;
        held = [];
        const assembled = assemble(values, others, of.recording);
        return receive(assembled.tensor, index, assembled);
      },
    );
  }

  /** Gives every variable its stored value again, so that equal inputs give equal outputs; nothing when no run has changed any. */
  async reset(): Promise<void> {
    if (!this.#hasRun) return;
    const { assets, filename, probes } = this.plan.reset;
    const feeds = new Map(
      assets.map(({ tensor, filename: name }) => [tensor, pathTensor(join(this.lease.directory, 'assets', name))]),
    );
    if (filename !== undefined) feeds.set(filename, pathTensor(join(this.lease.directory, 'variables', 'variables')));
    for (const probe of probes) await this.session.run(feeds, [probe], () => undefined);
    this.#hasRun = false;
  }

  async close(): Promise<void> {
    this.session.close();
    await this.lease.release();
  }

  #planned(name: string): PlannedTensor {
    const planned = this.#fetches.get(name);
    if (planned === undefined) throw new LensError('internal', `"${name}" is not part of the loaded plan.`);
    return planned;
  }
}

/** What the engine fetches for one value. */
function partsOf(
  of: PlannedTensor,
  index: number,
): { readonly of: PlannedTensor; readonly planned: PlannedTensor; readonly index: number }[] {
  return [of, ...(of.recording?.parts ?? [])].map((planned) => ({ of, planned, index }));
}

function pathTensor(path: string): Tensor {
  return { dtype: 'string', shape: [], data: [new TextEncoder().encode(path)] };
}

function required(tensor: Tensor | undefined, name: string): Tensor {
  if (tensor === undefined) throw new LensError('internal', `The plan needs a value for "${name}".`);
  return tensor;
}
