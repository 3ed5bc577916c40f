import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readLabels } from './labels.ts';
import { LiveOutput } from './liveOutput.ts';
import { outputRankings } from './outputRankings.ts';
import { printThreshold } from './printOption.ts';
import { RunProgress } from './progress.ts';
import { rankingLines } from './rankingLines.ts';
import { keptRunFolder, temporaryRunFolder } from './runFolder.ts';
import type { RunFolder } from './runFolder.ts';
import { mergeRunFile, readRunOptions } from './runOptions.ts';
import type { RunOptions, RunWish } from './runOptions.ts';
import { nameSoleInput } from './soleInput.ts';
import { saveRun } from './saveRun.ts';
import { prepareTargets } from './targets.ts';
import type { RunTargets } from './targets.ts';
import { nanLine, runExitCode, verdictLine } from './verdict.ts';
import { inWordsOfTheUser, limitFailure } from './stopped.ts';
import { weightsFailure } from './weightsFailure.ts';
import type { Invocation } from '../command.ts';
import type { ExitCode } from '../context.ts';
import { modelPath } from '../options.ts';
import { choiceNotes } from '../choiceNotes.ts';
import { LensError } from '../../core/errors.ts';
import type { Warning } from '../../core/errors.ts';
import type { Manifest } from '../../core/run/manifest.ts';
import { parseRunFile } from '../../core/run/runFile.ts';
import { startWorker } from '../../node/startWorker.ts';
import { dumpRun } from '../../node/dumpRun.ts';
import { readManifest } from '../../node/runStore.ts';
import type { ModelWorker } from '../../node/startWorker.ts';
import type { RunEvent } from '../../rpc/modelService.ts';

/** `run`: one run in a worker process, its tensors and outputs printed, dumped, reported as asked. */
export async function runModel(invocation: Invocation): Promise<ExitCode> {
  const { context, console } = invocation;
  const options: RunOptions = invocation.options;
  const wish = readRunOptions(options, context.cwd);
  const threshold = printThreshold(options.print);
  const job = { model: modelPath(invocation), options, threshold };
  if (console.json && threshold !== undefined) console.warn('--print prints nothing beside --json: write the values with --out.');
  if (context.workerFile === undefined)
    throw new LensError('internal', 'No worker program is set.', 'Start the command line from its own file.');
  const { signal, workerFile } = context;
  // started first: the process comes up while the arguments are looked at
  const worker = startWorker({
    workerFile,
    env: { ...context.env },
    ...(console.verbose
      ? {
          onLog: (line) => {
            console.note(line);
          },
        }
      : {}),
  });
  let folder: RunFolder | undefined;
  try {
    const targets = await prepareTargets(options, context.cwd, job.model);
    folder =
      targets.isRunFolder && targets.out !== undefined
        ? keptRunFolder(targets.out)
        : await temporaryRunFolder({ ...context.env });
    const request = await withRunFile(wish, options.runFile, context.cwd);
    return await runJob(invocation, worker, { ...job, signal, request, targets, directory: folder.directory });
  } finally {
    worker.kill();
    await folder?.dispose();
  }
}

interface RunJob {
  readonly model: string;
  readonly options: RunOptions;
  readonly threshold: number | undefined;
  readonly request: RunWish;
  readonly targets: RunTargets;
  readonly directory: string;
  /** aborted by Ctrl-C */
  readonly signal: AbortSignal | undefined;
}

async function runJob(invocation: Invocation, worker: ModelWorker, job: RunJob): Promise<ExitCode> {
  const { context, console } = invocation;
  const { options, targets, directory } = job;
  const progress = new RunProgress(console.showsProgress, (context.env?.['NO_COLOR'] ?? '') !== '');
  try {
    const labels = options.labels === undefined ? undefined : await readLabels(path.resolve(context.cwd, options.labels));
    const live = new LiveOutput(console, progress, { directory, threshold: job.threshold });
    const ended = await runToEnd(invocation, worker, job, (event) => {
      live.onEvent(event);
    });
    const { manifest, failure } = ended;
    await live.print(manifest);
    const rankings = await outputRankings(manifest, directory, labels);
    if (targets.out !== undefined && !targets.isRunFolder)
      await dumpRun({ directory, target: targets.out, format: options.format ?? 'npz', overwrite: options.overwrite === true });
    progress.stop();
    if (targets.report !== undefined)
      await (await import('../report/writeReport.ts')).writeReport(targets.report, manifest, directory, rankings);
    if (targets.saveRun !== undefined) await saveRun(targets.saveRun, ended.request);
    if (!console.json) console.lines([...rankingLines(rankings, console.out), '', verdictLine(manifest.outputs, console.out)]);
    tell(ended, targets, console);
    if (failure !== undefined) throw failure;
    if (console.json) console.document(await documentOf(manifest, targets));
    return runExitCode(manifest);
  } finally {
    progress.stop();
  }
}

