import { runningTensors } from '../../core/graph/allOps.ts';
import { tensorName, type TensorRef } from '../../core/graph/types.ts';
import { LensError, type Warning } from '../../core/errors.ts';
import type { Manifest, ManifestTensor } from '../../core/run/manifest.ts';
import type { Assembled } from '../../core/instrument/inner/assemble.ts';
import type { Tensor } from '../../core/tensor/tensor.ts';
import { RunFolder } from '../../node/runStore.ts';
import type { RunEvent, RunRequest } from '../../rpc/modelService.ts';
import type { CallContext } from '../../rpc/serve.ts';
import type { NativeRuntime } from '../engineHost.ts';
import type { OpenModel } from '../model/openModel.ts';
import { batchBytes, expectedBytes } from './budget.ts';
import { capture, type FailedFetch } from './capture.ts';
import { manifestInputs } from './fedInputs.ts';
import { type PreparedRun, prepareRun, requireSomething, type WantedTensor } from './prepareRun.ts';
import { RunRecord } from './runRecord.ts';
import type { SessionPool } from './sessionPool.ts';
import type { SiblingSession } from './siblingSession.ts';
import { isStateful, unsafeOpsOf } from './statefulness.ts';
import { TensorSink } from './tensorSink.ts';
import { type CapturedOutput, unjudged, verifyOutputs } from './verifyOutputs.ts';

/** What the runs of one worker share. */
export interface RunContext {
  readonly model: OpenModel;
  readonly runtime: NativeRuntime;
  readonly pool: SessionPool;
}

/**
 * One run: fetches the selected tensors and the model's outputs, keeps them in the run's folder, then proves that the outputs are those
 * of an uninstrumented run. The manifest is written after every batch: a run that is stopped keeps what was finished.
 */
export class ModelRun {
  constructor(
    private readonly context: RunContext,
    private readonly request: RunRequest,
    private readonly call: CallContext<RunEvent>,
  ) {}

  async execute(): Promise<Manifest> {
    const { call, request } = this;
    call.emit({ kind: 'stage', stage: 'plan' });
    const folder = await RunFolder.create(request.directory);
    const { prepared, record, session } = await this.#load();
    const { outputs, failed } = await this.#capture(prepared, record, session, folder);
    await folder.writeManifest(record.manifest());
    if (request.verify !== false && !call.signal.aborted && !record.partial) await this.#verify(prepared, record, outputs);
    call.emit({ kind: 'verified', outputs: record.outputs });
    await folder.writeManifest(record.manifest());
    refuseOutright(prepared);
    refuseFailed(prepared, failed);
    return record.manifest();
  }

