import { LensError } from '../../core/errors.ts';
import type { Feasibility } from '../../core/graph/feasibility.ts';
import { byExecution } from '../../core/graph/inner/executionPlace.ts';
import { tensorName, type TensorRef } from '../../core/graph/types.ts';
import { graphScope } from '../../core/select/graphScope.ts';
import { parseSelection } from '../../core/select/parseSelection.ts';
import { resolveSelection, type Selection } from '../../core/select/resolveSelection.ts';
import type { Warning } from '../../core/errors.ts';
import type { RunEstimate, RunRequest } from '../../rpc/modelService.ts';
import type { NativeRuntime } from '../engineHost.ts';
import type { ModelEntry } from '../model/modelEntry.ts';
import type { FedInput } from './fedInputs.ts';
import { lossWarnings } from './lossWarnings.ts';
import { readInputs } from './readInputs.ts';
import type { CapturedOutput } from './verifyOutputs.ts';

/** A tensor that the run is to keep. */
export interface WantedTensor {
  readonly ref: TensorRef;
  readonly name: string;
  readonly key: string;
  readonly aliases: readonly string[];
  readonly layer: string | null;
}

/** A tensor that the run is to keep, with its place in the order of execution. */
export interface PlacedTensor extends WantedTensor {
  readonly order: number;
}

/** A run with everything decided that can be decided before TensorFlow is asked. */
export interface PreparedRun {
  readonly entry: ModelEntry;
  readonly inputs: readonly FedInput[];
  readonly feasible: Feasibility;
  readonly selection: Selection;
  /** outputs first, then what was selected besides */
  readonly wanted: readonly PlacedTensor[];
  readonly outputs: readonly CapturedOutput[];
  readonly warnings: readonly Warning[];
  readonly synthesised: RunEstimate['synthesised'];
}

/** Resolves inputs and selection; throws what is wrong with either. */
export async function prepareRun(
  entry: ModelEntry,
  request: RunRequest,
  { ops }: Pick<NativeRuntime, 'ops'>,
): Promise<PreparedRun> {
  const { inputs, synthesised, warnings } = await readInputs(entry, request);
  const fed = new Set(inputs.map(({ ref }) => tensorName(ref)));
  const feasible = await entry.feasibility(fed, ops);
  const scope = graphScope({ flat: entry.flat, tree: entry.layers, feasible, fed });
  const selection = resolveSelection(
    request.select.flatMap((text) => parseSelection(text)),
    scope,
  );
  const wanted = new Map<string, WantedTensor>();
  for (const { ref, name, key, aliases, layer } of selection.tensors)
    wanted.set(name, { ref, name, key, aliases, layer: layer?.path ?? null });
  const outputs: CapturedOutput[] = [];
  const first = new Map<string, WantedTensor>();
  for (const { key: output, ref } of entry.flat.entry.outputs) {
    const name = tensorName(ref);
    const reason = feasible.tapped.explain(ref);
    const tensor = wanted.get(name) ?? {
      ref,
      name,
      key: name,
      aliases: scope.aliasesOf(ref),
      layer: scope.layerOf(ref)?.path ?? null,
    };
    if (reason === undefined) first.set(name, tensor);
    outputs.push({ name: output, tensor: name, key: tensor.key, value: undefined, ...(reason === undefined ? {} : { reason }) });
  }
  return {
    entry,
    inputs,
    feasible,
    selection,
    wanted: placed([...new Map([...first, ...wanted]).values()]),
    outputs,
    warnings: [...lossWarnings(selection, scope, feasible), ...warnings],
    synthesised,
  };
}

function placed(wanted: readonly WantedTensor[]): PlacedTensor[] {
  const sorted = [...wanted].sort(({ ref: a }, { ref: b }) => byExecution(a.node, b.node) || a.index - b.index);
  const places = new Map(sorted.map((tensor, order) => [tensor, order]));
  return wanted.map((tensor) => ({ ...tensor, order: places.get(tensor) ?? 0 }));
}

/** Refuses a run in which nothing at all could be computed. */
export function requireSomething({ selection, wanted, outputs }: PreparedRun): void {
  if (wanted.length > 0) return;
  const reason = selection.skipped[0]?.message ?? outputs.find((output) => output.reason !== undefined)?.reason;
  throw new LensError(
    'not-fetchable',
    `Nothing that was selected can be computed: ${(reason ?? 'the model has no outputs').replace(/\.$/, '')}.`,
    'Select other tensors, or feed the tensor that is in the way with --feed TENSOR=SPEC.',
  );
}
