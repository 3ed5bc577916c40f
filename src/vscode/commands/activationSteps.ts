import { basename } from 'node:path';
import * as vscode from 'vscode';
import { ownFunctions } from '../../core/describe/ownFunctions.ts';
import type { EntryChoice, TensorSpecRow } from '../../rpc/modelService.ts';
import type { ModelFolders } from '../discovery/modelFolders.ts';
import { entryKey } from '../model/entryKey.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { RunQuestion } from '../model/runHistory.ts';
import { isTrustedToRun } from '../model/trust.ts';
import { labelText, noticeText } from '../noticeText.ts';
import { sentenceOf } from '../report.ts';
import type { Services } from '../services.ts';
import { shapeText } from '../tree/nodes.ts';
import { pickModelStep } from './inspect.ts';
import { pickMany, pickOne, STEP_BACK, type Answer, type Item } from './quickSteps.ts';
import { literalSelector } from './selectors.ts';
import { runSteps, type Step, type StepEnd } from './stepFlow.ts';

/** What the questions find out. */
interface Wanted {
  model?: OpenModel;
  entry?: EntryChoice;
  inputs?: readonly TensorSpecRow[];
  select?: readonly string[];
  question?: Omit<RunQuestion, 'entry' | 'select'>;
  target?: vscode.Uri;
}

/** Layers listed in a quick pick: more than these are asked for by typing. */
const MOST_LISTED = 2000;

function endOf(answer: Answer<unknown>): StepEnd | undefined {
  return answer === undefined ? 'stopped' : answer === STEP_BACK ? 'back' : undefined;
}

const chooseEntry: Step<Wanted> = async (wanted, place) => {
  const { model } = wanted;
  if (model === undefined) return 'stopped';
  const { metaGraphs } = await model.document();
  interface Entry {
    readonly choice: EntryChoice;
    readonly inputs: readonly TensorSpecRow[];
  }
  const items = metaGraphs.flatMap(({ functions, signatures, tagSet }): Item<Entry>[] => [
    ...signatures.map(({ inputs, key }) => ({
      label: labelText(key),
      description: inputsText(inputs),
      value: { choice: { tagSet, signature: key }, inputs },
    })),
    ...ownFunctions(functions).map(({ inputs, path }) => ({
      label: labelText(`${path}()`),
      description: inputsText(inputs),
      value: { choice: { tagSet, function: path }, inputs },
    })),
  ]);
  const [only] = items;
  const answer =
    items.length === 1
      ? only?.value
      : await pickOne(
          {
            title: vscode.l10n.t('Signature'),
            placeholder: vscode.l10n.t('Which entry point of {0}?', model.name),
            items,
            chosen: ({ choice }) => wanted.entry !== undefined && entryKey(choice) === entryKey(wanted.entry),
          },
          place,
        );
  const end = endOf(answer);
  if (end !== undefined || answer === undefined || answer === STEP_BACK) return end ?? 'stopped';
  if (wanted.entry === undefined || entryKey(wanted.entry) !== entryKey(answer.choice)) delete wanted.select;
  Object.assign(wanted, { entry: answer.choice, inputs: answer.inputs });
  return items.length === 1 ? 'skipped' : 'answered';
};

const chooseLayers: Step<Wanted> = async (wanted, place) => {
  const { entry = {}, model } = wanted;
  if (model === undefined) return 'stopped';
  const listed = model.layers(entry).then(({ layers }): Item<string>[] => {
    const rows = layers.filter((row) => row.fetchable);
    const groups: Item<string>[] = [
      { label: vscode.l10n.t('$(checklist) All layers'), description: rows.length.toLocaleString(), value: '@layers' },
    ];
    return [
      ...(rows.length === 0 ? [] : groups),
      { label: vscode.l10n.t('$(arrow-right) Outputs'), description: vscode.l10n.t('what the model gives'), value: '@outputs' },
      ...rows
        .slice(0, MOST_LISTED)
        .map((row) => ({
          label: labelText(row.path),
          description: `${row.type}  ${shapeText(row.outputs[0]?.shape ?? null)}`,
          value: literalSelector(row.path),
        })),
    ];
  });
  const answer = await pickMany(
    {
      title: vscode.l10n.t('Layers'),
      placeholder: vscode.l10n.t('Check layers, or type a selection such as type:Conv2D'),
      items: listed,
      chosen: (select) => wanted.select?.includes(select) === true,
      typed: (text) => ({ label: `$(filter) ${labelText(text)}`, description: vscode.l10n.t('as a selection'), value: text }),
    },
    place,
  );
  if (answer === undefined || answer === STEP_BACK) return endOf(answer) ?? 'stopped';
  try {
    // What was typed is refused here, not after all the other questions.
    await model.call('selectLayers', { ...entry, terms: answer });
  } catch (error) {
    void vscode.window.showErrorMessage(noticeText(sentenceOf(error)));
    return chooseLayers(wanted, place);
  }
  wanted.select = answer;
  return 'answered';
};

type Source = 'auto' | 'last' | 'zeros' | 'normal' | 'file';

