import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { RunEstimate, RunEvent } from '../src/rpc/modelService.ts';
import type { PanelState, RunForm, ShownRun } from '../src/rpc/panelService.ts';
import { EntryChooser } from './header/EntryChooser.tsx';
import { InputRow } from './inputs/InputRow.tsx';
import { RunBar } from './inputs/RunBar.tsx';
import { NO_INPUT, specOf, type InputState } from './inputs/sources.ts';
import { UnknownSizes } from './inputs/UnknownSizes.tsx';
import { LayerList } from './layers/LayerList.tsx';
import { listRows, type ListRow } from './layers/listRows.ts';
import { NoRun } from './layers/NoRun.tsx';
import { sentenceOf, type Host } from './state/host.ts';
import type { Activity, KeptState, ShowRequest } from './state/panelState.ts';
import { TensorPane } from './tensor/TensorPane.tsx';
import type { ViewSettings } from './tensor/TensorView.tsx';
import { shapeText } from './tensor/numbers.ts';

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

/** Sends a question about the form a moment after the last change; the newest answer wins. */
function useEstimate(host: Host, form: RunForm, isAsked: boolean): RunEstimate | undefined {
  const [estimate, setEstimate] = useState<RunEstimate>();
  const key = JSON.stringify([form, isAsked]);
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(() => {
      if (!isAsked) return;
      host.call('estimate', form, { signal: abort.signal }).then(
        (answer) => { if (!abort.signal.aborted) setEstimate(answer); },
        // What is wrong with the form stands beside the field that caused it.
        () => { if (!abort.signal.aborted) setEstimate(undefined); },
      );
    }, 400);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [host, key]);
  return estimate;
}

function findRow(rows: readonly ListRow[], name: string): ListRow | undefined {
  return rows.find((row) => row.id === name || row.layer?.path === name || row.layer?.name === name || row.tensors.some((tensor) => tensor.name === name || tensor.key === name));
}

