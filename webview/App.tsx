import { useCallback, useEffect, useMemo, useState, type CSSProperties } from 'react';
import type { PlacedBox } from '../src/rpc/graphService.ts';
import type { PanelState } from '../src/rpc/panelService.ts';
import { TopArea } from './header/TopArea.tsx';
import type { FillForm } from './header/useFormActions.ts';
import { useRunForm } from './inputs/useRunForm.ts';
import { coverageOf } from './layers/coverage.ts';
import { LayerList } from './layers/LayerList.tsx';
import { tensorsByName, type TensorInfo } from './layers/listRows.ts';
import { Navigator } from './layers/Navigator.tsx';
import { NoRun } from './layers/NoRun.tsx';
import { Splitter } from './layers/Splitter.tsx';
import { useLayers } from './layers/useLayers.ts';
import { useNavigator } from './layers/useNavigator.ts';
import { StatisticsTable } from './run/StatisticsTable.tsx';
import { useRun } from './run/useRun.ts';
import { sentenceOf, type Host } from './state/host.ts';
import type { KeptState } from './state/panelState.ts';
import { useLabels } from './state/useLabels.ts';
import type { News } from './state/useNews.ts';
import { shapeText } from './tensor/numbers.ts';
import { TensorPane } from './tensor/TensorPane.tsx';
import type { ViewSettings } from './tensor/settings.ts';
import { useVariable } from './weights/useVariable.ts';
import { VariablePane } from './weights/VariablePane.tsx';
import { t } from './state/l10n.ts';

interface AppProps {
  readonly host: Host;
  readonly panel: PanelState;
  readonly news: News;
  readonly kept: KeptState | undefined;
  readonly onKeep: (state: KeptState) => void;
  readonly onFill: FillForm;
}

