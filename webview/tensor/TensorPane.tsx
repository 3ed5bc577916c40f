import { useMemo, useState } from 'react';
import type { Manifest, ManifestTensor } from '../../src/core/run/manifest.ts';
import { Button, Checkbox, checkedOf, Dropdown, Option, TextField, valueOf } from '../toolkit.ts';
import { sentenceOf, type Host } from '../state/host.ts';
import { defaultMapping, spreadAxes, withIndex, withRole } from './axes.ts';
import { COLOUR_MAPS } from './colourTable.ts';
import { shapeText, shortJson } from './numbers.ts';
import { SCALE_KINDS } from './scale.ts';
import { SliceBar } from './SliceBar.tsx';
import { MAPS_PER_PAGE, TensorView, type ViewSettings } from './TensorView.tsx';
import { VIEW_ARITY, VIEW_TITLES, viewsFor, type ViewKind } from './viewKinds.ts';
import { savePicture } from './savePicture.ts';

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

function settingsFor(tensor: ManifestTensor, kind: ViewKind): ViewSettings {
  return {
    kind, mapping: defaultMapping(tensor.shape, VIEW_ARITY[kind]), mapName: 'auto', scale: 'linear', isCommon: false, sort: 'index', page: 0, domain: undefined,
  };
}

/** The chosen tensor: statistics, view and slice controls, and the picture. */
export function TensorPane(props: TensorPaneProps) {
  const [chosen, setChosen] = useState(0);
  const [readout, setReadout] = useState('');
  const [notice, setNotice] = useState<string>();
  const tensor = props.tensors[Math.min(chosen, props.tensors.length - 1)];
  const isOutput = useMemo(() => props.manifest.outputs.some((output) => output.key === tensor?.key || output.tensor === tensor?.name), [props.manifest, tensor]);
  if (tensor === undefined) return null;
  const views = viewsFor(tensor, isOutput);
  const kept = props.settings.get(tensor.name);
  const settings = kept !== undefined && views.includes(kept.kind) ? kept : settingsFor(tensor, views[0] ?? 'values');
  const change = (part: Partial<ViewSettings>): void => props.onSettings(tensor.name, { ...settings, ...part });
  const setKind = (kind: ViewKind): void => {
    change({ kind, mapping: defaultMapping(tensor.shape, VIEW_ARITY[kind]), page: 0 });
    setReadout('');
  };
  const openMap = (map: number): void => {
    const axis = spreadAxes(settings.mapping).map;
    change({ kind: 'heatmap', mapping: withIndex(withRole(settings.mapping, axis, 'fixed'), axis, map) });
  };
  const attempt = (work: Promise<string | undefined>, done: (answer: string) => string): void => {
    work.then((answer) => setNotice(answer === undefined ? undefined : done(answer)), (error: unknown) => setNotice(sentenceOf(error)));
  };
  const maps = tensor.shape[spreadAxes(settings.mapping).map] ?? 1;
  const isReadable = settings.kind === 'maps' || settings.kind === 'heatmap' || settings.kind === 'line';
  const isColoured = settings.kind === 'maps' || settings.kind === 'heatmap';
  return (
    <section className="tensor" aria-label="Tensor">
      <header className="tensor-head">
        <h2 title={tensor.name}>{props.title}</h2>
        <span className="dim">{props.subtitle}</span>
        {props.tensors.length > 1 && (
          <Dropdown key={props.tensors.map((each) => each.name).join()} value={String(Math.min(chosen, props.tensors.length - 1))} aria-label="Tensor of this layer" onChange={(event) => setChosen(Number(valueOf(event)))}>
            {props.tensors.map((each, i) => <Option key={each.name} value={String(i)}>{each.op} {shapeText(each.shape)}</Option>)}
          </Dropdown>
        )}
        <span className="grow" />
        <Button appearance="secondary" onClick={() => attempt(savePicture(props.host, tensor), (path) => `Saved ${path}`)}>Save picture</Button>
        <Button appearance="secondary" onClick={() => attempt(props.host.call('dump', { run: props.run, names: [tensor.name] }), (path) => `Dumped to ${path}`)}>Dump</Button>
        <Button appearance="secondary" onClick={() => attempt(props.host.call('cliCommand', { run: props.run, name: tensor.name }).then((text) => props.host.call('copyText', { text })).then(() => ''), () => 'Command copied.')}>Copy command</Button>
      </header>
      <p className="tensor-name"><code>{tensor.name}</code> <span>{tensor.dtype} {shapeText(tensor.shape)}</span></p>
      <StatsLine tensor={tensor} />
      <nav className="views" role="tablist" aria-label="View">
        {views.map((kind) => (
          <button key={kind} type="button" role="tab" aria-selected={kind === settings.kind} className={kind === settings.kind ? 'tab on' : 'tab'} onClick={() => setKind(kind)}>{VIEW_TITLES[kind]}</button>
        ))}
      </nav>
      {settings.kind !== 'histogram' && (
        <SliceBar shape={tensor.shape} mapping={settings.mapping} onChange={(mapping) => change({ mapping, kind: kindFor(settings.kind, mapping.roles.filter((role) => role !== 'fixed').length, views) })} />
      )}
      {isColoured && (
        <div className="bar">
          <label>Colours <Dropdown value={settings.mapName} aria-label="Colours" onChange={(event) => change({ mapName: (['auto', ...COLOUR_MAPS] as const).find((name) => name === valueOf(event)) ?? 'auto' })}>{['auto', ...COLOUR_MAPS].map((name) => <Option key={name} value={name}>{name}</Option>)}</Dropdown></label>
          <label>Scale <Dropdown value={settings.scale} aria-label="Scale" onChange={(event) => change({ scale: SCALE_KINDS.find((kind) => kind === valueOf(event)) ?? 'linear' })}>{SCALE_KINDS.map((kind) => <Option key={kind} value={kind}>{kind}</Option>)}</Dropdown></label>
          <DomainFields settings={settings} onChange={change} />
          {settings.kind === 'maps' && (
            <>
              <Checkbox checked={settings.isCommon} onChange={(event) => change({ isCommon: checkedOf(event) })}>Same range for all</Checkbox>
              <Checkbox checked={settings.sort === 'energy'} onChange={(event) => change({ sort: checkedOf(event) ? 'energy' : 'index' })}>Strongest first</Checkbox>
              {maps > MAPS_PER_PAGE && (
                <span className="pager">
                  <Button appearance="icon" aria-label="Previous channels" disabled={settings.page === 0} onClick={() => change({ page: Math.max(0, settings.page - MAPS_PER_PAGE) })}>‹</Button>
                  channels {settings.page}–{Math.min(maps, settings.page + MAPS_PER_PAGE) - 1} of {maps}
                  <Button appearance="icon" aria-label="Next channels" disabled={settings.page + MAPS_PER_PAGE >= maps} onClick={() => change({ page: settings.page + MAPS_PER_PAGE })}>›</Button>
                </span>
              )}
            </>
          )}
        </div>
      )}
      <p className="readout" role="status">{notice ?? (readout !== '' ? readout : isReadable ? 'Point at the picture, or use the arrow keys, to read values.' : '')}</p>
      <div className="picture">
        <TensorView
          key={`${props.run}\n${tensor.name}`} host={props.host} run={props.run} tensor={tensor} settings={settings} labels={props.labels} onLabels={props.onLabels}
          onSettings={change} onOpenMap={openMap} onReadout={setReadout}
        />
      </div>
    </section>
  );
}

