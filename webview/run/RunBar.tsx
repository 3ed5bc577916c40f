import { useState } from 'react';
import type { PanelState } from '../../src/rpc/panelService.ts';
import type { FormControl } from '../inputs/useRunForm.ts';
import { t } from '../state/l10n.ts';
import { byteText } from '../tensor/numbers.ts';
import { Button, Dropdown, Option, valueOf } from '../toolkit.ts';
import { EngineNotice } from './EngineNotice.tsx';
import { Progress } from './Progress.tsx';
import { RunOptions } from './RunOptions.tsx';
import { limitText, secondsText } from './sizeText.ts';
import type { EstimateState } from './useEstimate.ts';
import type { RunControl } from './useRun.ts';
import { useRunFocus } from './useRunFocus.ts';
import { Verdict } from './Verdict.tsx';
import { whenText } from './whenText.ts';

interface RunBarProps {
  readonly panel: PanelState;
  readonly control: FormControl;
  readonly runs: RunControl;
  readonly estimate: EstimateState;
  /** number of checked layers */
  readonly checked: number;
  /** number of inputs that would be refused */
  readonly wrong: number;
  readonly canRun: boolean;
  readonly isTable: boolean;
  readonly onTable: (isTable: boolean) => void;
  readonly onRun: () => void;
  readonly onRuntime: () => void;
  readonly onTrust: () => void;
}

/** Run, what it will cost, how far it is, what it proved, and the runs before. */
export function RunBar(props: RunBarProps) {
  const {
    panel,
    control,
    runs,
    estimate: { estimate, problem: refusal },
    canRun,
    wrong,
  } = props;
  const [isOptions, setIsOptions] = useState(false);
  const { run, active } = runs;
  const focus = useRunFocus(active !== undefined);
  const summary = panel.runs.find(({ id }) => id === run?.summary.id) ?? run?.summary;
  const problem = runs.problem ?? (wrong === 0 && canRun ? refusal : undefined);
  return (
    <section className="run" ref={focus.bar} aria-label={t('Run')}>
      <div className="run-bar">
        <Button
          disabled={!canRun || active !== undefined || wrong > 0}
          onClick={() => {
            focus.started();
            props.onRun();
          }}
        >
          {runTitle(props.checked, control.state.terms)}
        </Button>
        {active !== undefined ? (
          <Progress active={active} isStopping={runs.isStopping} onCancel={runs.cancel} />
        ) : (
          <>
            <button type="button" className="section" aria-expanded={isOptions} onClick={() => setIsOptions(!isOptions)}>
              <span className="twistie" aria-hidden="true">
                {isOptions ? '⌄' : '›'}
              </span>
              {t('Options')}
            </button>
            {wrong > 0 && (
              <span className="problem">✗ {wrong === 1 ? t('one input to mend') : t('{0} inputs to mend', wrong)}</span>
            )}
            {wrong === 0 && estimate !== undefined && (
              <span className="dim estimate" title={costText(estimate, { ...panel.limits, ...control.form.limits })}>
                {costText(estimate, { ...panel.limits, ...control.form.limits })}
              </span>
            )}
          </>
        )}
      </div>
      {isOptions && active === undefined && <RunOptions form={control.state} usual={panel.limits} onChange={control.change} />}
      {(run !== undefined || panel.runs.length > 0) && (
        <div className="run-bar shown">
          {active === undefined && run !== undefined && <Verdict manifest={run.manifest} isStale={summary?.stale === true} />}
          {(active !== undefined || run === undefined) && <span className="grow" />}
          {run !== undefined && run.manifest.tensors.length > 0 && (
            <button type="button" className="toggle" aria-pressed={props.isTable} onClick={() => props.onTable(!props.isTable)}>
              {t('Statistics')}
            </button>
          )}
          {panel.runs.length > 0 && (
            <label className="size">
              <span className="runs-title">{t('run')}</span>{' '}
              <Dropdown
                className="runs"
                key={panel.runs.map(({ id }) => id).join()}
                value={summary?.id ?? ''}
                aria-label={t('Kept runs')}
                onChange={(event) => {
                  if (valueOf(event) !== summary?.id) runs.open(valueOf(event));
                }}
              >
                {panel.runs.map((each) => (
                  <Option
                    key={each.id}
                    value={each.id}
                  >{`${whenText(each.when, new Date(), document.documentElement.lang)} · ${each.label}${each.partial ? ` · ${t('partial')}` : ''}${each.stale ? ` · ${t('stale')}` : ''}`}</Option>
                ))}
              </Dropdown>
            </label>
          )}
        </div>
      )}
      {summary?.recorded === true && (
        <p className="notice" role="note">
          {t('Recorded: this run was made beforehand and came with the extension. Nothing ran on this machine.')}
        </p>
      )}
      <EngineNotice engine={panel.engine} onRuntime={props.onRuntime} onTrust={props.onTrust} />
      {problem !== undefined && (
        <p className="problem wide" role="alert">
          <span aria-hidden="true">✗</span> {problem}
        </p>
      )}
    </section>
  );
}

function runTitle(checked: number, terms: string): string {
  if (checked === 0) return terms.trim() === '' ? t('Run all layers') : t('Run the selection');
  return checked === 1 ? t('Run 1 layer') : t('Run {0} layers', checked);
}

function costText(estimate: NonNullable<EstimateState['estimate']>, limits: NonNullable<FormControl['form']['limits']>): string {
  const { batches, bytes, memory, stateful, tensors } = estimate;
  const parts = [
    tensors === 1 ? t('1 tensor') : t('{0} tensors', tensors.toLocaleString()),
    bytes === undefined ? t('size known when it has run') : t('about {0}', byteText(bytes)),
    ...(memory === undefined ? [] : [t('memory {0}', byteText(memory))]),
    ...(batches > 1 ? [t('{0} batches', batches)] : []),
    ...(stateful ? [t('stateful, reset before each run')] : []),
    [
      limits.maxBytes === undefined ? '' : limitText(limits.maxBytes),
      limits.timeout === undefined ? '' : secondsText(limits.timeout),
    ]
      .filter((part) => part !== '')
      .join(', '),
  ];
  const [limit] = parts.slice(-1);
  return [...parts.slice(0, -1), ...(limit === undefined || limit === '' ? [] : [t('limit {0}', limit)])].join(' · ');
}
