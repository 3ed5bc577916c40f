import { stat } from 'node:fs/promises';
import { buildPlan, type Plan, SIBLING_TAGS } from '../../core/instrument/buildPlan.ts';
import type { FedTensor } from '../../core/instrument/valuePart.ts';
import { tensorName, type TensorRef } from '../../core/graph/types.ts';
import type { Iterations } from '../../core/run/iterations.ts';
import { version } from '../../core/version.ts';
import { acquireSibling } from '../../node/siblingStore.ts';
import type { NativeRuntime } from '../engineHost.ts';
import type { ModelEntry } from '../model/modelEntry.ts';
import { SiblingSession } from './siblingSession.ts';

/** Milliseconds spent. */
export interface LoadTimings {
  plan: number;
  load: number;
}

/** Keeps the last loaded sibling, so that the same plan need not be loaded again. */
export class SessionPool {
  #current: { readonly key: string; readonly session: SiblingSession } | undefined;

  constructor(private readonly runtime: NativeRuntime) {}

  /** The session of the plan for these fetches and feeds. Throws `load-failed`. */
  async get(
    entry: ModelEntry,
    fetches: readonly TensorRef[],
    fed: readonly FedTensor[],
    timings: LoadTimings,
    iterations: Iterations = 'all',
  ): Promise<SiblingSession> {
    const start = performance.now();
    const { engine, ops } = this.runtime;
    const plan = buildPlan({
      flat: entry.flat,
      fetches,
      fed,
      canRun: (await entry.feasibility(new Set(fed.map(({ ref }) => tensorName(ref))), ops)).canRun,
      initialisers: await entry.initialisers(ops),
      checkpoint: entry.model.files.index,
      engine,
      ops,
      iterations,
    });
    const lease = await acquireSibling({
      model: entry.model.files.directory,
      identity: [version, engine.name, ...(await weightsState(entry, plan))],
      bytes: plan.bytes,
      links: [...(plan.readsVariables ? ['variables' as const] : []), ...(plan.assets.length > 0 ? ['assets' as const] : [])],
    });
    const loaded = performance.now();
    timings.plan += loaded - start;
    if (this.#current?.key === lease.directory) return this.#current.session;
    await this.close();
    const session = await engine.load(lease.directory, SIBLING_TAGS).catch(async (error: unknown) => {
      await lease.release();
      throw error;
    });
    timings.load += performance.now() - loaded;
    this.#current = { key: lease.directory, session: new SiblingSession(plan, lease, session) };
    return this.#current.session;
  }

  /** Lets go of what is loaded. */
  async close(): Promise<void> {
    const current = this.#current;
    this.#current = undefined;
    await current?.session.close();
  }
}

/** Tells whether the weights are those that a kept session has loaded. */
async function weightsState(entry: ModelEntry, plan: Plan): Promise<readonly string[]> {
  if (!plan.readsVariables) return [];
  const prefix = entry.model.files.checkpoint?.prefix ?? '';
  const found = await stat(`${prefix}.index`).catch(() => undefined);
  return [`${found?.size ?? 0}`, `${found?.mtimeMs ?? 0}`];
}
