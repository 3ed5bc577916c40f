import type { ManifestTensor } from '../../core/run/manifest.ts';
import { modelTitle } from '../model/modelTitle.ts';
import type { KeptRun } from '../model/runHistory.ts';

/** The runs of one model; `model` is the fsPath of its folder. */
export interface RunGroupNode {
  readonly kind: 'group';
  readonly id: string;
  readonly model: string;
  /** name of the model, with where it is when another has the same */
  readonly title: string;
  readonly runs: readonly KeptRun[];
}
/** One run. */
export interface RunNode {
  readonly kind: 'run';
  readonly id: string;
  readonly run: KeptRun;
  readonly parent: RunGroupNode | undefined;
}
/** Inputs, limits, checks or tensors of a run. */
export interface RunPartNode {
  readonly kind: 'part';
  readonly id: string;
  readonly part: 'inputs' | 'tensors' | 'outputs' | 'limits';
  readonly count: number;
  readonly parent: RunNode;
}
/** A tensor that a run kept. */
export interface RunTensorNode {
  readonly kind: 'tensor';
  readonly id: string;
  readonly tensor: ManifestTensor;
  readonly parent: RunPartNode;
}
/** A line that says something of a run. */
export interface RunLineNode {
  readonly kind: 'line';
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly parent: RunTreeNode;
}
/** Ends a page of tensors. */
export interface RunMoreNode {
  readonly kind: 'more';
  readonly id: string;
  readonly shown: number;
  readonly total: number;
  readonly parent: RunPartNode;
}

/** Any row of the runs view. */
export type RunTreeNode = RunGroupNode | RunNode | RunPartNode | RunTensorNode | RunLineNode | RunMoreNode;

/** The run that a row belongs to. */
export function runOf(node: RunTreeNode): KeptRun | undefined {
  for (let at: RunTreeNode | undefined = node; at !== undefined; at = 'parent' in at ? at.parent : undefined)
    if (at.kind === 'run') return at.run;
  return undefined;
}

/** `just now`, `12 minutes ago`, then the date: the unit and how many of it. */
export function ageOf(
  when: string,
  now: number,
): { readonly unit: 'second' | 'minute' | 'hour' | 'day'; readonly count: number } {
  const seconds = Math.max(0, Math.round((now - Date.parse(when)) / 1000));
  if (seconds < 60) return { unit: 'second', count: seconds };
  if (seconds < 3600) return { unit: 'minute', count: Math.floor(seconds / 60) };
  if (seconds < 86_400) return { unit: 'hour', count: Math.floor(seconds / 3600) };
  return { unit: 'day', count: Math.floor(seconds / 86_400) };
}

/** Runs by model, in the order in which each model ran last. */
export function groupRuns(runs: readonly KeptRun[]): RunGroupNode[] {
  const groups = new Map<string, KeptRun[]>();
  for (const run of runs) {
    const known = groups.get(run.model);
    if (known === undefined) groups.set(run.model, [run]);
    else known.push(run);
  }
  const models = [...groups.keys()];
  return [...groups].map(([model, members]) => ({
    kind: 'group',
    id: model,
    model,
    title: modelTitle(model, models),
    runs: members,
  }));
}
