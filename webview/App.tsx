import { useCallback, useEffect, useMemo, useState, type CSSProperties } from 'react';
import type { PlacedBox } from '../src/rpc/graphService.ts';
import type { RunEvent } from '../src/rpc/modelService.ts';
import type { PanelState, ShownRun } from '../src/rpc/panelService.ts';
import { TopArea } from './header/TopArea.tsx';
import { useRunForm } from './inputs/useRunForm.ts';
import { LayerList } from './layers/LayerList.tsx';
import { tensorsByName, type TensorInfo } from './layers/listRows.ts';
import { Navigator } from './layers/Navigator.tsx';
import { NoRun } from './layers/NoRun.tsx';
import { Splitter } from './layers/Splitter.tsx';
import { useLayers } from './layers/useLayers.ts';
import { useNavigator } from './layers/useNavigator.ts';
import { useRun } from './run/useRun.ts';
import type { Host } from './state/host.ts';
import type { Activity, KeptState, ShowRequest } from './state/panelState.ts';
import { useLabels } from './state/useLabels.ts';
import { shapeText } from './tensor/numbers.ts';
import { TensorPane } from './tensor/TensorPane.tsx';
import type { ViewSettings } from './tensor/settings.ts';
import { useVariable } from './weights/useVariable.ts';
import { VariablePane } from './weights/VariablePane.tsx';

interface AppProps {
  readonly host: Host;
  readonly panel: PanelState;
  /** a run that the host started or ended, newest first */
  readonly pushedRun: ShownRun | undefined;
  readonly pushedActivity: Activity | undefined;
  readonly pushedProblem: string | undefined;
  readonly pushedShow: ShowRequest | undefined;
  readonly kept: KeptState | undefined;
  readonly onKeep: (state: KeptState) => void;
  readonly onPanel: (panel: PanelState) => void;
  readonly onActivity: (activity: Activity | undefined) => void;
  readonly onEvent: (event: RunEvent) => void;
}

/** The panel of one model: inputs and Run above, layers on the left, the chosen tensor on the right. */
export function App(props: AppProps) {
  const { host, panel, kept } = props;
  const runs = useRun(host, panel.run, { run: props.pushedRun, problem: props.pushedProblem, onActivity: props.onActivity, onEvent: props.onEvent });
  const layers = useLayers(panel.layers, runs.run?.manifest, kept, props.pushedShow);
  const control = useRunForm(panel, kept, layers.select);
  const labels = useLabels(host);
  const variable = useVariable(host, kept?.variable, props.pushedShow);
  const navigator = useNavigator(kept?.navigator, props.pushedShow);
  const tensors = useMemo(() => tensorsByName(runs.run?.manifest), [runs.run]);
  const [settings, setSettings] = useState<ReadonlyMap<string, ViewSettings>>(new Map(kept?.settings ?? []));
  const onSettings = useCallback((name: string, next: ViewSettings) => setSettings((now) => new Map(now).set(name, next)), []);
  useEffect(() => {
    props.onKeep({
      model: panel.model, entry: panel.entry, run: runs.run?.summary.id, chosen: layers.chosen, variable: variable.shown?.key, checked: [...layers.checked], ...control.state, settings: [...settings],
      navigator: navigator.state,
    });
  });

  const canRun = panel.engine.kind === 'ready' || panel.engine.kind === 'unknown';
  const start = (): void => runs.start(control.form, layers.chooseFirst);
  const choose = useCallback((target: string | TensorInfo): void => {
    variable.close();
    if (typeof target === 'string') layers.choose(target);
    else layers.chooseTensor(target);
  }, [variable.close, layers.choose, layers.chooseTensor]);
  const chosen = layers.chosenRow;
  const chosenTensors = useMemo(() => (chosen?.tensors ?? []).map(({ name }) => name), [chosen]);
  const { graph, mode, widths } = navigator.state;
  const chooseBox = (box: PlacedBox): void => {
    if (box.kind === 'layer') choose(box.id);
    else if (box.tensor !== undefined) choose({ name: box.tensor, label: box.label, op: box.type, shape: box.shape ?? null });
  };
  return (
    <main className="panel">
      <TopArea host={host} panel={panel} control={control} runs={runs} activity={props.pushedActivity} checked={layers.checked.size} canRun={canRun} onPanel={props.onPanel} onRun={start} />
      <div className={`body as-${mode}`} style={{ '--side': `${widths[mode]}%` } as CSSProperties}>
        <Navigator
          mode={mode} onMode={(next) => navigator.change({ mode: next })}
          list={<LayerList host={host} entry={panel.entry} rows={layers.rows} tensors={tensors} chosen={layers.chosen} checked={layers.checked} onChoose={choose} onCheck={layers.check} />}
          graph={{
            host, entry: panel.entry, run: runs.run, chosen: layers.chosen, chosenTensors, settings: graph, onSettings: (next) => navigator.change({ graph: next }),
            show: props.pushedShow, onChoose: chooseBox,
          }}
        />
        <Splitter width={widths[mode]} onWidth={(width) => navigator.change({ widths: { ...widths, [mode]: width } })} />
        {variable.shown !== undefined
          ? <VariablePane host={host} panel={panel} variable={variable.shown} settings={settings} onSettings={onSettings} />
          : chosen !== undefined && runs.run !== undefined && chosen.tensors.length > 0
          ? (
            <TensorPane
              key={chosen.id} host={host} run={runs.run.summary.id} manifest={runs.run.manifest} tensors={chosen.tensors} title={chosen.layer?.path ?? chosen.label}
              subtitle={`${chosen.type}${chosen.parameters > 0 ? ` · ${chosen.parameters.toLocaleString()} parameters` : ''}`}
              settings={settings} onSettings={onSettings} labels={labels.labels} onLabels={() => void labels.pick()}
            />
          )
          : (
            <NoRun
              row={chosen} hasRun={runs.run !== undefined} canRun={canRun} onRun={start} shape={shapeText(chosen?.shape)} keyOf={(name) => variableKey(panel, name)} onVariable={variable.open}
              isChecked={chosen !== undefined && layers.checked.has(chosen.id)} onCheck={(isChecked) => { if (chosen !== undefined) layers.check([chosen.id], isChecked); }}
            />
          )}
      </div>
    </main>
  );
}

/** Checkpoint key of a variable by its name in the graph. */
function variableKey({ document }: PanelState, name: string): string | undefined {
  return document.metaGraphs.flatMap(({ variables }) => variables).find((row) => row.name === name || row.name === `${name}:0` || row.key === name)?.key;
}
