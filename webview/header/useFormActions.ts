import type { PanelState, RunForm } from '../../src/rpc/panelService.ts';
import { filledFrom, type FormState } from '../inputs/formState.ts';
import { NO_INPUT } from '../inputs/sources.ts';
import type { FormControl } from '../inputs/useRunForm.ts';
import { sentenceOf, type Host } from '../state/host.ts';
import { t } from '../state/l10n.ts';
import type { News } from '../state/useNews.ts';
import type { MenuItem } from '../widgets/Menu.tsx';

/** A form out of a run file, for the entry point that it names. */
export type FillForm = (panel: PanelState, state: FormState, checked: readonly string[]) => void;

interface FormActionsOptions {
  readonly host: Host;
  readonly panel: PanelState;
  readonly control: FormControl;
  readonly news: News;
  readonly onFill: FillForm;
  readonly onLabels: () => void;
  readonly onNotice: (sentence: string) => void;
  readonly onProblem: (sentence: string) => void;
}

/** What can be done with the form as a whole. */
export function useFormActions({
  host,
  panel,
  control,
  news,
  onFill,
  onLabels,
  onNotice,
  onProblem,
}: FormActionsOptions): readonly MenuItem[] {
  const { form, state, change } = control;
  const attempt = (work: Promise<void>) => (): void => {
    work.catch((error: unknown) => onProblem(sentenceOf(error)));
  };
  const open = async (): Promise<void> => {
    const opened = await host.call('openRunFile', {});
    if (opened === undefined) return;
    const fresh = isSameEntry(opened.form, panel)
      ? panel
      : await news.askPanel((signal) => host.call('chooseEntry', opened.form.entry, { signal }));
    if (fresh === undefined) return;
    const { state: next, checked } = filledFrom(opened.form, new Set(fresh.layers.layers.map(({ path }) => path)));
    onFill(fresh, next, checked);
  };
  const save = async (): Promise<void> => {
    const path = await host.call('saveRunFile', form);
    if (path !== undefined) onNotice(t('Saved {0}', path));
  };
  const copy = async (): Promise<void> => {
    await host.call('copyText', { text: await host.call('formCommand', form) });
    onNotice(t('Command copied.'));
  };
  const all = async (): Promise<void> => {
    const picked = await host.call('pickInputFile', { name: 'inputs', kind: 'inputs' });
    if (picked !== undefined) change({ inputsFile: picked.spec });
  };
  return [
    { title: t('Open Run File…'), run: () => attempt(open())() },
    { title: t('Save Run File…'), run: () => attempt(save())() },
    { title: t('Copy Command Line'), run: () => attempt(copy())() },
    { title: t('All Inputs from a File or Request…'), run: () => attempt(all())() },
    {
      title: t('Feed a Tensor Inside the Graph'),
      run: () => change({ feeds: [...state.feeds, { name: '', state: { ...NO_INPUT, kind: 'normal' } }] }),
    },
    { title: t('Names of Classes…'), run: onLabels },
    {
      title: t('Reset All Inputs'),
      run: () => change({ inputs: {}, feeds: [], inputsFile: undefined, dims: {}, batch: undefined }),
    },
  ];
}

function isSameEntry({ entry }: RunForm, panel: PanelState): boolean {
  const { tagSet, signature, function: path } = entry;
  const isNamed = signature !== undefined || path !== undefined;
  return (
    (tagSet === undefined || tagSet.join() === (panel.entry.tagSet ?? []).join()) &&
    (!isNamed || (signature === panel.entry.signature && path === panel.entry.function))
  );
}
