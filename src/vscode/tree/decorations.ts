import * as vscode from 'vscode';
import { layerTree } from './layerTree.ts';
import { flagOf, statsLine } from '../editor/statsLine.ts';
import { LAYER_SCHEME } from '../ids.ts';
import type { Services } from '../services.ts';

/** Marks layers of the tree after a run: NaN and Inf as errors, dead and constant ones as warnings, others as looked at. */
export class LayerDecorations implements vscode.FileDecorationProvider, vscode.Disposable {
  readonly #onDidChange = new vscode.EventEmitter<undefined>();
  readonly onDidChangeFileDecorations = this.#onDidChange.event;

  constructor(private readonly services: Services) {}

  refresh(): void {
    this.#onDidChange.fire(undefined);
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== LAYER_SCHEME) return undefined;
    const [, model = '', entry = '', ...path] = uri.path.split('/');
    const open = this.services.models.find(decodeURIComponent(model));
    const layers = open?.knownLayersOf(decodeURIComponent(entry))?.layers ?? [];
    const row = layers[layerTree(layers).find(path.join('/')) ?? -1];
    const tensor = open === undefined || row === undefined ? undefined : this.services.last.of(open, row);
    // What other files gave is no verdict on this model; the row's text says that it is stale.
    if (open === undefined || tensor === undefined || this.services.last.isStale(open)) return undefined;
    const flag = flagOf(tensor);
    if (flag === undefined) return new vscode.FileDecoration('●', statsLine(tensor));
    return new vscode.FileDecoration(
      flag.isError ? '!' : '○',
      `${flag.word} · ${statsLine(tensor)}`,
      new vscode.ThemeColor(flag.isError ? 'list.errorForeground' : 'list.warningForeground'),
    );
  }

  dispose(): void {
    this.#onDidChange.dispose();
  }
}
