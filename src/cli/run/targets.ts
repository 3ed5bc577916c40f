import { open, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { RunOptions } from './runOptions.ts';
import { notYet } from '../commands/notYet.ts';
import { LensError } from '../../core/errors.ts';
import { readManifest } from '../../node/runStore.ts';

/** Refuses a place inside the model's directory, links followed: nothing is ever written there. */
export async function refuseInsideModel(flag: string, target: string, modelDirectory: string): Promise<void> {
  const inside = path.relative(await realpath(modelDirectory), await realpathOfNearest(target));
  if (inside === '' || (inside !== '..' && !inside.startsWith(`..${path.sep}`) && !path.isAbsolute(inside))) {
    throw new LensError(
      'output-exists',
      `${flag} ${target} lies inside the model's directory, which is never written to.`,
      'Choose a place outside it.',
    );
  }
}

/** Refuses a folder that holds something already, unless that is a dump that may be replaced, or a path that is no folder. */
export async function refuseUnlessNew(flag: string, folder: string, overwrite: boolean): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isDirectory()) throw new LensError('output-exists', `${flag} ${folder} is a file.`, 'Name a new or empty folder.');
  const entries = await readdir(folder);
  if (entries.length === 0) return;
  const isDump = await readManifest(folder).then(
    () => true,
    () => false,
  );
  if (isDump && overwrite) return;
  const hint = isDump ? 'Name a new or empty folder, or add --overwrite to replace this dump.' : 'Name a new or empty folder.';
  throw new LensError(
    'output-exists',
    `${flag} ${folder} is not empty: it holds ${entries[0] ?? ''}${entries.length > 1 ? ' and more' : ''}.`,
    hint,
  );
}

/** `--out` names a folder; who writes `x.npz` means a file. */
function refuseFileName(folder: string): void {
  const { dir, name, ext } = path.parse(folder);
  if (!/^\.(?:npz|npy|csv|json|safetensors|parquet)$/i.test(ext)) return;
  throw new LensError(
    'usage',
    `--out ${folder} has the name of a file, but a dump is a folder.`,
    `Write --out ${path.join(dir, name)}: the values are then in its activations.npz.`,
  );
}

/** Refuses a file that something else has written; an earlier one of ours is replaced. */
export async function refuseForeignFile(flag: string, file: string, isOurs: (text: string) => boolean): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) return;
  const text = found.isFile() ? await startOf(file) : '';
  if (found.isFile() && (found.size === 0 || isOurs(text))) return;
  const what = found.isDirectory() ? 'is a folder' : 'is there already and was not written by this command';
  throw new LensError('output-exists', `${flag} ${file} ${what}.`, 'Name a new file.');
}

/** Characters that tell what a file is. */
const START = 65_536;

async function startOf(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(START), 0, START, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

function isReport(text: string): boolean {
  return text.startsWith('<!doctype html>') && text.includes('<title>Activations of ');
}

function isRunFile(text: string): boolean {
  return /^\s*\{/.test(text) && /"(?:schema|inputs|select)"\s*:/.test(text);
}

/** Real path of the deepest part that exists, with the rest appended. */
async function realpathOfNearest(target: string): Promise<string> {
  try {
    return await realpath(target);
  } catch {
    const parent = path.dirname(target);
    return parent === target ? target : path.join(await realpathOfNearest(parent), path.basename(target));
  }
}

/** Where a run writes to, checked. */
export interface RunTargets {
  readonly out?: string;
  /** the run's own folder is the dump (`--format npy`), nothing is converted */
  readonly isRunFolder: boolean;
  readonly report?: string;
  readonly saveRun?: string;
}

/** Absolute places of --out, --report and --save-run; refuses what must not be written to before anything runs. */
export async function prepareTargets(options: RunOptions, cwd: string, model: string): Promise<RunTargets> {
  const place = (option: string | undefined): string | undefined =>
    option === undefined ? undefined : path.resolve(cwd, option);
  const [out, report, saveRun] = [place(options.out), place(options.report), place(options.saveRun)];
  if (UNAVAILABLE.has(options.format ?? 'npz')) throw notYet(`--format ${options.format ?? ''}`, 'Choose npz, npy or stats.');
  if (out !== undefined) refuseFileName(out);
  const found = await stat(model).catch(() => undefined);
  if (found !== undefined) {
    const modelDirectory = found.isDirectory() ? model : path.dirname(model);
    if (out !== undefined) await refuseInsideModel('--out', out, modelDirectory);
    if (report !== undefined) await refuseInsideModel('--report', report, modelDirectory);
    if (saveRun !== undefined) await refuseInsideModel('--save-run', saveRun, modelDirectory);
  }
  if (out !== undefined) await refuseUnlessNew('--out', out, options.overwrite === true);
  if (report !== undefined) await refuseForeignFile('--report', report, isReport);
  if (saveRun !== undefined) await refuseForeignFile('--save-run', saveRun, isRunFile);
  return {
    ...(out === undefined ? {} : { out }),
    // an earlier dump goes only when the new one is complete
    isRunFolder: options.format === 'npy' && options.overwrite !== true,
    ...(report === undefined ? {} : { report }),
    ...(saveRun === undefined ? {} : { saveRun }),
  };
}

const UNAVAILABLE: ReadonlySet<string> = new Set(['csv', 'safetensors', 'parquet']);