interface Ended {
  readonly manifest: Manifest;
  readonly warnings: readonly Warning[];
  /** with every input named */
  readonly request: RunWish;
  readonly failure: LensError | undefined;
}

/**
 * Opens and runs. A failure that left finished tensors behind (a tensor named outright that cannot be fetched, a limit, Ctrl-C)
 * comes with their manifest.
 */
async function runToEnd(
  { console }: Invocation,
  worker: ModelWorker,
  { model, options, request, directory, signal }: RunJob,
  onEvent: (event: RunEvent) => void,
): Promise<Ended> {
  const given = signal === undefined ? {} : { signal };
  const timeout = request.limits?.timeout;
  const warnings: Warning[] = [];
  let named = request;
  try {
    const opened = await worker.call('open', { path: model, engine: options.engine ?? 'auto' }, given);
    warnings.push(...distinct(opened.metaGraphs.flatMap((metaGraph) => metaGraph.warnings)));
    for (const note of choiceNotes(opened, request)) console.note(note);
    named = nameSoleInput(request, opened);
    const manifest = await worker.call(
      'run',
      { ...named, directory },
      { ...given, onEvent, ...(timeout === undefined ? {} : { timeoutMs: timeout * 1000 }) },
    );
    return { manifest, warnings, request: named, failure: limitFailure(manifest) ?? weightsFailure(manifest, warnings) };
  } catch (error) {
    if (!(error instanceof LensError)) throw error;
    const failure = inWordsOfTheUser(error, timeout, signal);
    const manifest = await readManifest(directory).catch(() => undefined);
    if (manifest === undefined || manifest.tensors.length === 0) throw failure;
    return { manifest, warnings, request: named, failure };
  }
}

/** The manifest as it lies in the dump; without one no value was kept in a file. */
async function documentOf(manifest: Manifest, { out }: RunTargets): Promise<Manifest> {
  return out === undefined
    ? { ...manifest, tensors: manifest.tensors.map((tensor) => ({ ...tensor, file: null })) }
    : readManifest(out);
}

/** Each warning once: every metagraph has those of the whole model. */
function distinct(warnings: readonly Warning[]): Warning[] {
  return [...new Map(warnings.map((warning) => [warning.message, warning])).values()];
}

/** Warnings, what was left out, times and where things were written: all on standard error. */
function tell({ manifest, warnings, failure }: Ended, targets: RunTargets, console: Invocation['console']): void {
  for (const { message } of [...warnings, ...manifest.warnings]) console.warn(message);
  const nan = nanLine(manifest);
  if (nan !== undefined) console.warn(nan);
  const skipped = manifest.skipped.filter(({ message }) => failure?.message.includes(message) !== true);
  const [first] = skipped;
  if (first !== undefined)
    console.note(`${skipped.length} skipped: ${first.message}${skipped.length > 1 ? ' The manifest lists all.' : ''}`);
  for (const [stage, milliseconds] of Object.entries(manifest.timings)) console.timing(stage, Number(milliseconds));
  for (const target of [targets.out, targets.report, targets.saveRun])
    if (target !== undefined) console.note(`written: ${target}`);
}

async function withRunFile(wish: RunWish, option: string | undefined, cwd: string): Promise<RunWish> {
  if (option === undefined) return wish;
  const file = path.resolve(cwd, option);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new LensError('not-found', `The run file ${file} cannot be read.`, 'Check the path.', { cause });
  });
  return mergeRunFile(wish, parseRunFile(text, file), path.dirname(file));
}
