import { ReactFlowProvider } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ManifestTensor } from '../../src/core/run/manifest.ts';
import type { PlacedBox, ViewRequest } from '../../src/rpc/graphService.ts';
import type { EntryChoice } from '../../src/rpc/modelService.ts';
import type { ShownRun } from '../../src/rpc/panelService.ts';
import type { Host } from '../state/host.ts';
import { t } from '../state/l10n.ts';
import type { ShowRequest } from '../state/panelState.ts';
import { Button, ProgressRing } from '../toolkit.ts';
import { boxOfRow } from './boxOfRow.ts';
import { colouring } from './colouring.ts';
import { GraphCanvas } from './GraphCanvas.tsx';
import { GraphLegend } from './GraphLegend.tsx';
import { GraphTools } from './GraphTools.tsx';
import type { GraphSettings } from './graphSettings.ts';
import { Thumbnails } from './thumbnail.ts';
import { useGraph } from './useGraph.ts';

export interface GraphPaneProps {
  readonly host: Host;
  readonly entry: EntryChoice;
  readonly run: ShownRun | undefined;
  /** id of the chosen row of the layer list, and the tensors it shows */
  readonly chosen: string | undefined;
  readonly chosenTensors: readonly string[];
  readonly settings: GraphSettings;
  readonly onSettings: (settings: GraphSettings) => void;
  /** somebody asked for a layer in the graph */
  readonly show: ShowRequest | undefined;
  readonly onChoose: (box: PlacedBox) => void;
}

/** The graph of layers with its tools; a chunk of its own, loaded when the graph is first opened. */
export default function GraphPane(props: GraphPaneProps) {
  const { chosen, chosenTensors, host, run, settings } = props;
  const graph = useGraph(host, props.entry, requestOf(settings, props.show));
  const [anchor, setAnchor] = useState<string>();
  const [goTo, setGoTo] = useState<{ readonly id: string }>();
  const { picture } = graph;

  const change = (part: Partial<GraphSettings>): void => {
    const next = { ...settings, ...part };
    props.onSettings(next);
    if ('open' in part || 'around' in part) graph.ask(requestOf(next, undefined));
  };
  useEffect(() => {
    if (picture !== undefined && picture.open.join('\n') !== settings.open?.join('\n'))
      props.onSettings({ ...settings, open: picture.open });
    if (picture?.revealed !== undefined) setGoTo({ id: picture.revealed });
  }, [picture]);
  useEffect(() => {
    if (props.show?.inGraph === true && picture !== undefined) graph.ask(requestOf(settings, props.show));
  }, [props.show]);

  const tensors = useMemo(
    () =>
      new Map(
        (run?.manifest.tensors ?? []).flatMap((tensor) =>
          [tensor.name, ...tensor.aliases].map((name) => [name, tensor] as const),
        ),
      ),
    [run],
  );
  const tensorOf = useCallback(
    ({ tensor }: Pick<PlacedBox, 'tensor'>): ManifestTensor | undefined =>
      tensor === undefined ? undefined : tensors.get(tensor),
    [tensors],
  );
  const thumbnails = useMemo(() => (run === undefined ? undefined : new Thumbnails(host, run.summary.id)), [host, run]);
  const colours = useMemo(
    () => colouring(settings.colour, picture?.boxes ?? [], (box) => tensorOf(box)?.stats),
    [settings.colour, picture, tensorOf],
  );
  const box = useMemo(() => boxOfRow(picture?.boxes ?? [], chosen, chosenTensors), [picture, chosen, chosenTensors]);
  useEffect(() => {
    // In a neighbourhood the chosen row may lie outside: then the picture goes there.
    if (picture?.around !== undefined && chosen !== undefined && box === undefined && chosen !== settings.around?.id)
      change({ around: { id: chosen, radius: picture.around.radius } });
  }, [chosen]);

  const toggle = (toggled: PlacedBox): void => {
    setAnchor(toggled.id);
    const open = picture?.open ?? [];
    change({
      open: toggled.isOpen ? open.filter((id) => id !== toggled.id && !id.startsWith(`${toggled.id}/`)) : [...open, toggled.id],
    });
  };
  const centreOn = (centre: PlacedBox): void => {
    setAnchor(centre.id);
    change({ around: { id: centre.id, radius: picture?.around?.radius ?? 3 } });
  };
  const actions = useMemo(
    () => ({ toggle, centreOn, foldAll: () => change({ open: [] }), thumbnails }),
    [picture, thumbnails, settings],
  );
  return (
    <section className="graph" aria-label={t('Graph')}>
      <GraphTools
        picture={picture}
        settings={settings}
        chosen={box?.id}
        onChange={change}
        onGoTo={(id) => setGoTo({ id })}
        onChoose={props.onChoose}
      />
      {graph.problem !== undefined && (
        <p className="problem wide" role="alert">
          {graph.problem}
        </p>
      )}
      <div className="graph-body">
        {picture !== undefined && (
          <ReactFlowProvider>
            <GraphCanvas
              picture={picture}
              colouring={colours}
              tensorOf={tensorOf}
              actions={actions}
              chosen={box}
              anchor={anchor}
              goTo={goTo}
              onChoose={props.onChoose}
            />
          </ReactFlowProvider>
        )}
        {graph.waitingFor !== undefined && (
          <div className="graph-wait" role="status">
            <ProgressRing />{' '}
            <span>
              {graph.waitingFor === 0 ? t('Reading the graph…') : t('Laying out {0} boxes…', graph.waitingFor.toLocaleString())}
            </span>
            <Button appearance="secondary" onClick={graph.cancel}>
              {t('Cancel')}
            </Button>
          </div>
        )}
      </div>
      {picture !== undefined && (
        <GraphLegend picture={picture} colouring={colours} mode={settings.colour} hasRun={run !== undefined} />
      )}
    </section>
  );
}

function requestOf({ around, open }: GraphSettings, show: ShowRequest | undefined): ViewRequest {
  return {
    ...(open === undefined ? {} : { open }),
    ...(around === undefined ? {} : { around }),
    ...(show?.inGraph === true
      ? { reveal: /^(layer|op|ops|output|tensor):/.test(show.name) ? show.name : `layer:${show.name}` }
      : {}),
  };
}
