import { resolve } from 'node:path';
import type { Warning } from '../../core/errors.ts';
import type {
  Manifest,
  ManifestInput,
  ManifestOutput,
  ManifestSkipped,
  ManifestTensor,
  ManifestTimings,
} from '../../core/run/manifest.ts';
import type { Iterations } from '../../core/run/iterations.ts';
import { version } from '../../core/version.ts';
import type { RunLimits } from '../../rpc/modelService.ts';
import type { NativeRuntime } from '../engineHost.ts';
import type { ModelEntry } from '../model/modelEntry.ts';

/** What a run has come to so far; its manifest can be written at any moment. */
export class RunRecord {
  readonly tensors: ManifestTensor[] = [];
  readonly skipped: ManifestSkipped[] = [];
  readonly warnings: Warning[] = [];
  readonly timings: { -readonly [Stage in keyof ManifestTimings]: number };
  inputs: readonly ManifestInput[] = [];
  outputs: readonly ManifestOutput[] = [];
  partial = false;

  constructor(
    private readonly entry: ModelEntry,
    private readonly runtime: NativeRuntime,
    private readonly limits: RunLimits,
    private readonly iterations: Iterations = 'all',
  ) {
    this.timings = { open: entry.model.openTime, plan: 0, load: 0, run: 0, verify: 0, dump: 0 };
  }

  manifest(): Manifest {
    const { flat, model } = this.entry;
    const { engine } = this.runtime;
    const isFunction = flat.entry.kind === 'function';
    return {
      schema: 1,
      tool: 'savedmodel-lens',
      version,
      engine: { name: engine.name, version: engine.version, library: engine.library },
      model: { path: resolve(model.files.directory), sha256: model.files.sha256(), producer: flat.metaGraph.tensorflowVersion },
      tagSet: flat.metaGraph.tags,
      signature: isFunction ? null : flat.entry.key,
      ...(isFunction ? { function: flat.entry.key } : {}),
      inputs: this.inputs,
      outputs: this.outputs,
      tensors: [...this.tensors],
      skipped: [...this.skipped],
      warnings: [...this.warnings],
      limits: this.limits,
      ...(this.iterations === 'all' ? {} : { iterations: this.iterations }),
      partial: this.partial,
      timings: rounded(this.timings),
    };
  }
}

/** Milliseconds to a tenth. */
function rounded({ open, plan, load, run, verify, dump }: ManifestTimings): ManifestTimings {
  const round = (time: number): number => Math.round(time * 10) / 10;
  return { open: round(open), plan: round(plan), load: round(load), run: round(run), verify: round(verify), dump: round(dump) };
}
