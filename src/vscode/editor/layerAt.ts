import type * as vscode from 'vscode';
import { selectionWords } from '../../core/source/selectionWord.ts';
import { stringAt, type Range } from '../../core/source/types.ts';
import type { LayerRow } from '../../rpc/modelService.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { Services } from '../services.ts';
import { knownLayer } from './knownLayers.ts';
import { modelsOf } from './namedModels.ts';
import { rangeIn, sourceOf } from './sources.ts';

/** A layer's name in a document. */
export interface LayerPlace {
  readonly model: OpenModel;
  readonly row: LayerRow;
  readonly range: vscode.Range;
}

/** The layer whose name stands at a position, if one is known. */
export function layerAt(services: Services, document: vscode.TextDocument, position: vscode.Position): LayerPlace | undefined {
  if (services.models.all.length === 0) return undefined;
  const placed = sourceOf(document);
  const offset = document.offsetAt(position) + placed.shift;
  const string = stringAt(placed.source, offset);
  if (string === undefined) return undefined;
  let name = string.value;
  let place: Range = string;
  if (string.role === 'selection') {
    const word = selectionWords(string.value).find(({ from, to }) => string.from + from <= offset && offset <= string.from + to);
    if (word === undefined) return undefined;
    name = word.name;
    place = { from: string.from + word.from, to: string.from + word.to };
  }
  const range = rangeIn(document, placed, place);
  for (const model of modelsOf(services, document, placed.source, string.receiver)) {
    // The entry point that ran last has something to say of its values.
    const row = knownLayer(model, name, (each) => services.last.of(model, each) !== undefined);
    if (row !== undefined && range !== undefined) return { model, row, range };
  }
  return undefined;
}
