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
import { saveRun } from './saveRun.ts';
import { prepareTargets } from './targets.ts';
import type { RunTargets } from './targets.ts';
import { runExitCode, verdictLine } from './verdict.ts';
import type { Invocation } from '../command.ts';
import type { ExitCode } from '../context.ts';
import { modelPath } from '../options.ts';
import { LensError } from '../../core/errors.ts';
import type { Manifest } from '../../core/run/manifest.ts';
import { parseRunFile } from '../../core/run/runFile.ts';
import { startWorker } from '../../node/startWorker.ts';
import type { ModelWorker } from '../../node/startWorker.ts';

/** `run`: one run in a worker process, its tensors and outputs printed, dumped, reported as asked. */
export async function runModel(invocation: Invocation): Promise<ExitCode> {
  const { context, console } = invocation;
  const options: RunOptions = invocation.options;
  const wish = readRunOptions(options, context.cwd);
  const job = { model: modelPath(invocation), options, threshold: printThreshold(options.print) };
  if (context.workerFile === undefined) throw new LensError('internal', 'No worker program is set.', 'Start the command line from its own file.');
  // started first: the process comes up while the arguments are looked at
  const worker = startWorker({ workerFile: context.workerFile, env: { ...context.env }, ...(console.verbose ? { onLog: (line) => { console.note(line); } } : {}) });
  let folder: RunFolder | undefined;
  try {
    const targets = await prepareTargets(options, context.cwd, job.model);
    folder = targets.isRunFolder && targets.out !== undefined ? keptRunFolder(targets.out) : await temporaryRunFolder({ ...context.env });
    const request = await withRunFile(wish, options.runFile, context.cwd);
    return await runJob(invocation, worker, { ...job, request, targets, directory: folder.directory });
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
}

async function runJob({ context, console }: Invocation, worker: ModelWorker, job: RunJob): Promise<ExitCode> {
  const { options, request, targets, directory } = job;
  const signal = context.signal === undefined ? {} : { signal: context.signal };
  const progress = new RunProgress(console.showsProgress, (context.env?.['NO_COLOR'] ?? '') !== '');
  try {
    const labels = options.labels === undefined ? undefined : await readLabels(path.resolve(context.cwd, options.labels));
    await worker.call('open', { path: job.model, engine: options.engine ?? 'auto' }, signal);
    const live = new LiveOutput(console, progress, { directory, threshold: job.threshold });
    const manifest = await worker.call('run', { ...request, directory }, { ...signal, onEvent: (event) => { live.onEvent(event); } });
    await live.print(manifest.tensors);
    const rankings = await outputRankings(manifest, directory, labels);
    if (targets.out !== undefined && !targets.isRunFolder) {
      await worker.call('dump', { directory, target: targets.out, format: options.format ?? 'npz' }, signal);
    }
    progress.stop();
    if (targets.report !== undefined) await (await import('../report/writeReport.ts')).writeReport(targets.report, manifest, directory, rankings);
    if (targets.saveRun !== undefined) await saveRun(targets.saveRun, request);
    if (console.json) console.document(manifest);
    else console.lines([...rankingLines(rankings, console.out), '', verdictLine(manifest.outputs, console.out)]);
    tell(manifest, targets, console);
    return runExitCode(manifest);
  } finally {
    progress.stop();
  }
}

/** Warnings, what was left out, times and where things were written: all on standard error. */
function tell(manifest: Manifest, targets: RunTargets, console: Invocation['console']): void {
  for (const { message } of manifest.warnings) console.warn(message);
  const [first] = manifest.skipped;
  if (first !== undefined) console.note(`${manifest.skipped.length} skipped: ${first.message}${manifest.skipped.length > 1 ? ' The manifest lists all.' : ''}`);
  for (const [stage, milliseconds] of Object.entries(manifest.timings)) console.timing(stage, Number(milliseconds));
  for (const target of [targets.out, targets.report, targets.saveRun]) if (target !== undefined) console.note(`written: ${target}`);
}

async function withRunFile(wish: RunWish, option: string | undefined, cwd: string): Promise<RunWish> {
  if (option === undefined) return wish;
  const file = path.resolve(cwd, option);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new LensError('not-found', `The run file ${file} cannot be read.`, 'Check the path.', { cause });
  });
  return mergeRunFile(wish, parseRunFile(text, file), path.dirname(file));
}