  /**
   * Decides everything and loads the sibling. When loading fails, the weights are checked and the plan made anew without what is damaged,
   * then once more with nothing but what was asked for.
   */
  async #load(): Promise<{ prepared: PreparedRun; record: RunRecord; session: SiblingSession }> {
    const { context, request } = this;
    let isMinimal = false;
    for (;;) {
      const start = performance.now();
      const entry = context.model.entry(request);
      const prepared = await prepareRun(entry, request, context.runtime);
      this.#checkSafety(prepared);
      requireSomething(prepared);
      const record = new RunRecord(entry, context.runtime, request.limits ?? {}, request.iterations);
      record.inputs = manifestInputs(prepared.inputs);
      record.warnings.push(...context.model.damageWarnings, ...prepared.warnings);
      record.skipped.push(...prepared.selection.skipped.map(({ name, reason, message }) => ({ name, reason, message })));
      record.timings.plan = performance.now() - start;
      this.call.emit({ kind: 'stage', stage: 'load' });
      const fed = prepared.inputs.map(({ ref, value }) => ({ ref, dtype: value.dtype }));
      try {
        const fetches = isMinimal ? wantedRefs(prepared) : everythingFeasible(prepared);
        const session = await context.pool.get(entry, fetches, fed, record.timings, request.iterations ?? 'all');
        record.warnings.push(...session.plan.warnings);
        return { prepared, record, session };
      } catch (error) {
        if (!(error instanceof LensError) || error.code !== 'load-failed') throw error;
        if (await context.model.findDamage()) continue;
        if (isMinimal) throw error;
        isMinimal = true;
      }
    }
  }

  #checkSafety({ entry }: PreparedRun): void {
    if (this.request.allowUnsafe === true) return;
    const found = unsafeOpsOf(entry);
    if (found.length === 0) return;
    throw new LensError(
      'unsafe-op',
      `Running this graph can write files or call back into a host language: it contains ${found.join(', ')}.`,
      'Allow it with --allow-unsafe if you trust where the model comes from.',
    );
  }

  async #capture(
    prepared: PreparedRun,
    record: RunRecord,
    session: SiblingSession,
    folder: RunFolder,
  ): Promise<{ outputs: readonly CapturedOutput[]; failed: readonly FailedFetch[] }> {
    const { call, context, request } = this;
    const start = performance.now();
    const wanted = new Map(prepared.wanted.map((tensor) => [tensor.name, tensor]));
    const feeds = new Map(prepared.inputs.map(({ ref, value }) => [tensorName(ref), value]));
    const sink = new TensorSink(folder, wanted, {
      flat: prepared.entry.flat,
      keepValues: request.values !== false,
      isLast: request.iterations === 'last',
      maxBytes: request.limits?.maxBytes,
    });
    const outputValues = new Map<string, Tensor>();
    const outputNames = new Set(prepared.outputs.map(({ tensor }) => tensor));
    const absent: { name: string; message: string }[] = [];
    const receive = (name: string, tensor: Tensor, assembled?: Assembled): Promise<boolean> => {
      if (assembled?.isAbsent === true) {
        absent.push({ name, message: `"${name}" has no value: ${sentenceInside(assembled.note)}` });
        return Promise.resolve(true);
      }
      if (outputNames.has(name) && assembled?.stats === undefined) outputValues.set(name, tensor);
      return sink.take(name, tensor, assembled);
    };
    const publish = async (done: number): Promise<void> => {
      const rows = sink.takeRows();
      record.tensors.push(...rows);
      record.timings.run = performance.now() - start;
      // written first: who hears of a tensor may ask for its values
      if (done < prepared.wanted.length) await folder.writeManifest({ ...record.manifest(), partial: true });
      call.emit({ kind: 'tensors', tensors: rows });
      call.emit({ kind: 'stage', stage: 'run', done, total: prepared.wanted.length });
    };
    call.emit({ kind: 'stage', stage: 'run', done: 0, total: prepared.wanted.length });
    const given = await this.#answerFed(prepared, feeds, receive);
    const fetches = prepared.wanted.filter(({ name }) => !feeds.has(name));
    const isStatefulModel = isStateful(prepared.entry);
    if (isStatefulModel) {
      record.warnings.push({
        code: 'stateful',
        message: 'Runs of this model change its variables; they are set back to their stored values before each run.',
      });
    }
    const { failed, isPartial } = await capture(
      fetches.map(({ name, ref }) => ({ name, bytes: expectedBytes(prepared.entry.flat, ref, prepared.inputs) })),
      {
        session,
        feeds,
        receive,
        batchBytes: batchBytes(request.limits ?? {}),
        batchCount: Math.ceil(context.runtime.engine.maxFetches / session.mostParts),
        isStateful: isStatefulModel,
        signal: call.signal,
        onBatch: (done) => publish(given + done),
      },
    );
    await publish(prepared.wanted.length);
    record.partial = isPartial;
    record.warnings.push(...innerWarnings(record.tensors));
    record.skipped.push(
      ...failed.map(({ name, message }) => ({ name, reason: 'run-failed', message })),
      ...absent.map((each) => ({ reason: 'not-taken', ...each })),
    );
    if (failed.length > 0 && record.tensors.length === 0) throw new LensError('run-failed', failed[0]?.message ?? '');
    const outputs = prepared.outputs.map((output) => withValue(output, outputValues.get(output.tensor), [...failed, ...absent]));
    record.outputs = unjudged(
      outputs,
      isPartial
        ? 'The run stopped before all values were there.'
        : request.verify === false
          ? 'Verification was switched off.'
          : 'The run ended before the outputs were compared.',
    );
    return { outputs, failed };
  }

  /** A fed tensor cannot be fetched as well: its value is the one that was given. */
  async #answerFed(
    { wanted }: PreparedRun,
    feeds: ReadonlyMap<string, Tensor>,
    receive: (name: string, tensor: Tensor) => Promise<boolean>,
  ): Promise<number> {
    let count = 0;
    for (const { name } of wanted) {
      const value = feeds.get(name);
      if (value === undefined) continue;
      await receive(name, value);
      count += 1;
    }
    return count;
  }

  async #verify(prepared: PreparedRun, record: RunRecord, outputs: readonly CapturedOutput[]): Promise<void> {
    this.call.emit({ kind: 'stage', stage: 'verify' });
    const start = performance.now();
    record.outputs = await verifyOutputs(prepared.entry, this.context.runtime, prepared.inputs, outputs);
    record.timings.verify = performance.now() - start;
  }
}