/** The panel of one model: inputs and Run above, layers on the left, the chosen tensor on the right. */
export function App(props: AppProps) {
  const { host, panel, kept } = props;
  const [inputs, setInputs] = useState<Readonly<Record<string, InputState>>>(kept?.inputs ?? {});
  const [dims, setDims] = useState<Readonly<Record<string, number>>>(kept?.dims ?? {});
  const [batch, setBatch] = useState<number | undefined>(kept?.batch);
  const [checked, setChecked] = useState<ReadonlySet<string>>(new Set(kept?.checked ?? []));
  const [chosen, setChosen] = useState<string | undefined>(kept?.chosen);
  const [run, setRun] = useState<ShownRun | undefined>(panel.run);
  const [problem, setProblem] = useState<string>();
  const [settings, setSettings] = useState<ReadonlyMap<string, ViewSettings>>(new Map(kept?.settings ?? []));
  const [labels, setLabels] = useState<readonly string[]>();
  const abort = useRef<AbortController>();
  const shown = useRef<ShowRequest>();
  const signature = useMemo(() => signatureOf(panel), [panel]);
  const rows = useMemo(() => listRows(panel.layers.layers, run?.manifest), [panel.layers, run]);

  useEffect(() => { if (props.pushedRun !== undefined) setRun(props.pushedRun); }, [props.pushedRun]);
  useEffect(() => { setProblem(props.pushedProblem); }, [props.pushedProblem]);
  useEffect(() => {
    // Once per request: rows change with every run, and what the person chose since must stay.
    const row = props.pushedShow === undefined || props.pushedShow === shown.current ? undefined : findRow(rows, props.pushedShow.name);
    if (row === undefined) return;
    shown.current = props.pushedShow;
    setChosen(row.id);
  }, [props.pushedShow, rows]);
  useEffect(() => {
    props.onKeep({ model: panel.model, run: run?.summary.id, chosen, checked: [...checked], inputs, dims, batch, settings: [...settings], entry: panel.entry });
  });

  const form = useMemo<RunForm>(() => ({
    entry: panel.entry,
    select: rows.flatMap((row) => (checked.has(row.id) && row.layer !== undefined ? [`"${row.layer.path}"`] : [])),
    inputs: Object.entries(inputs).flatMap(([name, state]) => {
      const spec = specOf(state);
      return spec === undefined ? [] : [{ name, spec }];
    }),
    dims, ...(batch === undefined ? {} : { batch }), limits: panel.limits,
  }), [panel, rows, checked, inputs, dims, batch]);
  const isRunnable = panel.engine.kind === 'ready' || panel.engine.kind === 'unknown';
  const estimate = useEstimate(host, form, isRunnable);

  const start = useCallback(() => {
    const controller = new AbortController();
    abort.current = controller;
    setProblem(undefined);
    props.onActivity({ stage: 'open', tensors: [] });
    host.call('run', form, { signal: controller.signal, onEvent: props.onEvent }).then(
      (done) => {
        setRun(done);
        const last = rows.filter((row) => row.layer !== undefined && (checked.size === 0 || checked.has(row.id)));
        setChosen((now) => now ?? last[0]?.id);
      },
      (error: unknown) => setProblem(sentenceOf(error)),
    ).finally(() => props.onActivity(undefined));
  }, [host, form, rows, checked, props.onActivity, props.onEvent]);
  const openRun = (id: string): void => {
    host.call('openRun', { run: id }).then(setRun, (error: unknown) => setProblem(sentenceOf(error)));
  };
  const pickLabels = async (): Promise<void> => {
    const picked = await host.call('pickInputFile', { name: 'labels', kind: 'labels' });
    if (picked !== undefined) setLabels(await host.call('readLabels', { spec: picked.spec }));
  };
  const chosenRow = rows.find((row) => row.id === chosen);
  return (
    <main className="panel">
      <header className="top">
        <div className="title">
          <h1>{panel.title}</h1>
          <EntryChooser panel={panel} onChoose={(entry) => { host.call('chooseEntry', entry).then(props.onPanel, (error: unknown) => setProblem(sentenceOf(error))); }} />
          <span className="grow" />
          <span className="dim">{panel.engine.kind === 'ready' ? `TensorFlow ${panel.engine.version} · ${panel.engine.name}` : ''}</span>
        </div>
        <div className="inputs">
          {signature.map((input) => (
            <InputRow key={input.name} host={host} input={input} state={inputs[input.name] ?? NO_INPUT} form={form} onChange={(state) => setInputs({ ...inputs, [input.name]: state })} />
          ))}
          <UnknownSizes inputs={signature} dims={dims} batch={batch} onDims={setDims} onBatch={setBatch} />
          {signature.some((input) => input.shape !== null) && <p className="dim hint">Drop a file on an input while holding Shift, or choose “File…”.</p>}
        </div>
        <RunBar
          checked={checked.size} engine={panel.engine} activity={props.pushedActivity} problem={problem} estimate={estimate} manifest={run?.manifest} runs={panel.runs} run={run?.summary.id}
          onRun={start} onCancel={() => abort.current?.abort()} onOpenRun={openRun} onRuntime={() => void host.call('chooseRuntime', {})}
        />
      </header>
      <div className="body">
        <LayerList
          rows={rows} chosen={chosen} checked={checked} onChoose={setChosen}
          onCheck={(ids, isChecked) => setChecked((now) => new Set(isChecked ? [...now, ...ids] : [...now].filter((id) => !ids.includes(id))))}
        />
        {chosenRow !== undefined && run !== undefined && chosenRow.tensors.length > 0
          ? (
            <TensorPane
              key={chosenRow.id} host={host} run={run.summary.id} manifest={run.manifest} tensors={chosenRow.tensors} title={chosenRow.layer?.path ?? chosenRow.label}
              subtitle={`${chosenRow.type}${chosenRow.parameters > 0 ? ` · ${chosenRow.parameters.toLocaleString()} parameters` : ''}`}
              settings={settings} onSettings={(name, next) => setSettings((now) => new Map(now).set(name, next))} labels={labels} onLabels={() => void pickLabels()}
            />
          )
          : <NoRun row={chosenRow} hasRun={run !== undefined} canRun={isRunnable} onRun={start} shape={shapeText(chosenRow?.shape)} />}
      </div>
    </main>
  );
}

function signatureOf(panel: PanelState) {
  const metaGraph = panel.document.metaGraphs.find((each) => each.tagSet.join() === panel.layers.tagSet.join()) ?? panel.document.metaGraphs[0];
  if (panel.layers.function !== undefined) return metaGraph?.functions.find((each) => each.path === panel.layers.function)?.inputs ?? [];
  return metaGraph?.signatures.find((each) => each.key === panel.layers.signature)?.inputs ?? [];
}
