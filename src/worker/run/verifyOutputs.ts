import { reachedOps } from '../../core/analysis/effectsOfOps.ts';
import { LensError } from '../../core/errors.ts';
import { ALL_EDGES, closure } from '../../core/instrument/closure.ts';
import { readsBeforeAssignments } from '../../core/instrument/readOrder.ts';
import { buildPlan, SIBLING_TAGS } from '../../core/instrument/buildPlan.ts';
import { tensorName, type FlatGraph } from '../../core/graph/types.ts';
import { compareOutput } from '../../core/run/compareOutputs.ts';
import type { ManifestOutput } from '../../core/run/manifest.ts';
import { jsonNumber } from '../../core/tensor/jsonNumber.ts';
import type { Tensor } from '../../core/tensor/tensor.ts';
import { acquireSibling } from '../../node/siblingStore.ts';
import { fetchAll } from '../engine.ts';
import type { NativeRuntime } from '../engineHost.ts';
import type { ModelEntry } from '../model/modelEntry.ts';
import type { FedInput } from './fedInputs.ts';
import { SiblingSession } from './siblingSession.ts';
import { dependsOnRandom } from './statefulness.ts';

/** One of the model's outputs as captured; `value` undefined where it could not be computed. */
export interface CapturedOutput {
  /** output key */
  readonly name: string;
  /** canonical tensor name */
  readonly tensor: string;
  /** key in the dump */
  readonly key: string;
  readonly value: Tensor | undefined;
  /** why there is no value */
  readonly reason?: string;
}

/** Rows for outputs that are not compared. */
export function unjudged(outputs: readonly CapturedOutput[], reason: string): readonly ManifestOutput[] {
  return outputs.map((output) =>
    row(output, { unchanged: null, bitEqual: null, maxAbsDifference: null, reason: output.reason ?? reason }),
  );
}

/**
 * Runs the model once more without anything of ours in the way and compares its outputs: the original folder where TensorFlow can
 * load and feed it as it is, else a sibling with the outputs alone.
 */
export async function verifyOutputs(
  entry: ModelEntry,
  runtime: NativeRuntime,
  inputs: readonly FedInput[],
  outputs: readonly CapturedOutput[],
): Promise<readonly ManifestOutput[]> {
  const judged = outputs.filter(({ value }) => value !== undefined);
  const random = new Set(judged.filter(({ tensor }) => isRandom(entry, tensor)).map(({ name }) => name));
  const { isOriginal, values: plain } = judged.length === 0 ? NOTHING : await plainOutputs(entry, runtime, inputs, judged);
  return outputs.map((output) => {
    if (output.value === undefined) return unjudged([output], 'It could not be computed.')[0] ?? row(output, OPEN);
    const expected = plain.get(output.name);
    if (expected === undefined)
      return row(output, { ...OPEN, reason: 'The model could not be run a second time without instrumentation.' });
    const { bitEqual, maxAbsDifference, unchanged } = compareOutput(output.value, expected);
    // the branch that draws them may not have been taken: only a difference leaves it open
    if (!unchanged && random.has(output.name))
      return row(output, { ...OPEN, reason: 'It depends on random numbers drawn anew in each run.' });
    if (!unchanged && readsInNoOrder(entry, output.tensor))
      return row(output, { ...OPEN, reason: 'It depends on a variable that the model reads and assigns in no fixed order.' });
    return row(output, {
      unchanged,
      bitEqual,
      maxAbsDifference: maxAbsDifference === undefined ? null : jsonNumber(maxAbsDifference),
      ...(isOriginal ? {} : { reason: COPY }),
    });
  });
}

type Judgement = Pick<ManifestOutput, 'unchanged' | 'bitEqual' | 'maxAbsDifference' | 'reason'>;

/** What an output was compared with, where that was not the model as it is stored. */
const COPY =
  'Compared with a copy of the graph that gives the outputs alone: the stored model could not be run with these inputs.';

const OPEN: Judgement = { unchanged: null, bitEqual: null, maxAbsDifference: null };

function row({ name, tensor, key }: CapturedOutput, judgement: Judgement): ManifestOutput {
  return { name, tensor, key, ...judgement };
}

function isRandom(entry: ModelEntry, tensor: string): boolean {
  const output = entry.flat.entry.outputs.find(({ ref }) => tensorName(ref) === tensor);
  return output !== undefined && dependsOnRandom(entry, output.ref.node);
}

/** TensorFlow itself then gives the one or the other value; our runs read first. */
function readsInNoOrder({ flat }: ModelEntry, tensor: string): boolean {
  const output = flat.entry.outputs.find(({ ref }) => tensorName(ref) === tensor);
  if (output === undefined) return false;
  const open = [...readsBeforeAssignments(flat, new Set(flat.nodes), ALL_EDGES).values()].flat();
  const needed = closure([output.ref.node], ALL_EDGES);
  return open.some((read) => needed.has(read));
}