function sentenceInside(note = ''): string {
  return note.charAt(0).toLowerCase() + note.slice(1);
}

/** What is to be said of tensors inside loops and branches, once for all to which it applies. */
function innerWarnings(tensors: readonly ManifestTensor[]): readonly Warning[] {
  const named = new Map<string, string[]>();
  for (const { name, note } of tensors) if (note !== undefined) named.set(note, [...(named.get(note) ?? []), name]);
  return [...named].map(([note, names]) => {
    const more = names.length > 1 ? ` (and ${names.length - 1} more)` : '';
    return { code: 'inner-value', message: `${names[0] ?? ''}${more}: ${note}` };
  });
}

function withValue(
  output: CapturedOutput,
  value: Tensor | undefined,
  failed: readonly { name: string; message: string }[],
): CapturedOutput {
  const failure = failed.find(({ name }) => name === output.tensor);
  return { ...output, value, ...(failure === undefined ? {} : { reason: failure.message }) };
}

/** What may be asked of the same session later: the plan then stays the same, and nothing has to be loaded again. */
function everythingFeasible(prepared: PreparedRun): readonly TensorRef[] {
  const { entry, feasible, inputs } = prepared;
  const fed = new Set(inputs.map(({ ref }) => tensorName(ref)));
  const free = runningTensors(entry.flat, fed).filter((ref) => !fed.has(tensorName(ref)) && feasible(ref) === undefined);
  return [...new Map([...free, ...wantedRefs(prepared)].map((ref) => [tensorName(ref), ref])).values()];
}

function wantedRefs({ inputs, wanted }: PreparedRun): readonly TensorRef[] {
  const fed = new Set(inputs.map(({ ref }) => tensorName(ref)));
  return wanted.map(({ ref }: WantedTensor) => ref).filter((ref) => !fed.has(tensorName(ref)));
}

/** What was asked for by name and cannot be had makes the run fail, after everything else was kept. */
function refuseOutright({ selection }: PreparedRun): void {
  const refused = selection.skipped.filter(({ outright }) => outright);
  const [first] = refused;
  if (first === undefined) return;
  const more = refused.length > 1 ? ` (and ${refused.length - 1} more)` : '';
  throw new LensError(
    'not-fetchable',
    `${first.message.replace(/\.$/, '')}${more}.`,
    'Select other tensors, or feed the tensor that is in the way with --feed TENSOR=SPEC.',
  );
}

/** What was asked for by name and TensorFlow could not compute makes the run fail too; so does a selection of which nothing was computed. */
function refuseFailed({ selection, inputs }: PreparedRun, failed: readonly FailedFetch[]): void {
  const messages = new Map(failed.map(({ name, message }) => [name, message]));
  const fed = new Set(inputs.map(({ ref }) => tensorName(ref)));
  const computed = selection.tensors.filter(({ name }) => !fed.has(name));
  const without = computed.filter(({ name }) => messages.has(name));
  const first = without.find(({ outright }) => outright) ?? (without.length === computed.length ? without[0] : undefined);
  if (first === undefined) return;
  const count = without.length > 1 ? `${without.length} of ${computed.length} selected tensors have` : `${first.name} has`;
  throw new LensError('run-failed', `${count} no value: ${messages.get(first.name) ?? ''}`);
}
