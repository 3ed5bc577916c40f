import { useMemo, useState } from 'react';
import type { PanelState } from '../../src/rpc/panelService.ts';
import { InputsForm } from '../inputs/InputsForm.tsx';
import { problemsOf, useInputsCheck } from '../inputs/useInputsCheck.ts';
import type { FormControl } from '../inputs/useRunForm.ts';
import { RunBar } from '../run/RunBar.tsx';
import { useEstimate } from '../run/useEstimate.ts';
import type { RunControl } from '../run/useRun.ts';
import { sentenceOf, type Host } from '../state/host.ts';
import { t } from '../state/l10n.ts';
import type { News } from '../state/useNews.ts';
import { signatureOf } from '../state/signatureOf.ts';
import { EntryChooser } from './EntryChooser.tsx';
import { useFormActions, type FillForm } from './useFormActions.ts';

interface TopAreaProps {
  readonly host: Host;
  readonly panel: PanelState;
  readonly control: FormControl;
  readonly runs: RunControl;
  /** number of checked layers */
  readonly checked: number;
  readonly canRun: boolean;
  /** whether the inputs are unfolded; undefined: as there is room */
  readonly isInputs: boolean | undefined;
  readonly onInputs: (isOpen: boolean) => void;
  readonly isTable: boolean;
  readonly onTable: (isTable: boolean) => void;
  readonly news: News;
  readonly onFill: FillForm;
  readonly onLabels: () => void;
  readonly onRun: () => void;
}

/** Above everything: the model and its signature, the inputs, Run and what it proved. */
export function TopArea(props: TopAreaProps) {
  const { canRun, control, host, panel, runs } = props;
  const [notice, setNotice] = useState('');
  const signature = useMemo(() => signatureOf(panel), [panel.document, panel.layers]);
  const check = useInputsCheck(host, control.form, panel.document);
  const wrong = problemsOf(check);
  const estimate = useEstimate(host, control.form, panel.document, canRun && wrong === 0 && runs.active === undefined);
  const actions = useFormActions({
    host,
    panel,
    control,
    news: props.news,
    onFill: props.onFill,
    onLabels: props.onLabels,
    onNotice: setNotice,
    onProblem: (sentence) => runs.setProblem(sentence),
  });
  const engine = runs.run?.manifest.engine;
  return (
    <header className="top">
      <div className="title">
        <h1>{panel.title}</h1>
        <EntryChooser
          panel={panel}
          onChoose={(entry) => {
            props.news
              .askPanel((signal) => host.call('chooseEntry', entry, { signal }))
              .then(
                (fresh) => {
                  if (fresh !== undefined) props.news.takePanel(fresh);
                },
                (error: unknown) => runs.setProblem(sentenceOf(error)),
              );
          }}
        />
        <span className="grow" />
        <span className="dim" role="status">
          {notice}
        </span>
        <span className="dim engine" title={t('What the run shown was computed with')}>
          {engine === undefined || engine.name === '' ? '' : `TensorFlow ${engine.version} · ${engine.name}`}
        </span>
      </div>
      <InputsForm
        host={host}
        signature={signature}
        control={control}
        check={check}
        actions={actions}
        isOpen={props.isInputs}
        onOpen={props.onInputs}
        hasRun={runs.run !== undefined || runs.active !== undefined}
      />
      <RunBar
        panel={panel}
        control={control}
        runs={runs}
        estimate={estimate}
        checked={props.checked}
        wrong={wrong}
        canRun={canRun}
        isTable={props.isTable}
        onTable={props.onTable}
        onRun={() => {
          setNotice('');
          props.onRun();
        }}
        onRuntime={() => void host.call('chooseRuntime', {})}
        onTrust={() => void host.call('manageTrust', {})}
      />
    </header>
  );
}
