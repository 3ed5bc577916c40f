import * as vscode from 'vscode';
import { LIBRARY_VARIABLE } from '../node/libtensorflow.ts';
import type { RunLimits } from '../rpc/modelService.ts';
import { SETTINGS } from './ids.ts';

function read(setting: string, scope?: vscode.Uri): unknown {
  return vscode.workspace.getConfiguration(undefined, scope).get<unknown>(setting);
}

/** Which engine runs models. */
export function engineSetting(): 'auto' | 'tfjs-node' | 'capi' {
  const value = read(SETTINGS.engine);
  return value === 'tfjs-node' || value === 'capi' ? value : 'auto';
}

/** Environment for a worker: ours, and the library that the (machine-scoped) setting names. */
export function workerVariables(): NodeJS.ProcessEnv {
  const library = read(SETTINGS.libtensorflow);
  return typeof library === 'string' && library !== '' ? { ...process.env, [LIBRARY_VARIABLE]: library } : process.env;
}

/** Limits of a run of the model in a folder: bytes and seconds. */
export function runLimits(model: vscode.Uri): RunLimits {
  const maxBytes = read(SETTINGS.maxBytes, model);
  const timeout = read(SETTINGS.timeout, model);
  return {
    ...(typeof maxBytes === 'number' && maxBytes > 0 ? { maxBytes } : {}),
    ...(typeof timeout === 'number' && timeout > 0 ? { timeout } : {}),
  };
}

/** Most bytes of all runs that are kept. */
export function keptBytes(): number {
  const bytes = read(SETTINGS.keptBytes);
  return typeof bytes === 'number' && bytes > 0 ? bytes : Infinity;
}
