import { InputsForm } from '../inputs/InputsForm.tsx';
import type { FormControl } from '../inputs/useRunForm.ts';
import { RunBar } from '../run/RunBar.tsx';
import { useEstimate } from '../run/useEstimate.ts';
import type { RunControl } from '../run/useRun.ts';
import { sentenceOf, type Host } from '../state/host.ts';
import type { Activity } from '../state/panelState.ts';
import type { PanelState } from '../../src/rpc/panelService.ts';
import { signatureOf } from '../state/signatureOf.ts';
import { EntryChooser } from './EntryChooser.tsx';

interface TopAreaProps {
  readonly host: Host;
  readonly panel: PanelState;
  readonly control: FormControl;
  readonly runs: RunControl;
  readonly activity: Activity | undefined;
  /** number of checked layers */
  readonly checked: number;
  readonly canRun: boolean;
  readonly onPanel: (panel: PanelState) => void;
  readonly onRun: () => void;
}

/** Above everything: the model and its signature, the inputs, Run and what it proved. */
export function TopArea({ host, panel, control, runs, activity, checked, canRun, onPanel, onRun }: TopAreaProps) {
  const estimate = useEstimate(host, control.form, canRun);
  const refuse = (error: unknown): void => runs.setProblem(sentenceOf(error));
  return (
    <header className="top">
      <div className="title">
        <h1>{panel.title}</h1>
        <EntryChooser panel={panel} onChoose={(entry) => { host.call('chooseEntry', entry).then(onPanel, refuse); }} />
        <span className="grow" />
        <span className="dim">{panel.engine.kind === 'ready' ? `TensorFlow ${panel.engine.version} · ${panel.engine.name}` : ''}</span>
      </div>
      <InputsForm host={host} signature={signatureOf(panel)} control={control} />
      <RunBar
        checked={checked} engine={panel.engine} activity={activity} problem={runs.problem} estimate={estimate} manifest={runs.run?.manifest} runs={panel.runs} run={runs.run?.summary.id}
        onRun={onRun} onCancel={runs.cancel} onOpenRun={runs.open} onRuntime={() => void host.call('chooseRuntime', {})}
      />
    </header>
  );
}