/** A view that spreads this many axes, staying with the current one when it does. */
function kindFor(current: ViewKind, axes: number, views: readonly ViewKind[]): ViewKind {
  if (VIEW_ARITY[current] === axes || current === 'values' || current === 'text') return current;
  return views.find((kind) => VIEW_ARITY[kind] === axes && kind !== 'histogram') ?? 'values';
}

function DomainFields(props: { readonly settings: ViewSettings; readonly onChange: (part: Partial<ViewSettings>) => void }) {
  const { domain } = props.settings;
  const set = (low: string, high: string): void => {
    const parsed = { low: Number(low), high: Number(high) };
    const isRange = low.trim() !== '' && high.trim() !== '' && Number.isFinite(parsed.low) && Number.isFinite(parsed.high) && parsed.low < parsed.high;
    props.onChange({ domain: isRange ? parsed : undefined, ...(isRange ? { isCommon: true } : {}) });
  };
  const low = domain === undefined ? '' : String(domain.low);
  const high = domain === undefined ? '' : String(domain.high);
  return (
    <span className="domain">
      <TextField size={6} value={low} placeholder="min" aria-label="Lowest value of the colour scale" onChange={(event) => set(valueOf(event), high === '' ? String(Number(valueOf(event)) + 1) : high)} />
      <TextField size={6} value={high} placeholder="max" aria-label="Highest value of the colour scale" onChange={(event) => set(low === '' ? '0' : low, valueOf(event))} />
    </span>
  );
}

function StatsLine(props: { readonly tensor: ManifestTensor }) {
  const { stats } = props.tensor;
  if (props.tensor.dtype === 'string') return <p className="stats">{stats.count.toLocaleString()} strings</p>;
  const zeros = stats.count > 0 ? (100 * stats.zeros) / stats.count : 0;
  const bad = stats.nan + stats.posInf + stats.negInf;
  return (
    <dl className="stats">
      <div><dt>values</dt><dd>{stats.count.toLocaleString()}</dd></div>
      <div><dt>min</dt><dd>{shortJson(stats.min)}</dd></div>
      <div><dt>max</dt><dd>{shortJson(stats.max)}</dd></div>
      <div><dt>mean</dt><dd>{shortJson(stats.mean)}</dd></div>
      <div><dt>sd</dt><dd>{shortJson(stats.std)}</dd></div>
      <div><dt>zeros</dt><dd>{zeros.toFixed(zeros > 0 && zeros < 1 ? 2 : 0)} %</dd></div>
      {bad > 0 && <div className="warn"><dt>NaN, ±Inf</dt><dd>{stats.nan.toLocaleString()}, {(stats.posInf + stats.negInf).toLocaleString()}</dd></div>}
    </dl>
  );
}