/** The panel of one model: inputs and Run above, layers on the left, the chosen tensor (or the statistics of all) on the right. */
export function App({ host, panel, news, kept, onKeep, onFill }: AppProps) {
  const runs = useRun(host, panel, news);
  const { run } = runs;
  const layers = useLayers(host, panel, run?.manifest, kept, news.show);
  const control = useRunForm(panel, kept?.form, layers.select, run);
  const labels = useLabels(host, kept?.labels, (error) => runs.setProblem(sentenceOf(error)));
  const variable = useVariable(host, kept?.variable, news.show, panel.document);
  const navigator = useNavigator(kept?.navigator, news.show);
  const tensors = useMemo(() => tensorsByName(run?.manifest), [run]);
  const [isTable, setIsTable] = useState(kept?.isTable ?? false);
  const [isInputs, setIsInputs] = useState(kept?.isInputs);
  const [settings, setSettings] = useState<ReadonlyMap<string, ViewSettings>>(new Map(kept?.settings ?? []));
  const onSettings = useCallback((name: string, next: ViewSettings) => setSettings((now) => new Map(now).set(name, next)), []);
  useEffect(() => {
    setIsTable((now) => (news.show === undefined ? now : false));
  }, [news.show]);
  useEffect(() => {
    onKeep({
      model: panel.model,
      entry: panel.entry,
      run: run?.summary.id,
      chosen: layers.chosen,
      variable: variable.shown?.key,
      isTable,
      isInputs,
      checked: [...layers.checked],
      form: control.state,
      labels: labels.file,
      settings: [...settings],
      navigator: navigator.state,
    });
  });

  const canRun = panel.engine.kind === 'ready' || panel.engine.kind === 'unknown';
  const start = (): void => {
    // Without a choice there is no tensor to look at: all of them in numbers, then. The graph shows what a run gave by itself.
    if (navigator.state.mode === 'list' && layers.chosen === undefined && variable.shown === undefined) setIsTable(true);
    runs.start(control.form);
  };
  const choose = useCallback(
    (target: string | TensorInfo): void => {
      variable.close();
      setIsTable(false);
      if (typeof target === 'string') layers.choose(target);
      else layers.chooseTensor(target);
    },
    [variable.close, layers.choose, layers.chooseTensor],
  );
  const chosen = layers.chosenRow;
  const chosenTensors = useMemo(() => (chosen?.tensors ?? []).map(({ name }) => name), [chosen]);
  const { graph, mode, widths } = navigator.state;
  const chooseBox = (box: PlacedBox): void => {
    if (box.kind === 'layer') choose(box.id);
    else if (box.tensor !== undefined) choose({ name: box.tensor, label: box.label, op: box.type, shape: box.shape ?? null });
  };
  const hasDone = run !== undefined && runs.active === undefined;
  const coverage = useMemo(
    () => (hasDone ? coverageOf(layers.rows, run.summary, panel.runs) : undefined),
    [hasDone, layers.rows, run, panel.runs],
  );
  const hasTable = isTable && run !== undefined;
  return (
    <main className="panel">
      <TopArea
        host={host}
        panel={panel}
        control={control}
        runs={runs}
        checked={layers.checked.size}
        canRun={canRun}
        isInputs={isInputs}
        onInputs={setIsInputs}
        isTable={isTable}
        onTable={setIsTable}
        news={news}
        onFill={onFill}
        onLabels={labels.pick}
        onRun={start}
      />
      <div
        className={`body as-${mode}${hasTable ? ' with-table' : ''}`}
        style={{ '--side': `${widths[mode]}%` } as CSSProperties}
      >
        <Navigator
          mode={mode}
          isAway={hasTable}
          onMode={(next) => {
            setIsTable(false);
            navigator.change({ mode: next });
          }}
          list={
            <LayerList
              host={host}
              entry={panel.entry}
              rows={layers.rows}
              tensors={tensors}
              hasRun={hasDone}
              coverage={coverage}
              onOpenRun={runs.open}
              chosen={layers.chosen}
              checked={layers.checked}
              onChoose={choose}
              onCheck={layers.check}
            />
          }
          graph={{
            host,
            entry: panel.entry,
            run,
            chosen: layers.chosen,
            chosenTensors,
            settings: graph,
            onSettings: (next) => navigator.change({ graph: next }),
            show: news.show,
            onChoose: chooseBox,
          }}
        />
        <Splitter width={widths[mode]} onWidth={(width) => navigator.change({ widths: { ...widths, [mode]: width } })} />
        {hasTable ? (
          <StatisticsTable
            manifest={run.manifest}
            onClose={() => setIsTable(false)}
            onOpen={(tensor) =>
              choose(
                layers.rows.find((row) => row.tensors.includes(tensor))?.id ?? {
                  name: tensor.name,
                  label: tensor.key,
                  op: tensor.op,
                  shape: tensor.shape,
                },
              )
            }
          />
        ) : variable.shown !== undefined ? (
          <VariablePane host={host} panel={panel} variable={variable.shown} settings={settings} onSettings={onSettings} />
        ) : chosen !== undefined && run !== undefined && chosen.tensors.length > 0 ? (
          <TensorPane
            key={`${chosen.id} ${run.summary.when}`}
            host={host}
            run={run.summary.id}
            manifest={run.manifest}
            tensors={chosen.tensors}
            title={chosen.layer?.path ?? chosen.label}
            subtitle={`${chosen.type}${chosen.layer?.typeSource === 'inferred' ? ` ${t('(inferred)')}` : ''}${chosen.parameters > 0 ? ` · ${t('{0} parameters', chosen.parameters.toLocaleString())}` : ''}`}
            settings={settings}
            onSettings={onSettings}
            labels={labels.labels}
            onLabels={labels.pick}
          />
        ) : (
          <NoRun
            row={chosen}
            hasRun={run !== undefined}
            canRun={canRun}
            onRun={start}
            shape={shapeText(chosen?.shape)}
            keyOf={(name) => variableKey(panel, name)}
            onVariable={variable.open}
            isChecked={chosen !== undefined && layers.checked.has(chosen.id)}
            onCheck={(isChecked) => {
              if (chosen !== undefined) layers.check([chosen.id], isChecked);
            }}
          />
        )}
      </div>
    </main>
  );
}

/** Checkpoint key of a variable by its name in the graph. */
function variableKey({ document }: PanelState, name: string): string | undefined {
  return document.metaGraphs
    .flatMap(({ variables }) => variables)
    .find((row) => row.name === name || row.name === `${name}:0` || row.key === name)?.key;
}
