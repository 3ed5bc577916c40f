import * as vscode from 'vscode';
import type { EntryChoice, FunctionRow, LayerRow, OpOutputRow, OpRow, VariableRow } from '../../rpc/modelService.ts';
import type { OpenModel } from '../model/openModel.ts';

interface Base {
  /** path from the root, stable over refreshes */
  readonly id: string;
  readonly parent: TreeNode | undefined;
  readonly model: OpenModel;
}

/** A row about one entry point, or inside one. */
interface InEntry extends Base {
  readonly choice: EntryChoice;
}

/** An open model. */
export interface ModelNode extends Base {
  readonly kind: 'model';
}
/** A signature, or a function that only the object graph knows. */
export interface EntryNode extends InEntry {
  readonly kind: 'entry';
  readonly label: string;
  readonly isFunction: boolean;
}
/** A layer; `position` is its place in the list of layers. */
export interface LayerNode extends InEntry {
  readonly kind: 'layer';
  readonly entry: EntryNode;
  readonly row: LayerRow;
  readonly position: number;
  readonly hasInner: boolean;
}
/** All ops of an entry point, those outside of layers too; `isAll`: it has no layers. */
export interface OpsNode extends InEntry {
  readonly kind: 'ops';
  readonly isAll: boolean;
}
/** An op of the flat graph. */
export interface OpNode extends InEntry {
  readonly kind: 'op';
  readonly row: OpRow;
}
/** What a loop or branch runs. */
export interface BodyNode extends InEntry {
  readonly kind: 'body';
  readonly label: string;
  readonly inside: string;
  readonly isLoop: boolean;
}
/** An output of an op that has several. */
export interface TensorNode extends InEntry {
  readonly kind: 'tensor';
  readonly row: OpOutputRow;
  readonly op: string;
}
/** Variables, functions, assets, warnings. */
export interface GroupNode extends Base {
  readonly kind: 'group';
  readonly group: Group;
  readonly tags: string;
  readonly parts: GroupParts;
}
/** A stored variable. */
export interface VariableNode extends Base {
  readonly kind: 'variable';
  readonly row: VariableRow;
}
/** An asset or a warning. */
export interface ItemNode extends Base {
  readonly kind: 'item';
  readonly label: string;
  readonly description: string;
  readonly icon: string;
}
/** Ends a page of a long list; opened, it shows the next. */
export interface MoreNode extends Base {
  readonly kind: 'more';
  readonly shown: number;
  readonly total: number;
}
/** Why a row's children cannot be had. */
export interface ProblemNode extends Base {
  readonly kind: 'problem';
  readonly message: string;
}

/** Any row of the models view. */
export type TreeNode =
  | ModelNode
  | EntryNode
  | LayerNode
  | OpsNode
  | OpNode
  | BodyNode
  | TensorNode
  | GroupNode
  | VariableNode
  | ItemNode
  | MoreNode
  | ProblemNode;

/** What else a model has. */
export type Group = 'variables' | 'functions' | 'assets' | 'warnings';

/** What a group lists; one of them has members. */
export interface GroupParts {
  readonly variables?: readonly VariableRow[];
  readonly functions?: { readonly tagSet: readonly string[]; readonly rows: readonly FunctionRow[] };
  readonly items?: readonly { readonly label: string; readonly description: string; readonly icon: string }[];
}

/** `[?, 28, 28, 8]`; of a tensor inside loops `[iteration, 28]` */
export function shapeText(shape: readonly number[] | null, axes: readonly string[] = []): string {
  return shape === null ? '?' : `[${shape.map((size, i) => axes[i] ?? (size < 0 ? '?' : String(size))).join(', ')}]`;
}

/** Children beyond this many end in *Show more*. */
export const PAGE = 500;

/** Title and icon of a group of a model's other parts. */
export function groupTitle(group: Group): readonly [string, string] {
  switch (group) {
    case 'variables':
      return [vscode.l10n.t('Variables'), 'symbol-variable'];
    case 'functions':
      return [vscode.l10n.t('Functions'), 'symbol-function'];
    case 'assets':
      return [vscode.l10n.t('Assets'), 'file'];
    case 'warnings':
      return [vscode.l10n.t('Warnings'), 'warning'];
  }
}

/** Number of members. */
export function groupSize({ variables, functions, items }: GroupParts): number {
  return variables?.length ?? functions?.rows.length ?? items?.length ?? 0;
}
