import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { LensError } from '../../core/errors.ts';
import type { PanelService, PanelServiceEvents, RunForm } from '../../rpc/panelService.ts';
import type { Handlers } from '../../rpc/serve.ts';
import { cliCommand } from '../commands/cliCommand.ts';
import { dumpRun } from '../commands/dump.ts';
import { COMMANDS } from '../ids.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { RunQuestion } from '../model/runHistory.ts';
import { requestFor, runModel } from '../model/runModel.ts';
import type { BaseServices } from '../services.ts';
import { dropFile, pickInputFile } from './inputFiles.ts';
import { panelState, shownRun } from './panelState.ts';
import { tensorHandlers } from './tensorHandlers.ts';

/** Most labels that a file may bring: no model has more classes, and no other file is a labels file. */
const MOST_LABELS = 1_000_000;

function questionOf(form: RunForm): RunQuestion {
  const { entry, select, inputs, dims, batch } = form;
  return { entry, select, inputs, dims, ...(batch === undefined ? {} : { batch }) };
}

/** What the host answers to one panel. */
export function panelHandlers(services: BaseServices, model: OpenModel): Handlers<PanelService, PanelServiceEvents> {
  const { history } = services;
  return {
    ready: ({ entry, run }) => panelState(services, model, entry ?? {}, run),
    chooseEntry: (choice) => panelState(services, model, choice),
    select: ({ entry, terms }, { signal }) => model.call('select', { ...entry, terms }, { signal }),
    ops: ({ entry, ...request }, { signal }) => model.call('ops', { ...entry, ...request }, { signal }),
    graph: ({ entry, ...request }, { signal, emit }) => model.call('graph', { ...entry, ...request }, { signal, onEvent: emit }),
    variable: (request, { signal }) => model.call('variable', request, { signal }),
    estimate: (form, { signal }) => model.call('estimate', requestFor(questionOf(form), ''), { signal }),
    previewInput: ({ form, name }, { signal }) => model.call('previewInput', { ...requestFor(questionOf(form), ''), name }, { signal }),
    run: async (form, { signal, emit }) => {
      const { run } = await runModel(services, model, questionOf(form), { signal, onEvent: emit, ...(form.limits === undefined ? {} : { limits: form.limits }) });
      return shownRun(services, model, run);
    },
    openRun: async ({ run }) => shownRun(services, model, await history.get(run)),
    ...tensorHandlers(services, model),
    pickInputFile: ({ kind }) => pickInputFile(kind, model.uri),
    dropFile: (request) => dropFile(request, services.context),
    readLabels: async ({ spec }) => {
      const labels = (await readFile(spec, 'utf8')).split(/\r?\n/).filter((line, i, lines) => line !== '' || i < lines.length - 1);
      if (labels.length > MOST_LABELS) throw new LensError('bad-input-file', `${spec} has ${labels.length} lines; a labels file has one line for each class.`, 'Choose another file.');
      return labels;
    },
    savePicture: async ({ name, png }) => {
      const target = await vscode.window.showSaveDialog({ defaultUri: vscode.Uri.joinPath(model.uri, '..', basename(name)), filters: { PNG: ['png'] } });
      if (target === undefined) return undefined;
      await writeFile(target.fsPath, png);
      return target.fsPath;
    },
    copyText: async ({ text }) => vscode.env.clipboard.writeText(text),
    dump: async ({ run, names }) => dumpRun(model, await history.get(run), names),
    cliCommand: async ({ run, name }) => cliCommand(await history.get(run), name),
    reveal: async ({ layer }) => { await vscode.commands.executeCommand(COMMANDS.showLayer, join(model.uri.fsPath), layer); },
    strings: async () => vscode.l10n.bundle ?? {},
    chooseRuntime: async () => { await vscode.commands.executeCommand(COMMANDS.chooseRuntime); },
  };
}
