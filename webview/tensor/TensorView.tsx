import { useMemo, useState } from 'react';
import type { ManifestTensor } from '../../src/core/run/manifest.ts';
import type { SliceTerm, TensorWindow } from '../../src/rpc/modelService.ts';
import type { Host } from '../state/host.ts';
import { planWindow, spreadAxes, type AxisMapping } from './axes.ts';
import type { ColourMap } from './colourTable.ts';
import { FeatureMaps } from './FeatureMaps.tsx';
import { Heatmap } from './Heatmap.tsx';
import { HistogramView } from './HistogramView.tsx';
import { Legend } from './Legend.tsx';
import { LineView } from './LineView.tsx';
import { finiteJson } from './numbers.ts';
import { numbersOf } from './numbersOf.ts';
import { planesOf } from './plane.ts';
import { RgbView } from './RgbView.tsx';
import { finiteDomain, suitableMap, symmetric, type Domain, type ScaleKind } from './scale.ts';
import { TextView } from './TextView.tsx';
import { TopClasses } from './TopClasses.tsx';
import { useWindow } from './useWindow.ts';
import { PAGE_COLUMNS, PAGE_ROWS, ValuesGrid } from './ValuesGrid.tsx';
import type { ViewKind } from './viewKinds.ts';

/** How a person wants the tensor drawn; remembered per tensor. */
export interface ViewSettings {
  readonly kind: ViewKind;
  readonly mapping: AxisMapping;
  readonly mapName: ColourMap | 'auto';
  readonly scale: ScaleKind;
  readonly isCommon: boolean;
  readonly sort: 'index' | 'energy';
  /** first map of the page */
  readonly page: number;
  readonly domain: Domain | undefined;
}

/** Maps on one page. */
export const MAPS_PER_PAGE = 64;

interface TensorViewProps {
  readonly host: Host;
  readonly run: string;
  readonly tensor: ManifestTensor;
  readonly settings: ViewSettings;
  readonly labels: readonly string[] | undefined;
  readonly onLabels: () => void;
  readonly onSettings: (change: Partial<ViewSettings>) => void;
  readonly onOpenMap: (map: number) => void;
  readonly onReadout: (text: string) => void;
}

interface Page { readonly row: number; readonly column: number }

function windowFor(tensor: ManifestTensor, settings: ViewSettings, page: Page): { slice: readonly SliceTerm[]; steps: readonly number[] } | undefined {
  const { shape } = tensor;
  const axes = spreadAxes(settings.mapping);
  switch (settings.kind) {
    case 'histogram': return undefined;
    case 'maps': {
      const maps = Math.min(MAPS_PER_PAGE, (shape[axes.map] ?? 1) - settings.page);
      const side = Math.max(8, Math.floor(Math.sqrt(240_000 / Math.max(1, maps))));
      return planWindow(shape, settings.mapping, { row: side, column: side }, { map: [settings.page, settings.page + maps] });
    }
    case 'rgb': return planWindow(shape, settings.mapping, { row: 280, column: 280 });
    case 'heatmap': return planWindow(shape, settings.mapping, { row: 480, column: 500 });
    case 'line': case 'classes': return planWindow(shape, settings.mapping, { column: 200_000 });
    case 'values': return planWindow(shape, settings.mapping, {}, {
      row: [page.row, Math.min(shape[axes.row] ?? 1, page.row + PAGE_ROWS)],
      column: [page.column, Math.min(shape[axes.column] ?? 1, page.column + PAGE_COLUMNS)],
    });
    case 'text': return planWindow(shape, settings.mapping, { row: 200, column: 50 });
  }
}

