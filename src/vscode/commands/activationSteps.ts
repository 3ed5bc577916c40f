import * as vscode from 'vscode';
import { ownFunctions } from '../../core/describe/ownFunctions.ts';
import type { EntryChoice, LayerRow } from '../../rpc/modelService.ts';
import type { ModelFolders } from '../discovery/modelFolders.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { RunQuestion } from '../model/runHistory.ts';
import type { Services } from '../services.ts';
import { shapeText } from '../tree/nodes.ts';
import { pickModel } from './inspect.ts';
import { pickMany, pickOne, STEP_BACK, type Answer } from './quickSteps.ts';
import { literalSelector } from './selectors.ts';

interface Chosen {
  model: OpenModel;
  entry: EntryChoice;
  layers: readonly LayerRow[];
  inputs: RunQuestion['inputs'];
}

async function pickEntry(model: OpenModel): Promise<Answer<EntryChoice>> {
  const { metaGraphs } = await model.document();
  const items = metaGraphs.flatMap((metaGraph): { label: string; description: string; value: EntryChoice }[] => [
    ...metaGraph.signatures.map(({ key, inputs }) => ({ label: key, description: inputs.map((input) => `${input.name} ${shapeText(input.shape)}`).join(', '), value: { tagSet: metaGraph.tagSet, signature: key } })),
    ...ownFunctions(metaGraph.functions).map(({ path }) => ({ label: `${path}()`, description: '', value: { tagSet: metaGraph.tagSet, function: path } })),
  ]);
  return pickOne(vscode.l10n.t('Signature'), 2, items);
}

async function pickLayers(model: OpenModel, entry: EntryChoice): Promise<Answer<readonly LayerRow[]>> {
  const { layers } = await model.layers(entry);
  return pickMany(vscode.l10n.t('Layers'), 3, layers.filter((row) => row.fetchable).map((row) => ({ label: row.path, description: `${row.type}  ${shapeText(row.outputs[0]?.shape ?? null)}`, value: row })));
}

async function pickInput(model: OpenModel, entry: EntryChoice): Promise<Answer<RunQuestion['inputs']>> {
  const { metaGraphs } = await model.document();
  const signature = metaGraphs.flatMap(({ signatures }) => signatures).find(({ key }) => key === entry.signature);
  const file = 'file' as const;
  const answer = await pickOne<'auto' | 'zeros' | 'normal' | typeof file>(vscode.l10n.t('Input'), 4, [
    { label: vscode.l10n.t('Automatic'), description: vscode.l10n.t('values that make the model run'), value: 'auto' },
    { label: vscode.l10n.t('Random normal'), description: '', value: 'normal' },
    { label: vscode.l10n.t('Zeros'), description: '', value: 'zeros' },
    { label: vscode.l10n.t('File…'), description: 'npy, npz, png, jpg', value: file },
  ]);
  if (answer === undefined || answer === STEP_BACK || answer === 'auto') return answer === 'auto' ? [] : answer;
  const names = signature?.inputs.map(({ name }) => name) ?? [];
  if (answer !== 'file') return names.map((name) => ({ name, spec: answer }));
  const picked = await vscode.window.showOpenDialog({ canSelectMany: false, openLabel: vscode.l10n.t('Use as Input') });
  const path = picked?.[0]?.fsPath;
  return path === undefined || names[0] === undefined ? STEP_BACK : [{ name: names[0], spec: path }];
}

/** Model, signature, layers, input: one question after the other, each of which can be gone back. */
export async function askForRun(services: Services, folders: ModelFolders): Promise<{ readonly model: OpenModel; readonly question: RunQuestion } | undefined> {
  const chosen: Partial<Chosen> = {};
  for (let step = 1; ;) {
    if (step <= 1) {
      const model = await pickModel(services, folders);
      if (model === undefined) return undefined;
      chosen.model = model;
      step = 2;
    }
    const { model } = chosen;
    if (model === undefined) return undefined;
    if (step === 2) {
      const entry = await pickEntry(model);
      if (entry === undefined) return undefined;
      if (entry === STEP_BACK) { step = 1; continue; }
      chosen.entry = entry;
      step = 3;
    }
    const entry = chosen.entry ?? {};
    if (step === 3) {
      const layers = await pickLayers(model, entry);
      if (layers === undefined) return undefined;
      if (layers === STEP_BACK) { step = 2; continue; }
      chosen.layers = layers;
    }
    const inputs = await pickInput(model, entry);
    if (inputs === undefined) return undefined;
    if (inputs === STEP_BACK) { step = 3; continue; }
    return { model, question: { entry, select: (chosen.layers ?? []).map(({ path }) => literalSelector(path)), inputs, dims: {} } };
  }
}
