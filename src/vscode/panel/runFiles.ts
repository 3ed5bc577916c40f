import { readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import * as vscode from 'vscode';
import { LensError } from '../../core/errors.ts';
import { movedSpec } from '../../core/inputs/spec.ts';
import { parseRunFile, runFileOf, type RunFile } from '../../core/run/runFile.ts';
import { refuseNetworkPath } from '../../node/inputs/inputFile.ts';
import type { InputBinding } from '../../rpc/modelService.ts';
import type { OpenedRunFile, RunForm } from '../../rpc/panelService.ts';
import { requireOutside } from '../model/outsideModel.ts';
import type { OpenModel } from '../model/openModel.ts';

const LARGEST = 16 * 1024 ** 2;
const FILTERS = { 'Run files': ['json'] };

/** Asks for a run file and reads it. Files outside the workspace are used only when the person says so. */
export async function openRunFile(model: OpenModel): Promise<OpenedRunFile | undefined> {
  const picked = await vscode.window.showOpenDialog({
    canSelectMany: false,
    defaultUri: vscode.Uri.joinPath(model.uri, '..'),
    filters: FILTERS,
    openLabel: vscode.l10n.t('Open Run File'),
  });
  const path = picked?.[0]?.fsPath;
  if (path === undefined) return undefined;
  if ((await stat(path)).size > LARGEST)
    throw new LensError('bad-run-file', `The run file ${path} is larger than ${LARGEST} bytes.`);
  const { form, files } = formOf(parseRunFile(await readFile(path, 'utf8'), path), dirname(path));
  const outside = files.filter((file) => vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file)) === undefined);
  if (outside.length > 0 && !(await allowsOutside(outside))) return undefined;
  return { path, form };
}

function formOf(run: RunFile, folder: string): { readonly form: RunForm; readonly files: readonly string[] } {
  const files: string[] = [];
  const whole = (file: string): string => {
    refuseNetworkPath(file);
    const full = resolve(folder, file);
    files.push(full);
    return full;
  };
  const bindings = (specs: RunFile['inputs']): InputBinding[] =>
    Object.entries(specs ?? {}).map(([name, spec]) => ({ name, spec: movedSpec(spec, whole) }));
  const { tagSet, signature, function: path, select = [], inputsFile, inputs, feeds, dims = {}, batch, iterations, limits } = run;
  const entry = {
    ...(tagSet === undefined ? {} : { tagSet }),
    ...(signature === undefined ? {} : { signature }),
    ...(path === undefined ? {} : { function: path }),
  };
  const form: RunForm = {
    entry,
    select,
    inputs: bindings(inputs),
    feeds: bindings(feeds),
    dims,
    ...(inputsFile === undefined ? {} : { inputsFile: whole(inputsFile) }),
    ...(batch === undefined ? {} : { batch }),
    ...(iterations === undefined ? {} : { iterations }),
    ...(limits === undefined ? {} : { limits }),
  };
  return { form, files };
}

async function allowsOutside(files: readonly string[]): Promise<boolean> {
  const use = vscode.l10n.t('Use Them');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('This run file names files outside the workspace.'),
    { modal: true, detail: [...files.slice(0, 10), ...(files.length > 10 ? ['…'] : [])].join('\n') },
    use,
  );
  return answer === use;
}

/** Asks where, and writes the form as a run file, with paths relative to it. */
export async function saveRunFile(model: OpenModel, form: RunForm): Promise<string | undefined> {
  const name = `${model.name.replace(/[^\w.-]/g, '-')}.run.json`;
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(join(dirname(model.uri.fsPath), name)),
    filters: FILTERS,
    title: vscode.l10n.t('Save Run File'),
  });
  if (target === undefined) return undefined;
  const folder = dirname(target.fsPath);
  requireOutside(model.uri, target.fsPath);
  const { entry, ...asked } = form;
  const run = runFileOf({ ...entry, ...asked }, (file, base) =>
    relative(folder, resolve(base ?? folder, file))
      .split(sep)
      .join('/'),
  );
  await writeFile(target.fsPath, `${JSON.stringify(run, undefined, 2)}\n`);
  return target.fsPath;
}
