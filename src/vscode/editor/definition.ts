import * as vscode from 'vscode';
import { COMMANDS, DEFINITION_SCHEME } from '../ids.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { Services } from '../services.ts';
import { layerAt } from './layerAt.ts';
import { layerText } from './layerText.ts';
import { knownLayer } from './knownLayers.ts';
import { SELECTOR } from './sources.ts';

/** A page may be asked for by anybody: what it names is looked up. */
function queryOf({ query }: vscode.Uri): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(query);
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}

/** The page that describes a layer; its title is the layer's name. */
function definitionUri(model: OpenModel, path: string): vscode.Uri {
  return vscode.Uri.from({
    scheme: DEFINITION_SCHEME,
    path: `/${path}.yaml`,
    query: JSON.stringify([model.uri.toString(), path]),
  });
}

function definitionOf(services: Services, uri: vscode.Uri): { readonly model: OpenModel; readonly path: string } | undefined {
  if (uri.scheme !== DEFINITION_SCHEME) return undefined;
  const [key, path] = queryOf(uri);
  const model = services.models.all.find((each) => each.uri.toString() === key);
  return model === undefined || typeof path !== 'string' ? undefined : { model, path };
}

/**
 * *Go to Definition* on a layer's name opens what is known of the layer as a read-only page, which *Peek* shows in place.
 * When the page comes to the front, the layer's row is revealed in the tree. The provider itself has no effect: it is asked
 * for every word that somebody points at with Ctrl pressed.
 */
export function registerDefinition(services: Services): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerDefinitionProvider(SELECTOR, {
      provideDefinition: (document, position): vscode.LocationLink[] | undefined => {
        const place = layerAt(services, document, position);
        if (place === undefined) return undefined;
        const start = new vscode.Range(0, 0, 0, 0);
        return [
          {
            originSelectionRange: place.range,
            targetUri: definitionUri(place.model, place.row.path),
            targetRange: start,
            targetSelectionRange: start,
          },
        ];
      },
    }),
    vscode.workspace.registerTextDocumentContentProvider(DEFINITION_SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: async (uri) => {
        const found = definitionOf(services, uri);
        if (found === undefined) return `# ${vscode.l10n.t('This model is not open any more.')}\n`;
        if (found.model.knownLayerDocuments.length === 0) await found.model.layers({});
        const row = knownLayer(found.model, found.path);
        return row === undefined
          ? `# ${vscode.l10n.t('The model has no such layer any more.')}\n`
          : layerText(row, found.model.name);
      },
    }),
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      const found = editor === undefined ? undefined : definitionOf(services, editor.document.uri);
      if (found !== undefined)
        void vscode.commands.executeCommand(COMMANDS.showLayer, services.links.idOf(found.model, found.path), 'tree', true);
    }),
    services.models.onDidChange(() => {
      for (const { uri } of vscode.workspace.textDocuments) if (uri.scheme === DEFINITION_SCHEME) changed.fire(uri);
    }),
  );
}
