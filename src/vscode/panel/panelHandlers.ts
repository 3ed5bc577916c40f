import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { PanelService, PanelServiceEvents } from '../../rpc/panelService.ts';
import type { Handlers } from '../../rpc/serve.ts';
import { cliCommand } from '../commands/cliCommand.ts';
import { dumpRun } from '../commands/dump.ts';
import { COMMANDS } from '../ids.ts';
import { requireOutside } from '../model/outsideModel.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { BaseServices } from '../services.ts';
import { inputHandlers } from './inputHandlers.ts';
import { layersFrom, panelState, shownRun } from './panelState.ts';
import { tensorHandlers } from './tensorHandlers.ts';

/** What the host answers to a panel of a model, whichever it is. */
export function panelHandlers(
  services: BaseServices,
  model: OpenModel,
): Omit<Handlers<PanelService, PanelServiceEvents>, 'setChecked'> {
  const { history } = services;
  return {
    ready: ({ entry, run }) => panelState(services, model, entry ?? {}, run),
    chooseEntry: (choice) => panelState(services, model, choice),
    moreLayers: ({ entry, offset }) => layersFrom(model, entry, offset),
    select: ({ entry, terms }, { signal }) => model.call('select', { ...entry, terms }, { signal }),
    ops: ({ entry, ...request }, { signal }) => model.call('ops', { ...entry, ...request }, { signal }),
    graph: ({ entry, ...request }, { signal, emit }) => model.call('graph', { ...entry, ...request }, { signal, onEvent: emit }),
    variable: (request, { signal }) => model.call('variable', request, { signal }),
    openRun: async ({ run }) => shownRun(services, model, await history.get(run)),
    ...tensorHandlers(services, model),
    ...inputHandlers(services, model),
    savePicture: async ({ name, png }) => {
      const target = await vscode.window.showSaveDialog({
        defaultUri: vscode.Uri.joinPath(model.uri, '..', basename(name)),
        filters: { PNG: ['png'] },
      });
      if (target === undefined) return undefined;
      requireOutside(model.uri, target.fsPath);
      await writeFile(target.fsPath, png);
      return target.fsPath;
    },
    copyText: async ({ text }) => vscode.env.clipboard.writeText(text),
    dump: async ({ run, names }) => dumpRun(model, await history.get(run), names),
    cliCommand: async ({ run, name }) => cliCommand(await history.get(run), name),
    strings: async () => vscode.l10n.bundle ?? {},
    chooseRuntime: async () => {
      await vscode.commands.executeCommand(COMMANDS.chooseRuntime);
    },
  };
}
