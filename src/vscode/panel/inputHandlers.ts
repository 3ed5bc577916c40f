import { LensError } from '../../core/errors.ts';
import { parseSpec } from '../../core/inputs/spec.ts';
import { readInputFile } from '../../node/inputs/inputFile.ts';
import type { PanelService } from '../../rpc/panelService.ts';
import type { Handlers } from '../../rpc/serve.ts';
import { commandLine } from '../commands/cliCommand.ts';
import type { OpenModel } from '../model/openModel.ts';
import { questionOf, requestFor, runModel } from '../model/runModel.ts';
import { manageTrust } from '../model/trust.ts';
import type { BaseServices } from '../services.ts';
import { dropFile, pickInputFile } from './inputFiles.ts';
import { openRunFile, saveRunFile } from './runFiles.ts';

type InputMethods =
  | 'estimate'
  | 'checkInputs'
  | 'run'
  | 'cancelRun'
  | 'pickInputFile'
  | 'dropFile'
  | 'arrayNames'
  | 'readLabels'
  | 'openRunFile'
  | 'saveRunFile'
  | 'formCommand'
  | 'manageTrust';

/** Most labels that a file may bring: no model has more classes, and no other file is a labels file. */
const MOST_LABELS = 1_000_000;

/** What the host answers about the form: files, checks, the run itself. */
export function inputHandlers(services: BaseServices, model: OpenModel): Handlers<Pick<PanelService, InputMethods>> {
  return {
    estimate: (form, { signal }) => model.call('estimate', requestFor(model, questionOf(form), ''), { signal }),
    checkInputs: (form, { signal }) => model.call('checkInputs', requestFor(model, questionOf(form), ''), { signal }),
    run: async (form) => {
      // What became of it is told to every panel of the model, this one too; refused is only what did not begin.
      await runModel(services, model, questionOf(form));
    },
    cancelRun: async () => services.active.cancel(model),
    pickInputFile: ({ kind }) => pickInputFile(kind, model.uri),
    dropFile: (request) => dropFile(request, services.context),
    arrayNames: async ({ spec }, { signal }) => {
      const parsed = parseSpec(spec);
      return parsed.kind === 'npz' ? model.call('arrayNames', { path: parsed.path }, { signal }) : [];
    },
    readLabels: async ({ spec }) => {
      const labels = new TextDecoder()
        .decode(await readInputFile(spec, model.uri.fsPath))
        .split(/\r?\n/)
        .filter((line, i, lines) => line !== '' || i < lines.length - 1);
      if (labels.length > MOST_LABELS)
        throw new LensError(
          'bad-input-file',
          `${spec} has ${labels.length} lines; a labels file has one line for each class.`,
          'Choose another file.',
        );
      return labels;
    },
    openRunFile: () => openRunFile(model),
    saveRunFile: (form) => saveRunFile(model, form),
    formCommand: async (form) => commandLine(model.uri.fsPath, questionOf(form)),
    manageTrust: () => manageTrust(),
  };
}
