import * as vscode from 'vscode';
import { selectionText, selectionWords } from '../../core/source/selectionWord.ts';
import { stringText } from '../../core/source/stringText.ts';
import { stringAt, type SourceString } from '../../core/source/types.ts';
import type { LayerRow } from '../../rpc/modelService.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { Services } from '../services.ts';
import { shapeText } from '../tree/nodes.ts';
import { knownRows } from './knownLayers.ts';
import { layerCard } from './layerCard.ts';
import { modelsOf } from './namedModels.ts';
import { SELECTOR, sourceOf } from './sources.ts';

/** More than these are narrowed here by what was typed, before the editor gets them. */
const MOST_ITEMS = 1000;
const TRIGGERS = ['"', "'", ',', '/', '@', ':', '!'];

class LayerItem extends vscode.CompletionItem {
  constructor(
    label: vscode.CompletionItemLabel,
    readonly row: LayerRow,
    readonly model: OpenModel,
  ) {
    super(label, vscode.CompletionItemKind.Field);
  }
}

interface Place {
  readonly document: vscode.TextDocument;
  readonly string: SourceString;
  readonly range: { readonly inserting: vscode.Range; readonly replacing: vscode.Range };
  readonly typed: string;
}

function layerItem(row: LayerRow, model: OpenModel, { document, string, range }: Place, index: number): vscode.CompletionItem {
  const isSelection = string.role === 'selection';
  const name = isSelection ? row.path : row.name;
  const detail = `  ${row.type}  ${shapeText(row.outputs[0]?.shape ?? null)}`;
  const item = new LayerItem({ label: name, detail, ...(row.path === name ? {} : { description: row.path }) }, row, model);
  item.range = range;
  item.insertText = stringText(isSelection ? selectionText(name) : name, string.quote, document.languageId);
  item.filterText = item.insertText;
  item.sortText = String(index).padStart(6, '0');
  item.detail = detail.trim();
  return item;
}

/** Words of the selection language that are no names. */
function selectionItems(rows: readonly { readonly row: LayerRow }[], { range }: Place): vscode.CompletionItem[] {
  const groups: readonly (readonly [string, string])[] = [
    ['@layers', vscode.l10n.t('every layer')],
    ['@outputs', vscode.l10n.t("the model's outputs")],
    ['@inputs', vscode.l10n.t("the model's inputs")],
    ['@ops', vscode.l10n.t('every op that runs')],
    ...[...new Set(rows.map(({ row }) => row.type))]
      .filter((type) => /^\w+$/.test(type))
      .map((type) => [`type:${type}`, vscode.l10n.t('every layer of this type')] as const),
  ];
  return groups.map(([word, detail], i) => {
    const item = new vscode.CompletionItem({ label: word, detail: `  ${detail}` }, vscode.CompletionItemKind.Keyword);
    item.range = range;
    item.sortText = `~${String(i).padStart(4, '0')}`;
    return item;
  });
}

/** Where a name is being typed: the whole string for `get_layer`, a word of a selection. */
function placeAt(
  document: vscode.TextDocument,
  position: vscode.Position,
): (Place & { readonly source: ReturnType<typeof sourceOf>['source'] }) | undefined {
  // A string on this line has begun, or there is nothing to complete: most key strokes end here.
  if (document.languageId !== 'yaml' && !/["']/.test(document.lineAt(position.line).text.slice(0, position.character)))
    return undefined;
  const { source, shift } = sourceOf(document);
  const offset = document.offsetAt(position) + shift;
  const string = stringAt(source, offset);
  if (string === undefined || string.role === 'other') return undefined;
  const words = string.role === 'selection' ? selectionWords(string.value) : [];
  const word = words.find(({ from, to }) => string.from + from <= offset && offset <= string.from + to);
  const [from, to] =
    string.role === 'layer'
      ? [string.from, string.to]
      : [string.from + (word?.from ?? offset - string.from), string.from + (word?.to ?? offset - string.from)];
  const start = document.positionAt(from - shift);
  const range = {
    inserting: new vscode.Range(start, position),
    replacing: new vscode.Range(start, document.positionAt(to - shift)),
  };
  return { document, string, range, typed: document.getText(range.inserting).toLowerCase(), source };
}

/** Layer names inside `get_layer("…")`, run files and `--select '…'`, in the model's order. */
export function registerCompletion(services: Services): vscode.Disposable {
  const provider: vscode.CompletionItemProvider = {
    provideCompletionItems: (document, position, token) => {
      if (services.models.all.length === 0 || token.isCancellationRequested) return undefined;
      const place = placeAt(document, position);
      if (place === undefined) return undefined;
      const rows = knownRows(modelsOf(services, document, place.source, place.string.receiver));
      const isMany = rows.length > MOST_ITEMS;
      const wanted = isMany ? rows.filter(({ row }) => row.path.toLowerCase().includes(place.typed)).slice(0, MOST_ITEMS) : rows;
      const items = wanted.map(({ row, model }, i) => layerItem(row, model, place, i));
      return new vscode.CompletionList(
        place.string.role === 'selection' && rows.length > 0 ? [...items, ...selectionItems(rows, place)] : items,
        isMany,
      );
    },
    resolveCompletionItem: (item) => {
      if (item instanceof LayerItem) item.documentation = layerCard(item.row, services, item.model);
      return item;
    },
  };
  return vscode.languages.registerCompletionItemProvider(SELECTOR, provider, ...TRIGGERS);
}
