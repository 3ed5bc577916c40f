import { useEffect, useMemo, useState } from 'react';
import { t } from '../state/l10n.ts';
import { extentOf, spreadAxes } from './axes.ts';
import { channelDomain, channelOrder, countDead, isDead } from './channels.ts';
import { colouringOf, specialsOf } from './colouring.ts';
import { exactText } from './exactText.ts';
import { fitTiles, tileCapacity } from './fit.ts';
import { Legend } from './Legend.tsx';
import { shortNumber } from './numbers.ts';
import { numbersOf } from './numbersOf.ts';
import type { Tile } from './tiles.ts';
import { planesOf, positionOf } from './plane.ts';
import { placeText, planWindow } from './planWindow.ts';
import { ReducedNote } from './ReducedNote.tsx';
import { Stage } from './Stage.tsx';
import { TileGridView } from './TileGridView.tsx';
import { useAsk } from './useAsk.ts';
import { useSize } from './useSize.ts';
import { useWindow, type WindowQuestion } from './useWindow.ts';
import { axisName, centreOf, windowBudget } from './tensorFacts.ts';
import type { ViewProps } from './viewProps.ts';

interface MapsViewProps extends ViewProps {
  readonly onOpenMap: (map: number) => void;
}

/** All channels of a layer side by side, a page of them where they would become too small. */
export function MapsView(props: MapsViewProps) {
  const { host, onSettings, run, settings, tensor } = props;
  const { mapping, page, part, sort } = settings;
  const { shape } = tensor;
  const [box, room] = useSize<HTMLDivElement>();
  const [readout, setReadout] = useState('');
  const axes = spreadAxes(mapping);
  const whole = useMemo(() => planWindow(shape, mapping, {}), [shape, mapping]);
  const { value: summaries, problem: noSummaries } = useAsk({ slice: whole.slice, by: axes.map, part }, (question, signal) =>
    host.call('summaries', { run, name: tensor.name, ...question }, { signal }),
  );
  const total = extentOf(mapping, shape, axes.map).count;
  const capacity = room === undefined ? 0 : Math.min(total, tileCapacity(room));
  const first = Math.min(page, Math.max(0, total - 1));
  const count = Math.min(capacity, total - first);
  const counts = { rows: extentOf(mapping, shape, axes.row).count, columns: extentOf(mapping, shape, axes.column).count };
  const grid = useMemo(
    () => (room === undefined ? undefined : fitTiles(Math.min(capacity, total), counts.rows, counts.columns, room)),
    [room, capacity, total, counts.rows, counts.columns],
  );
  const order = useMemo(() => (summaries === undefined ? undefined : channelOrder(summaries, sort)), [summaries, sort]);
  const question = useMemo<WindowQuestion | undefined>(() => {
    if (grid === undefined || order === undefined || count <= 0) return undefined;
    const most = Math.floor(windowBudget(tensor) / count);
    const side = Math.sqrt(Math.min(1, most / (grid.tileWidth * grid.tileHeight)));
    const limits = {
      row: Math.max(1, Math.floor(grid.tileHeight * side)),
      column: Math.max(1, Math.floor(grid.tileWidth * side)),
    };
    const { start, step } = extentOf(mapping, shape, axes.map);
    const shared = { mapping, by: settings.pooling, centre: centreOf(tensor), part };
    if (sort === 'index') return { ...shared, planned: planWindow(shape, mapping, limits, { map: [first, first + count] }) };
    return {
      ...shared,
      planned: planWindow(
        shape,
        { ...mapping, extents: mapping.extents.map((extent, axis) => (axis === axes.map ? undefined : extent)) },
        limits,
      ),
      gather: { axis: axes.map, positions: order.slice(first, first + count).map((channel) => start + channel * step) },
    };
  }, [grid, order, count, first, tensor, mapping, settings.pooling, part, sort, axes.map, shape]);
  const { asked, problem, value: window } = useWindow(host, run, tensor.name, question);
  // Other sizes make other pages: the one that holds the first map shown.
  useEffect(() => {
    if (capacity > 0 && page % capacity !== 0) onSettings({ page: Math.floor(page / capacity) * capacity });
  }, [capacity, page]);

  const planes = useMemo(
    () =>
      window === undefined || asked === undefined
        ? undefined
        : planesOf(numbersOf(window, asked.part), window.shape, asked.mapping),
    [window, asked],
  );
  const extent = extentOf(mapping, shape, axes.map);
  // Which channels the picture holds is what was asked for, not what the page has moved on to.
  const shown = useMemo(() => {
    const { count: maps = 0, start = 0, step = 1 } = asked?.planned.places[axes.map] ?? {};
    return asked === undefined || planes === undefined
      ? []
      : (asked.gather?.positions ?? Array.from({ length: maps }, (_, i) => start + i * step));
  }, [asked, planes, axes.map]);
  const tiles = useMemo(
    () =>
      shown.map((position): Tile => {
        const channel = Math.round((position - extent.start) / extent.step);
        return {
          label: String(position),
          isDead: summaries !== undefined && isDead(summaries, channel),
          domain: summaries === undefined ? undefined : channelDomain(summaries, channel),
        };
      }),
    [shown, summaries, extent.start, extent.step],
  );
  const colouring = useMemo(
    () => colouringOf(tensor, settings, summaries),
    [tensor, settings.range, settings.scale, settings.mapName, settings.domain, settings.part, summaries],
  );

  const name = axisName(tensor, axes.map) === t('axis {0}', axes.map) ? t('channel') : axisName(tensor, axes.map);
  const describe = (place: number): string => {
    const tile = tiles[place];
    if (tile === undefined) return '';
    const { domain } = tile;
    const spread =
      domain === undefined
        ? t('no finite values')
        : tile.isDead
          ? t('dead, all values are 0')
          : `${t('min')} ${shortNumber(domain.low)}, ${t('max')} ${shortNumber(domain.high)}`;
    return `${name} ${tile.label}: ${spread}`;
  };
  const describeValue = (place: number, row: number, column: number): string => {
    if (planes === undefined || asked === undefined || window === undefined) return '';
    const at = t('row {0}, column {1}', placeText(asked.planned, axes.row, row), placeText(asked.planned, axes.column, column));
    return `${name} ${tiles[place]?.label ?? ''}, ${at}: ${exactText(window, positionOf(planes, place, row, column))}`;
  };
  const blocks = asked?.planned.blocks ?? [];
  const dead = summaries === undefined ? 0 : countDead(summaries);
  return (
    <Stage
      box={box}
      readout={readout}
      hint={t('Click a map, or press Enter, to enlarge it with its values.')}
      problem={problem ?? noSummaries}
      isWaiting={planes === undefined || grid === undefined}
      notes={
        <>
          {total > capacity && capacity > 0 && (
            <span className="pager">
              <button
                type="button"
                className="mini"
                aria-label={t('Previous channels')}
                disabled={first === 0}
                onClick={() => onSettings({ page: Math.max(0, first - capacity) })}
              >
                ‹
              </button>
              {sort === 'index'
                ? t('{0}–{1} of {2}', first, first + count - 1, total)
                : t('rank {0}–{1} of {2}', first + 1, first + count, total)}
              <button
                type="button"
                className="mini"
                aria-label={t('Next channels')}
                disabled={first + capacity >= total}
                onClick={() => onSettings({ page: first + capacity })}
              >
                ›
              </button>
            </span>
          )}
          {dead > 0 && <span className="special">{t('{0} of {1} dead', dead, total)}</span>}
          <ReducedNote
            rows={blocks[axes.row] ?? 1}
            columns={blocks[axes.column] ?? 1}
            pooling={settings.pooling}
            onPooling={(pooling) => onSettings({ pooling })}
          />
          <Legend colouring={colouring} here={specialsOf(summaries)} whole={tensor.stats} />
        </>
      }
    >
      {planes !== undefined && grid !== undefined && (
        <TileGridView
          planes={planes}
          tiles={tiles}
          grid={grid}
          colouring={colouring}
          view="maps"
          describe={describe}
          describeValue={describeValue}
          onReadout={setReadout}
          label={`${t('Feature maps, {0} channels', total)}${dead > 0 ? `, ${t('{0} dead', dead)}` : ''}; ${t('Enter enlarges')}`}
          onOpen={(place) => {
            const position = shown[place];
            if (position !== undefined) props.onOpenMap(position);
          }}
        />
      )}
    </Stage>
  );
}