/** One tensor of a run in the chosen view. */
export function TensorView(props: TensorViewProps) {
  const { tensor, settings } = props;
  const [page, setPage] = useState<Page>({ row: 0, column: 0 });
  const planned = useMemo(() => windowFor(tensor, settings, page), [tensor, settings, page]);
  const state = useWindow(props.host, props.run, tensor.name, planned?.slice);
  if (settings.kind === 'histogram') return <HistogramView stats={tensor.stats} />;
  if (tensor.file === null) return <p className="empty">Only statistics were kept of this tensor. Run again with values to see it.</p>;
  if (state.problem !== undefined) return <p className="problem" role="alert">{state.problem}</p>;
  if (state.window === undefined) return <p className="empty" aria-busy="true">Reading values…</p>;
  const axes = spreadAxes(settings.mapping);
  const steps = { row: planned?.steps[axes.row] ?? 1, column: planned?.steps[axes.column] ?? 1 };
  return (
    <>
      <Picture {...props} window={state.window} steps={steps} page={page} onPage={(row, column) => setPage({ row, column })} />
      {(steps.row > 1 || steps.column > 1) && settings.kind !== 'values' && (
        <p className="dim">Reduced to the screen: every {steps.row > 1 ? `${steps.row}th row` : ''}{steps.row > 1 && steps.column > 1 ? ' and ' : ''}{steps.column > 1 ? `${steps.column}th column` : ''} is drawn.</p>
      )}
    </>
  );
}

interface PictureProps extends TensorViewProps {
  readonly window: TensorWindow;
  readonly steps: { readonly row: number; readonly column: number };
  readonly page: Page;
  readonly onPage: (row: number, column: number) => void;
}

function wholeDomain(tensor: ManifestTensor): Domain | undefined {
  const low = finiteJson(tensor.stats.min);
  const high = finiteJson(tensor.stats.max);
  return low === undefined || high === undefined ? undefined : { low, high };
}

function Picture(props: PictureProps) {
  const { tensor, settings, window } = props;
  const numbers = useMemo(() => numbersOf(window), [window]);
  const planes = useMemo(() => planesOf(numbers, window.shape, settings.mapping), [numbers, window, settings.mapping]);
  const axes = spreadAxes(settings.mapping);
  const whole = wholeDomain(tensor);
  const mapName = settings.mapName === 'auto' ? suitableMap(whole) : settings.mapName;
  const domain = settings.domain ?? (whole === undefined ? finiteDomain(numbers) : symmetric(whole));
  const { nan, posInf, negInf } = tensor.stats;
  const legend = (common: Domain | undefined) => (
    <Legend mapName={mapName} scale={settings.scale} domain={common} nan={nan} posInf={posInf} negInf={negInf} />
  );
  switch (settings.kind) {
    case 'maps': {
      const common = settings.isCommon ? domain : undefined;
      return (
        <>
          {legend(common)}
          <FeatureMaps
            planes={planes} firstMap={settings.page} mapName={mapName} scale={settings.scale} common={common} sort={settings.sort}
            steps={props.steps} onOpen={props.onOpenMap} onReadout={props.onReadout}
          />
        </>
      );
    }
    case 'heatmap': return (
      <>
        {legend(domain)}
        <Heatmap planes={planes} mapName={mapName} scale={settings.scale} domain={domain} steps={props.steps} label={tensor.name} onReadout={props.onReadout} />
      </>
    );
    case 'rgb': return <RgbView planes={planes} isByte={tensor.dtype === 'uint8'} label={tensor.name} />;
    case 'line': return <LineView values={numbers} step={props.steps.column} label={tensor.name} onReadout={props.onReadout} />;
    case 'classes': return <TopClasses values={numbers} labels={props.labels} onLabels={props.onLabels} />;
    case 'text': return <TextView window={window} total={tensor.stats.count} />;
    case 'values': return (
      <ValuesGrid
        window={window} planes={planes} firstRow={props.page.row} firstColumn={props.page.column} rows={tensor.shape[axes.row] ?? 1}
        columns={tensor.shape[axes.column] ?? 1} onPage={props.onPage} onCopy={(text) => void props.host.call('copyText', { text })}
      />
    );
    case 'histogram': return null;
  }
}