function chooseInput(services: Services): Step<Wanted> {
  return async (wanted, place) => {
    const { entry = {}, inputs = [], model } = wanted;
    if (model === undefined) return 'stopped';
    const last = (await services.history.of(model.uri.fsPath)).find(
      ({ question }) => entryKey(question.entry) === entryKey(entry),
    )?.question;
    const items: Item<Source>[] = [
      { label: vscode.l10n.t('Automatic'), description: vscode.l10n.t('values that make the model run'), value: 'auto' },
      ...(last === undefined || (last.inputs.length === 0 && last.inputsFile === undefined)
        ? []
        : [
            {
              label: vscode.l10n.t('As in the last run'),
              description: labelText(
                [
                  ...(last.inputsFile === undefined ? [] : [basename(last.inputsFile)]),
                  ...last.inputs.map(({ name, spec }) => `${name}: ${basename(spec)}`),
                ].join(', '),
              ),
              value: 'last' as const,
            },
          ]),
      { label: vscode.l10n.t('Random normal'), description: '', value: 'normal' },
      { label: vscode.l10n.t('Zeros'), description: '', value: 'zeros' },
      { label: vscode.l10n.t('File…'), description: 'npy, npz, png, jpg, wav, csv, json', value: 'file' },
    ];
    const answer = await pickOne({ title: vscode.l10n.t('Input'), placeholder: inputsText(inputs), items }, place);
    if (answer === undefined || answer === STEP_BACK) return endOf(answer) ?? 'stopped';
    if (answer === 'auto') wanted.question = { inputs: [], dims: {} };
    else if (answer === 'last' && last !== undefined) wanted.question = inputsOf(last);
    else if (answer === 'file') {
      const files = await pickFiles(inputs, model);
      if (files.length === 0) return chooseInput(services)(wanted, place);
      wanted.question = { inputs: files, dims: {} };
    } else wanted.question = { inputs: inputs.map(({ name }) => ({ name, spec: answer })), dims: {} };
    return 'answered';
  };
}

/** All that a run was given, without what it was asked for. */
function inputsOf(question: RunQuestion): Omit<RunQuestion, 'entry' | 'select'> {
  const { batch, dims, feeds, inputs, inputsFile, iterations, limits } = question;
  return {
    inputs,
    dims,
    ...(feeds === undefined ? {} : { feeds }),
    ...(inputsFile === undefined ? {} : { inputsFile }),
    ...(batch === undefined ? {} : { batch }),
    ...(iterations === undefined ? {} : { iterations }),
    ...(limits === undefined ? {} : { limits }),
  };
}

/** A file for each input; those without one get values made for them. */
async function pickFiles(inputs: readonly TensorSpecRow[], model: OpenModel): Promise<RunQuestion['inputs']> {
  const found: { name: string; spec: string }[] = [];
  for (const { dtype, name, shape } of inputs) {
    const picked = await vscode.window.showOpenDialog({
      canSelectMany: false,
      openLabel: vscode.l10n.t('Use as Input'),
      title: `${name}  ${dtype} ${shapeText(shape)}`,
      defaultUri: vscode.Uri.joinPath(model.uri, '..'),
    });
    const path = picked?.[0]?.fsPath;
    if (path !== undefined) found.push({ name, spec: path });
  }
  return found;
}

const chooseTarget: Step<Wanted> = async (wanted, place) => {
  const { model } = wanted;
  if (model === undefined) return 'stopped';
  const beside = vscode.Uri.joinPath(model.uri, '..');
  const workspace = vscode.workspace.workspaceFolders?.[0]?.uri;
  const items: Item<vscode.Uri | undefined>[] = [
    { label: vscode.l10n.t('Beside the model'), description: beside.fsPath, value: beside },
    ...(workspace === undefined || workspace.fsPath === beside.fsPath
      ? []
      : [{ label: vscode.l10n.t('In the workspace'), description: workspace.fsPath, value: workspace }]),
    { label: vscode.l10n.t('Choose a folder…'), description: '', value: undefined },
  ];
  const answer = await pickOne(
    {
      title: vscode.l10n.t('Where to'),
      placeholder: vscode.l10n.t('A new folder is made there'),
      items: items.map((item) => ({ ...item, value: { uri: item.value } })),
    },
    place,
  );
  if (answer === undefined || answer === STEP_BACK) return endOf(answer) ?? 'stopped';
  const target =
    answer.uri ??
    (
      await vscode.window.showOpenDialog({
        canSelectFiles: false,
        canSelectFolders: true,
        openLabel: vscode.l10n.t('Dump Here'),
        title: vscode.l10n.t('Where to dump the activations'),
        defaultUri: beside,
      })
    )?.[0];
  if (target === undefined) return chooseTarget(wanted, place);
  wanted.target = target;
  return 'answered';
};

function inputsText(inputs: readonly TensorSpecRow[]): string {
  return labelText(inputs.map(({ name, shape }) => `${name} ${shapeText(shape)}`).join(', '));
}

/** What a person wants to run, and where its values shall go. */
export interface AskedRun {
  readonly model: OpenModel;
  readonly question: RunQuestion;
  readonly target: vscode.Uri | undefined;
}

/** Model, signature, layers, input and (for a dump) folder: one question after the other, each of which can be gone back. */
export async function askForRun(services: Services, folders: ModelFolders, isDump = false): Promise<AskedRun | undefined> {
  if (!isTrustedToRun()) return undefined;
  const { active } = services.panels;
  const wanted: Wanted = active === undefined ? {} : { model: active };
  const steps = [
    pickModelStep(services, folders),
    chooseEntry,
    chooseLayers,
    chooseInput(services),
    ...(isDump ? [chooseTarget] : []),
  ];
  if (!(await runSteps(wanted, steps)) || wanted.model === undefined) return undefined;
  const { entry = {}, model, question = { inputs: [], dims: {} }, select = [], target } = wanted;
  return { model, question: { entry, select, ...question }, target };
}
