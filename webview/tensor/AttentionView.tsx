import { useCallback, useMemo, useState } from 'react';
import { t } from '../state/l10n.ts';
import { extentOf, spreadAxes, withIndex, withRole } from './axes.ts';
import { colouringOf, specialsOf } from './colouring.ts';
import { colourTable } from './colourTable.ts';
import { exactText } from './exactText.ts';
import { fitPicture, fitTiles, pixelLimits } from './fit.ts';
import { Legend } from './Legend.tsx';
import { shortNumber } from './numbers.ts';
import { numbersOf } from './numbersOf.ts';
import type { Tile } from './tiles.ts';
import { paintPlane, planesOf, positionOf, valueAt } from './plane.ts';
import { PlanePicture } from './PlanePicture.tsx';
import { placeText, planWindow } from './planWindow.ts';
import { quantiser } from './scale.ts';
import { Stage } from './Stage.tsx';
import { TileGridView } from './TileGridView.tsx';
import { useSize } from './useSize.ts';
import { useWindow, type WindowQuestion } from './useWindow.ts';
import { useZoom } from './useZoom.ts';
import { windowBudget } from './tensorFacts.ts';
import type { ViewProps } from './viewProps.ts';
import { ZoomButtons } from './ZoomButtons.tsx';

/** Share of the width that the heads take. */
const HEADS_SHARE = 0.36;
const GAP = 16;

/** Attention weights: all heads small on the left, the chosen one large on the right; rows are queries, columns keys. */
export default function AttentionView(props: ViewProps) {
  const { host, onSettings, run, settings, tensor } = props;
  const { mapping } = settings;
  const { shape } = tensor;
  const [box, room] = useSize<HTMLDivElement>();
  const [readout, setReadout] = useState('');
  const axes = spreadAxes(mapping);
  const heads = extentOf(mapping, shape, axes.map);
  const [queries, keys] = [extentOf(mapping, shape, axes.row).count, extentOf(mapping, shape, axes.column).count];
  const head = Math.max(0, Math.min(heads.count - 1, mapping.indices[axes.map] ?? 0));
  const left = room === undefined ? undefined : { width: Math.floor(room.width * HEADS_SHARE), height: room.height };
  const size = useMemo(
    () =>
      room === undefined
        ? undefined
        : fitPicture(queries, keys, { width: Math.max(40, room.width * (1 - HEADS_SHARE) - GAP), height: room.height }),
    [room, queries, keys],
  );
  const whole = useMemo(
    () => ({ ...mapping, extents: mapping.extents.map((extent, axis) => (axis === axes.map ? extent : undefined)) }),
    [mapping, axes.map],
  );
  const grid = useMemo(
    () => (left === undefined ? undefined : fitTiles(heads.count, shape[axes.row] ?? 1, shape[axes.column] ?? 1, left)),
    [left?.width, left?.height, heads.count, shape, axes.row, axes.column],
  );
  const overview = useMemo<WindowQuestion | undefined>(
    () =>
      grid === undefined
        ? undefined
        : {
            mapping: whole,
            planned: planWindow(
              shape,
              whole,
              pixelLimits({ width: grid.tileWidth, height: grid.tileHeight }, Math.floor(windowBudget(tensor) / 2 / heads.count)),
            ),
            by: 'extreme',
          },
    [grid, whole.roles.join(), whole.indices.filter((_, axis) => axis !== axes.map).join(), heads.count, shape, tensor],
  );
  const chosen = useMemo(
    () => withIndex(withRole(mapping, axes.map, 'fixed'), axes.map, heads.start + head * heads.step),
    [mapping, axes.map, head, heads.start, heads.step],
  );
  const question = useMemo<WindowQuestion | undefined>(
    () =>
      size === undefined
        ? undefined
        : {
            mapping: chosen,
            planned: planWindow(shape, chosen, pixelLimits(size, Math.floor(windowBudget(tensor) / 2))),
            by: 'extreme',
          },
    [size, chosen, shape, tensor],
  );
  const all = useWindow(host, run, tensor.name, overview);
  const one = useWindow(host, run, tensor.name, question);
  const zoom = useZoom(props);

  const small = useMemo(
    () =>
      all.value === undefined || all.asked === undefined
        ? undefined
        : planesOf(numbersOf(all.value), all.value.shape, all.asked.mapping),
    [all.value, all.asked],
  );
  const large = useMemo(
    () =>
      one.value === undefined || one.asked === undefined
        ? undefined
        : planesOf(numbersOf(one.value), one.value.shape, one.asked.mapping),
    [one.value, one.asked],
  );
  const colouring = useMemo(
    () => colouringOf(tensor, { ...settings, range: settings.range === 'own' ? 'slice' : settings.range }, one.value?.summary),
    [tensor, settings, one.value],
  );
  const tiles = useMemo(
    () =>
      Array.from({ length: small?.maps ?? 0 }, (_, i): Tile => ({
        label: String(heads.start + i * heads.step),
        isDead: false,
        domain: undefined,
      })),
    [small, heads.start, heads.step],
  );
  const paint = useCallback(
    (pixels: Uint32Array) => {
      if (large !== undefined)
        paintPlane(
          large,
          0,
          pixels,
          0,
          large.columns,
          colourTable(colouring.mapName),
          quantiser(colouring.scale, colouring.domain),
        );
    },
    [large, colouring],
  );
  const describe = useCallback(
    (row: number, column: number): string => {
      if (large === undefined || one.asked === undefined || one.value === undefined) return '';
      const { planned } = one.asked;
      return `${t('head {0}, query {1}, key {2}', heads.start + head * heads.step, placeText(planned, axes.row, row), placeText(planned, axes.column, column))}: ${exactText(one.value, positionOf(large, 0, row, column))}`;
    },
    [large, one.asked, one.value, head, heads.start, heads.step, axes.row, axes.column],
  );
  const textAt = useCallback(
    (row: number, column: number) => (large === undefined ? '' : shortNumber(valueAt(large, 0, row, column), 2)),
    [large],
  );
  const choose = (place: number): void => onSettings({ mapping: withIndex(mapping, axes.map, place) });
  const describeHead = (place: number): string => t('head {0}', tiles[place]?.label ?? '');
  return (
    <Stage
      box={box}
      readout={readout}
      hint={t('Rows are queries, columns keys; each row sums to 1. Click a head to enlarge it.')}
      problem={one.problem ?? all.problem}
      isWaiting={large === undefined || small === undefined}
      notes={
        <>
          <ZoomButtons zoom={zoom} />
          <Legend colouring={colouring} here={specialsOf(one.value?.summary)} whole={tensor.stats} />
        </>
      }
    >
      {large !== undefined && small !== undefined && grid !== undefined && size !== undefined && (
        <div className="attention">
          <TileGridView
            planes={small}
            tiles={tiles}
            grid={grid}
            colouring={colouring}
            view="heads"
            chosen={head}
            label={t('{0} heads; arrow keys choose one', heads.count)}
            describe={describeHead}
            describeValue={describeHead}
            onOpen={choose}
            onReadout={setReadout}
          />
          <PlanePicture
            rows={large.rows}
            columns={large.columns}
            size={size}
            view="attention"
            paint={paint}
            describe={describe}
            textAt={textAt}
            onReadout={setReadout}
            label={`${tensor.name}: ${t('head {0}, {1} queries, {2} keys; arrow keys read weights, + and − zoom', head, queries, keys)}`}
            onZoom={zoom.zoom}
            onPan={zoom.pan}
            onReset={zoom.reset}
          />
        </div>
      )}
    </Stage>
  );
}
