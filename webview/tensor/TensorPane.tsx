import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Manifest, ManifestTensor } from '../../src/core/run/manifest.ts';
import type { Host } from '../state/host.ts';
import { t } from '../state/l10n.ts';
import { spreadAxes, withIndex, withRole, type AxisMapping } from './axes.ts';
import { ColourBar } from './ColourBar.tsx';
import { HeatmapView } from './HeatmapView.tsx';
import { MapsView } from './MapsView.tsx';
import { shapeText } from './numbers.ts';
import { settingsFor, withKind, type ViewSettings } from './settings.ts';
import { SliceBar } from './SliceBar.tsx';
import { sliceText } from './sliceText.ts';
import { StatsLine } from './StatsLine.tsx';
import { TensorActions } from './TensorActions.tsx';
import { kindFor, viewsFor, viewTitle, type ViewKind } from './viewKinds.ts';
import { axisName } from './tensorFacts.ts';
import type { ViewProps } from './viewProps.ts';
import { Tabs } from '../widgets/Tabs.tsx';

// The first picture is a map or a heatmap; the others come when somebody looks at them.
const LAZY: Readonly<Partial<Record<ViewKind, React.ComponentType<ViewProps>>>> = {
  rgb: lazy(() => import('./ImageView.tsx')),
  line: lazy(() => import('./LineView.tsx')),
  values: lazy(() => import('./ValuesView.tsx')),
  histogram: lazy(() => import('./HistogramView.tsx')),
  classes: lazy(() => import('./ClassesView.tsx')),
  text: lazy(() => import('./TextView.tsx')),
  attention: lazy(() => import('./AttentionView.tsx')),
  scatter: lazy(() => import('./ScatterView.tsx')),
};

interface TensorPaneProps {
  readonly host: Host;
  readonly run: string;
  readonly manifest: Manifest;
  /** tensors of the chosen layer, the first is shown unless another is chosen */
  readonly tensors: readonly ManifestTensor[];
  readonly title: string;
  readonly subtitle: string;
  readonly settings: ReadonlyMap<string, ViewSettings>;
  readonly onSettings: (name: string, settings: ViewSettings) => void;
  readonly labels: readonly string[] | undefined;
  readonly onLabels: () => void;
}

/** The chosen tensor: what it is, how to look at it, and the picture in all the room that is left. */
export function TensorPane(props: TensorPaneProps) {
  const { host, manifest, onSettings, run } = props;
  const [chosen, setChosen] = useState(0);
  const [notice, setNotice] = useState<string>();
  const tensor = props.tensors[Math.min(chosen, props.tensors.length - 1)];
  const isOutput = useMemo(
    () => manifest.outputs.some((output) => output.key === tensor?.key || output.tensor === tensor?.name),
    [manifest, tensor],
  );
  const views = useMemo(() => (tensor === undefined ? [] : viewsFor(tensor, isOutput)), [tensor, isOutput]);
  const kept = tensor === undefined ? undefined : props.settings.get(tensor.name);
  const settings = useMemo(() => (tensor === undefined ? undefined : settingsFor(tensor, views, kept)), [tensor, views, kept]);
  const newest = useRef(settings);
  newest.current = settings;
  const change = useCallback(
    (part: Partial<ViewSettings>): void => {
      if (tensor === undefined || newest.current === undefined) return;
      // Several changes may come before the page is drawn again: each builds on the one before.
      newest.current = { ...newest.current, ...part };
      onSettings(tensor.name, newest.current);
    },
    [tensor, onSettings],
  );
  const [isFromMaps, setFromMaps] = useState(false);
  useEffect(() => setNotice(undefined), [tensor]);
  if (tensor === undefined || settings === undefined) return null;

  const setKind = (kind: ViewKind): void => {
    setFromMaps(false);
    change(withKind(settings, kind, tensor.shape));
  };
  const onMapping = (mapping: AxisMapping): void => change({ mapping, kind: kindFor(settings.kind, mapping, views), page: 0 });
  const openMap = (map: number): void => {
    const axis = spreadAxes(settings.mapping).map;
    setFromMaps(true);
    change({
      kind: 'heatmap',
      mapping: withIndex(withRole(settings.mapping, axis, 'fixed'), axis, map),
      range: settings.range === 'own' ? 'slice' : settings.range,
    });
  };
  const backToMaps = (): void => {
    setFromMaps(false);
    change({
      ...withKind(settings, 'maps', tensor.shape),
      range: settings.range === 'slice' ? 'own' : settings.range,
      page: settings.page,
    });
  };
  const view: ViewProps = {
    host,
    run,
    manifest,
    tensor,
    settings,
    onSettings: change,
    labels: props.labels,
    onLabels: props.onLabels,
  };
  const isColoured = settings.kind === 'maps' || settings.kind === 'heatmap' || settings.kind === 'attention';
  const slice = sliceText(settings.mapping, tensor.shape);
  return (
    <section className="tensor" aria-label={t('Tensor')}>
      <header className="tensor-head">
        <h2 title={tensor.name}>{props.title}</h2>
        <span className="dim">{props.subtitle}</span>
        {props.tensors.length > 1 && (
          <select
            value={Math.min(chosen, props.tensors.length - 1)}
            aria-label={t('Tensor of this layer')}
            onChange={(event) => setChosen(Number(event.target.value))}
          >
            {props.tensors.map((each, i) => (
              <option key={each.name} value={i}>
                {each.op} {shapeText(each.shape)}
              </option>
            ))}
          </select>
        )}
        <span className="grow" />
        <TensorActions host={host} run={run} tensor={tensor} slice={slice} onNotice={setNotice} />
      </header>
      <StatsLine tensor={tensor} />
      {(notice !== undefined || tensor.note !== undefined) && (
        <p className="tensor-note" role="status">
          {notice ?? tensor.note}
        </p>
      )}
      <Tabs
        label={t('View')}
        tabs={views.map((kind) => ({ key: kind, title: viewTitle(kind) }))}
        chosen={settings.kind}
        controls="tensor-view"
        onChoose={setKind}
      />
      <div className="tensor-view" id="tensor-view" role="tabpanel" aria-labelledby={`tab-${settings.kind}`}>
        <div className="controls">
          <SliceBar
            shape={tensor.shape}
            nameOf={(axis) => axisName(tensor, axis)}
            kind={settings.kind}
            mapping={settings.mapping}
            onChange={onMapping}
          />
          {isColoured && <ColourBar tensor={tensor} settings={settings} onChange={change} />}
        </div>
        {tensor.file === null && settings.kind !== 'values' ? (
          <p className="empty">{t('Only statistics were kept of this tensor. Run again with values to see it.')}</p>
        ) : (
          <View
            key={`${run}\n${tensor.name}\n${settings.kind}`}
            view={view}
            onOpenMap={openMap}
            onBack={isFromMaps ? backToMaps : undefined}
          />
        )}
      </div>
    </section>
  );
}

function View({
  onBack,
  onOpenMap,
  view,
}: {
  readonly view: ViewProps;
  readonly onOpenMap: (map: number) => void;
  readonly onBack: (() => void) | undefined;
}) {
  const { kind } = view.settings;
  if (kind === 'maps') return <MapsView {...view} onOpenMap={onOpenMap} />;
  if (kind === 'heatmap') return <HeatmapView {...view} onBack={onBack} />;
  const Other = LAZY[kind];
  return Other === undefined ? null : (
    <Suspense
      fallback={
        <p className="empty" aria-busy="true">
          {t('Loading the view…')}
        </p>
      }
    >
      <Other {...view} />
    </Suspense>
  );
}
