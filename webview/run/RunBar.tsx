import type { Manifest } from '../../src/core/run/manifest.ts';
import type { RunEstimate } from '../../src/rpc/modelService.ts';
import type { EngineState, RunSummary } from '../../src/rpc/panelService.ts';
import type { Activity } from '../state/panelState.ts';
import { t } from '../state/l10n.ts';
import { byteText, shortJson } from '../tensor/numbers.ts';
import { Button, Dropdown, Option, ProgressRing, valueOf } from '../toolkit.ts';

interface RunBarProps {
  readonly checked: number;
  readonly engine: EngineState;
  readonly activity: Activity | undefined;
  readonly problem: string | undefined;
  readonly estimate: RunEstimate | undefined;
  readonly manifest: Manifest | undefined;
  readonly runs: readonly RunSummary[];
  readonly run: string | undefined;
  readonly onRun: () => void;
  readonly onCancel: () => void;
  readonly onOpenRun: (id: string) => void;
  readonly onRuntime: () => void;
}

const STAGES: Readonly<Record<string, string>> = {
  open: 'Reading the model', plan: 'Planning', load: 'Loading weights', run: 'Running', verify: 'Checking that outputs are unchanged', dump: 'Keeping values',
};

/** Run, what it will cost, how far it is, and what it proved. */
export function RunBar(props: RunBarProps) {
  const { activity, engine, estimate } = props;
  const canRun = activity === undefined && (engine.kind === 'ready' || engine.kind === 'unknown');
  const isRecorded = props.runs.some(({ id, recorded }) => id === props.run && recorded === true);
  return (
    <div className="run-bar">
      <Button disabled={!canRun} onClick={props.onRun}>{props.checked === 0 ? 'Run all layers' : props.checked === 1 ? 'Run 1 layer' : `Run ${props.checked} layers`}</Button>
      {activity !== undefined && (
        <span className="activity" role="status">
          <ProgressRing />
          {STAGES[activity.stage] ?? activity.stage}{activity.total !== undefined && activity.total > 0 ? ` ${activity.done ?? 0} of ${activity.total}` : '…'}
          <Button appearance="secondary" onClick={props.onCancel}>Cancel</Button>
        </span>
      )}
      {activity === undefined && estimate !== undefined && (
        <span className="dim">
          {estimate.tensors.toLocaleString()} tensors{estimate.bytes === undefined ? '' : `, about ${byteText(estimate.bytes)}`}
          {estimate.batches > 1 ? ` in ${estimate.batches} batches` : ''}{estimate.stateful ? ' · stateful model, reset before each run' : ''}
        </span>
      )}
      {activity === undefined && props.manifest !== undefined && <Verdict manifest={props.manifest} />}
      <span className="grow" />
      {props.runs.length > 0 && (
        <label className="dim">Run{' '}
          <Dropdown key={props.runs.map((run) => run.id).join()} value={props.run ?? props.runs[0]?.id ?? ''} aria-label="Run" onChange={(event) => props.onOpenRun(valueOf(event))}>
            {props.runs.map((run) => <Option key={run.id} value={run.id}>{`${new Date(run.when).toLocaleTimeString()} · ${run.label}${run.partial ? ' · partial' : ''}${run.stale ? ' · stale' : ''}`}</Option>)}
          </Dropdown>
        </label>
      )}
      {(engine.kind === 'missing' || engine.kind === 'untrusted') && (
        <p className="notice" role="note">{engine.message} {engine.kind === 'missing' && <Button appearance="secondary" onClick={props.onRuntime}>Choose runtime…</Button>}</p>
      )}
      {isRecorded && <p className="notice" role="note">{t('Recorded: this run was made beforehand and came with the extension. Nothing ran on this machine.')}</p>}
      {props.problem !== undefined && <p className="problem wide" role="alert">{props.problem}</p>}
    </div>
  );
}

/** Whether looking changed what the model computes. */
function Verdict(props: { readonly manifest: Manifest }) {
  const { outputs, partial } = props.manifest;
  const changed = outputs.filter((output) => output.unchanged === false);
  const unknown = outputs.filter((output) => output.unchanged === null);
  const text = changed.length > 0
    ? `✗ outputs changed: ${changed.map((output) => `${output.name} by ${shortJson(output.maxAbsDifference ?? undefined)}`).join(', ')}`
    : unknown.length > 0
      ? `outputs not judged: ${unknown[0]?.reason ?? 'no proof run'}`
      : outputs.length > 0 ? '✓ outputs unchanged' : '';
  return <span className={changed.length > 0 ? 'verdict bad' : 'verdict'} role="status">{text}{partial ? ' · partial' : ''}</span>;
}
