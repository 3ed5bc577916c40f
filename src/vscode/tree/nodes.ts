import * as vscode from 'vscode';
import type { EntryChoice, LayerRow, OpRow } from '../../rpc/modelService.ts';
import type { OpenModel } from '../model/openModel.ts';

interface Base {
  /** path from the root, stable over refreshes */
  readonly id: string;
  readonly parent: TreeNode | undefined;
  readonly model: OpenModel;
}

export interface ModelNode extends Base { readonly kind: 'model' }
export interface EntryNode extends Base { readonly kind: 'entry'; readonly choice: EntryChoice; readonly label: string }
export interface LayerNode extends Base { readonly kind: 'layer'; readonly choice: EntryChoice; readonly row: LayerRow; readonly hasChildren: boolean }
export interface OpNode extends Base { readonly kind: 'op'; readonly choice: EntryChoice; readonly row: OpRow }
export interface TensorNode extends Base { readonly kind: 'tensor'; readonly choice: EntryChoice; readonly row: OpRow['outputs'][number] }
/** Variables, functions, assets, warnings */
export interface GroupNode extends Base { readonly kind: 'group'; readonly group: 'variables' | 'functions' | 'assets' | 'warnings'; readonly items: readonly ItemText[] }
export interface ItemNode extends Base { readonly kind: 'item'; readonly text: ItemText; readonly icon: string }
export interface MoreNode extends Base { readonly kind: 'more'; readonly shown: number; readonly total: number }
export interface ProblemNode extends Base { readonly kind: 'problem'; readonly message: string }

export type TreeNode = ModelNode | EntryNode | LayerNode | OpNode | TensorNode | GroupNode | ItemNode | MoreNode | ProblemNode;

export interface ItemText {
  readonly label: string;
  readonly description: string;
}

/** `[?, 28, 28, 8]` */
export function shapeText(shape: readonly number[] | null): string {
  return shape === null ? '?' : `[${shape.map((size) => (size < 0 ? '?' : String(size))).join(', ')}]`;
}

/** Children beyond this many end in *Show more*. */
export const PAGE = 500;

/** Title and icon of a group of a model's other parts. */
export function groupTitle(group: GroupNode['group']): readonly [string, string] {
  switch (group) {
    case 'variables': return [vscode.l10n.t('Variables'), 'symbol-variable'];
    case 'functions': return [vscode.l10n.t('Functions'), 'symbol-function'];
    case 'assets': return [vscode.l10n.t('Assets'), 'file'];
    case 'warnings': return [vscode.l10n.t('Warnings'), 'warning'];
  }
}
