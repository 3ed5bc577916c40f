import type * as vscode from 'vscode';
import type { ActiveRuns } from './model/activeRuns.ts';
import type { CheckedLayers } from './model/checkedLayers.ts';
import type { LastActivations } from './model/lastActivation.ts';
import type { ModelRegistry } from './model/modelRegistry.ts';
import type { RunHistory } from './model/runHistory.ts';
import type { LinkTargets } from './editor/linkTargets.ts';
import type { PanelManager } from './panel/panelManager.ts';

/** What models and panels need; made once by `activate`. */
export interface BaseServices {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly models: ModelRegistry;
  readonly history: RunHistory;
  readonly active: ActiveRuns;
  readonly checked: CheckedLayers;
  readonly last: LastActivations;
  readonly links: LinkTargets;
}

/** What the features share. */
export interface Services extends BaseServices {
  readonly panels: PanelManager;
}
