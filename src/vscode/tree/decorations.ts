import * as vscode from 'vscode';
import { flagOf } from '../editor/statsLine.ts';
import { LAYER_SCHEME } from '../ids.ts';
import type { Services } from '../services.ts';

/** Marks layers of the tree after a run: NaN and Inf as errors, dead and constant ones as warnings. */
export class LayerDecorations implements vscode.FileDecorationProvider, vscode.Disposable {
  readonly #onDidChange = new vscode.EventEmitter<undefined>();
  readonly onDidChangeFileDecorations = this.#onDidChange.event;

  constructor(private readonly services: Services) {}

  refresh(): void {
    this.#onDidChange.fire(undefined);
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== LAYER_SCHEME) return undefined;
    const id = decodeURIComponent(uri.path.slice(1));
    const model = this.services.models.all.find((each) => id.startsWith(`${each.uri.toString()}#`));
    const row = model?.knownDefaultLayers?.layers.find((each) => id.endsWith(`/${each.path}`));
    const tensor = model === undefined || row === undefined ? undefined : this.services.last.of(model, row);
    const flag = tensor === undefined ? undefined : flagOf(tensor);
    if (flag === undefined) return undefined;
    return new vscode.FileDecoration(flag.isError ? '!' : '○', flag.word, new vscode.ThemeColor(flag.isError ? 'list.errorForeground' : 'list.warningForeground'));
  }

  dispose(): void {
    this.#onDidChange.dispose();
  }
}