/** What the model gives without anything of ours in the way. */
interface PlainOutputs {
  /** output key → value */
  readonly values: ReadonlyMap<string, Tensor>;
  /** false when a sibling with the outputs alone was run */
  readonly isOriginal: boolean;
}

const NOTHING: PlainOutputs = { values: new Map(), isOriginal: false };

async function plainOutputs(
  entry: ModelEntry,
  runtime: NativeRuntime,
  inputs: readonly FedInput[],
  outputs: readonly CapturedOutput[],
): Promise<PlainOutputs> {
  try {
    const original = await originalOutputs(entry, runtime, inputs, outputs);
    if (original !== undefined) return { values: original, isOriginal: true };
  } catch (error) {
    if (!(error instanceof LensError) || (error.code !== 'load-failed' && error.code !== 'run-failed')) throw error;
  }
  try {
    return { values: await siblingOutputs(entry, runtime, inputs, outputs), isOriginal: false };
  } catch (error) {
    if (!(error instanceof LensError) || (error.code !== 'load-failed' && error.code !== 'run-failed')) throw error;
    return NOTHING;
  }
}

/** Undefined when the run cannot be done on the original: a function of the object graph, inner tensors fed, ops that print, another file. */
async function originalOutputs(
  { flat, model }: ModelEntry,
  { proofEngine }: NativeRuntime,
  inputs: readonly FedInput[],
  outputs: readonly CapturedOutput[],
): Promise<ReadonlyMap<string, Tensor> | undefined> {
  const { entry, metaGraph } = flat;
  if (entry.kind !== 'signature' || prints(flat) || !model.files.isLoadedFromFolder()) return undefined;
  const feeds = new Map<string, Tensor>();
  for (const { ref, value } of inputs) {
    const input = entry.inputs.find((candidate) => candidate.ref.node === ref.node && candidate.ref.index === ref.index);
    const tensor = input?.tensor ?? (metaGraph.graph.nodeByName.has(ref.node.name) ? `${ref.node.name}:${ref.index}` : undefined);
    if (tensor === undefined) return undefined;
    feeds.set(tensor, value);
  }
  const fetches = outputs.flatMap(({ name }) => entry.outputs.filter(({ key }) => key === name));
  const free = fetches.filter(({ tensor }) => !feeds.has(tensor));
  const session = await proofEngine.load(model.files.directory, metaGraph.tags);
  try {
    const values = await fetchAll(
      session,
      feeds,
      free.map(({ tensor }) => tensor),
    );
    const fetched = free.flatMap(({ key }, index): [string, Tensor][] => {
      const value = values[index];
      return value === undefined ? [] : [[key, value]];
    });
    const given = fetches.flatMap(({ key, tensor }): [string, Tensor][] => {
      const value = feeds.get(tensor);
      return value === undefined ? [] : [[key, value]];
    });
    return new Map([...fetched, ...given]);
  } finally {
    session.close();
  }
}

/** Printing ends this process (see `quietOp`). */
function prints({ nodes, metaGraph }: FlatGraph): boolean {
  const ops = reachedOps(nodes, metaGraph.graph.functions);
  return ops.has('Print') || ops.has('PrintV2');
}

async function siblingOutputs(
  entry: ModelEntry,
  { ops, proofEngine }: NativeRuntime,
  inputs: readonly FedInput[],
  outputs: readonly CapturedOutput[],
): Promise<ReadonlyMap<string, Tensor>> {
  const given = new Map(inputs.map(({ ref, value }) => [tensorName(ref), value]));
  const result = new Map(
    outputs.flatMap(({ name, tensor }): [string, Tensor][] => {
      const value = given.get(tensor);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const wanted = entry.flat.entry.outputs.filter(
    ({ key, ref }) => !given.has(tensorName(ref)) && outputs.some(({ name }) => name === key),
  );
  const plan = buildPlan({
    flat: entry.flat,
    fetches: wanted.map(({ ref }) => ref),
    fed: inputs.map(({ ref, value }) => ({ ref, dtype: value.dtype })),
    canRun: (await entry.feasibility(new Set(given.keys()), ops)).canRun,
    initialisers: await entry.initialisers(ops),
    checkpoint: entry.model.files.index,
    engine: proofEngine,
    ops,
  });
  const lease = await acquireSibling({
    model: entry.model.files.directory,
    identity: ['proof'],
    bytes: plan.bytes,
    links: [...(plan.readsVariables ? ['variables' as const] : []), ...(plan.assets.length > 0 ? ['assets' as const] : [])],
  });
  const session = new SiblingSession(plan, lease, await proofEngine.load(lease.directory, SIBLING_TAGS));
  try {
    await session.run(
      given,
      wanted.map(({ ref }) => tensorName(ref)),
      (tensor, index) => {
        const output = wanted[index];
        if (output !== undefined) result.set(output.key, tensor);
      },
    );
    return result;
  } finally {
    await session.close();
  }
}
