import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { layerAt } from './layerAt.ts';
import { layerCard } from './layerCard.ts';
import { SELECTOR } from './sources.ts';

/** Hover on a layer's name in a string: its card. */
export function registerHover(services: Services): vscode.Disposable {
  return vscode.languages.registerHoverProvider(SELECTOR, {
    provideHover: (document, position, token) => {
      const place = token.isCancellationRequested ? undefined : layerAt(services, document, position);
      return place === undefined ? undefined : new vscode.Hover(layerCard(place.row, services, place.model, true), place.range);
    },
  });
}
