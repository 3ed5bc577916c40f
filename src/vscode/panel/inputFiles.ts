import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { LensError } from '../../core/errors.ts';
import { refuseNetworkPath } from '../../node/inputs/inputFile.ts';

interface Chosen {
  readonly spec: string;
  readonly label: string;
}

/** A file dropped from outside the workbench comes as bytes; more than this is chosen by the button instead. */
const MAX_DROPPED = 256 * 1024 ** 2;

const FILTERS: Readonly<Record<string, Readonly<Record<string, string[]>>>> = {
  tensor: {
    'Tensors, images, sound, tables': ['npy', 'npz', 'png', 'jpg', 'jpeg', 'wav', 'csv', 'json', 'txt'],
    'All files': ['*'],
  },
  inputs: { 'All inputs: npz, JSON, warm-up requests': ['npz', 'json'], 'All files': ['*'] },
  labels: { 'Labels, one a line': ['txt', 'csv', 'names'], 'All files': ['*'] },
};

/** Asks for a file on the machine where the model runs. */
export async function pickInputFile(kind: string, model: vscode.Uri): Promise<Chosen | undefined> {
  const picked = await vscode.window.showOpenDialog({
    canSelectMany: false,
    defaultUri: vscode.Uri.joinPath(model, '..'),
    filters: { ...(FILTERS[kind] ?? {}) },
  });
  const path = picked?.[0]?.fsPath;
  return path === undefined ? undefined : { spec: path, label: basename(path) };
}

/** Takes a dropped file: its path when the workbench knows it, else a copy in the extension's storage. */
export async function dropFile(
  request: { readonly uri?: string; readonly name?: string; readonly bytes?: Uint8Array },
  context: vscode.ExtensionContext,
): Promise<Chosen> {
  if (request.uri !== undefined) {
    const uri = vscode.Uri.parse(request.uri, true);
    if (uri.scheme !== 'file' && uri.scheme !== 'vscode-remote')
      throw new LensError(
        'bad-input-file',
        `“${uri.toString()}” is not a file on this machine.`,
        'Save it to disk and choose it there.',
      );
    refuseNetworkPath(uri.fsPath);
    return { spec: uri.fsPath, label: basename(uri.fsPath) };
  }
  const { bytes, name = 'dropped' } = request;
  if (bytes === undefined || bytes.length > MAX_DROPPED)
    throw new LensError('bad-input-file', `“${name}” is too large to be dropped.`, 'Choose it with “File…”.');
  // Files of the same name are kept apart by what is in them: a run that was given one must find it again.
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const folder = join((context.storageUri ?? context.globalStorageUri).fsPath, 'dropped', hash);
  await mkdir(folder, { recursive: true });
  const path = join(folder, basename(name).replace(/[^\w.-]/g, '_'));
  await writeFile(path, bytes);
  return { spec: path, label: basename(name) };
}
