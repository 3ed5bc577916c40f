import * as vscode from 'vscode';
import type { LayerRow } from '../../rpc/modelService.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { Services } from '../services.ts';
import { layerCard } from './layerCard.ts';
import { modelOf } from './namedModel.ts';

/** Where layer names stand in strings. Notebook cells come with their own scheme. */
const SELECTOR: vscode.DocumentSelector = ['python', 'json', 'jsonc', 'yaml'].flatMap((language) => [{ language, scheme: 'file' }, { language, scheme: 'untitled' }, { language, notebookType: '*' }]);

const QUOTED = /(["'])((?:\\.|(?!\1)[^\\\n])*)\1/g;
/** Unquoted YAML scalars. */
const WORD = /[A-Za-z0-9_./-]+/g;

interface Found {
  readonly text: string;
  readonly range: vscode.Range;
}

function wordAt(document: vscode.TextDocument, position: vscode.Position): Found | undefined {
  const line = document.lineAt(position.line).text;
  if (line.length > 2000) return undefined;
  for (const pattern of document.languageId === 'yaml' ? [QUOTED, WORD] : [QUOTED]) {
    for (const match of line.matchAll(pattern)) {
      const text = match[2] ?? match[0];
      const start = match.index + (match[2] === undefined ? 0 : 1);
      if (position.character < start || position.character > start + text.length) continue;
      return { text, range: new vscode.Range(position.line, start, position.line, start + text.length) };
    }
  }
  return undefined;
}

/** A layer by path, name or object path, from what is known already: a hover never waits for a parse. */
export function knownLayer(model: OpenModel, name: string): LayerRow | undefined {
  const { layers = [] } = model.knownDefaultLayers ?? {};
  return layers.find((row) => row.path === name) ?? layers.find((row) => row.name === name || row.objectPath === name) ?? layers.find((row) => row.path.endsWith(`/${name}`));
}

/** Hover on a layer's name in a string: its card. */
export function registerHover(services: Services): vscode.Disposable {
  return vscode.languages.registerHoverProvider(SELECTOR, {
    provideHover: (document, position) => {
      const word = wordAt(document, position);
      const model = word === undefined ? undefined : modelOf(services, document);
      const row = word === undefined || model === undefined ? undefined : knownLayer(model, word.text);
      return word === undefined || model === undefined || row === undefined ? undefined : new vscode.Hover(layerCard(row, services, model, true), word.range);
    },
  });
}
