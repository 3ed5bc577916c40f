import { useCallback, useMemo, useState } from 'react';
import { t } from '../state/l10n.ts';
import { extentOf, spreadAxes } from './axes.ts';
import { colouringOf, needsSummary, specialsOf } from './colouring.ts';
import { colourTable } from './colourTable.ts';
import { exactText } from './exactText.ts';
import { fitPicture, pixelLimits } from './fit.ts';
import { Legend } from './Legend.tsx';
import { shortNumber } from './numbers.ts';
import { numbersOf } from './numbersOf.ts';
import { paintPlane, planesOf, positionOf, valueAt } from './plane.ts';
import { PlanePicture } from './PlanePicture.tsx';
import { placeText, planWindow } from './planWindow.ts';
import { ReducedNote } from './ReducedNote.tsx';
import { quantiser } from './scale.ts';
import { Stage } from './Stage.tsx';
import { useSize } from './useSize.ts';
import { useWindow, type WindowQuestion } from './useWindow.ts';
import { useZoom } from './useZoom.ts';
import { axisName, centreOf, windowBudget } from './tensorFacts.ts';
import type { ViewProps } from './viewProps.ts';
import { ZoomButtons } from './ZoomButtons.tsx';

interface HeatmapViewProps extends ViewProps {
  /** back to where the plane was chosen */
  readonly onBack?: (() => void) | undefined;
}

/** One plane of a tensor as colours, with exact values under the pointer and inside the squares where they fit. */
export function HeatmapView(props: HeatmapViewProps) {
  const { host, onSettings, run, settings, tensor } = props;
  const { mapping } = settings;
  const [box, room] = useSize<HTMLDivElement>();
  const [readout, setReadout] = useState('');
  const axes = spreadAxes(mapping);
  const counts = {
    rows: extentOf(mapping, tensor.shape, axes.row).count,
    columns: extentOf(mapping, tensor.shape, axes.column).count,
  };
  const size = useMemo(
    () => (room === undefined ? undefined : fitPicture(counts.rows, counts.columns, room)),
    [room, counts.rows, counts.columns],
  );
  const question = useMemo<WindowQuestion | undefined>(
    () =>
      size === undefined
        ? undefined
        : {
            mapping,
            planned: planWindow(tensor.shape, mapping, pixelLimits(size, windowBudget(tensor))),
            by: settings.pooling,
            centre: centreOf(tensor),
            part: settings.part,
            summary: needsSummary(tensor, settings),
          },
    [size, tensor, mapping, settings.pooling, settings.part, needsSummary(tensor, settings)],
  );
  const { asked, isLoading, problem, value: window } = useWindow(host, run, tensor.name, question);
  const zoom = useZoom(props);

  const colouring = useMemo(() => colouringOf(tensor, settings, window?.summary), [tensor, settings, window]);
  const planes = useMemo(
    () =>
      window === undefined || asked === undefined
        ? undefined
        : planesOf(numbersOf(window, asked.part), window.shape, asked.mapping),
    [window, asked],
  );
  const paint = useCallback(
    (pixels: Uint32Array) => {
      if (planes !== undefined)
        paintPlane(
          planes,
          0,
          pixels,
          0,
          planes.columns,
          colourTable(colouring.mapName),
          quantiser(colouring.scale, colouring.domain),
        );
    },
    [planes, colouring.mapName, colouring.scale, colouring.domain?.low, colouring.domain?.high],
  );
  const planned = asked?.planned;
  const isReduced = planned !== undefined && planned.blocks.some((block) => block > 1);
  const describe = useCallback(
    (row: number, column: number): string => {
      if (planes === undefined || planned === undefined || window === undefined) return '';
      const place = [
        [axes.row, row],
        [axes.column, column],
      ]
        .flatMap(([axis = -1, at = 0]) => (axis < 0 ? [] : [`${axisName(tensor, axis)} ${placeText(planned, axis, at)}`]))
        .join(', ');
      return `${place}: ${exactText(window, positionOf(planes, 0, row, column))}`;
    },
    [planes, planned, window, tensor, axes.row, axes.column],
  );
  const textAt = useCallback(
    (row: number, column: number) => (planes === undefined ? '' : shortNumber(valueAt(planes, 0, row, column), 3)),
    [planes],
  );
  const blocks = planned?.blocks ?? [];
  return (
    <Stage
      box={box}
      readout={readout}
      hint={t('Pointer or arrow keys read values; wheel or + zooms.')}
      problem={problem}
      isWaiting={planes === undefined}
      notes={
        <>
          {props.onBack !== undefined && (
            <button type="button" className="mini wide" onClick={props.onBack}>
              {t('‹ All channels')}
            </button>
          )}
          <ZoomButtons zoom={zoom} />
          <ReducedNote
            rows={blocks[axes.row] ?? 1}
            columns={blocks[axes.column] ?? 1}
            pooling={settings.pooling}
            onPooling={(pooling) => onSettings({ pooling })}
          />
          <Legend colouring={colouring} here={specialsOf(window?.summary)} whole={tensor.stats} />
        </>
      }
    >
      {planes !== undefined && size !== undefined && (
        <PlanePicture
          rows={planes.rows}
          columns={planes.columns}
          size={size}
          view="heatmap"
          paint={paint}
          describe={describe}
          textAt={textAt}
          onReadout={setReadout}
          label={`${tensor.name}: ${t('{0} rows, {1} columns; arrow keys read values, + and − zoom', counts.rows, counts.columns)}${isReduced ? `, ${t('reduced')}` : ''}${isLoading ? '…' : ''}`}
          onZoom={zoom.zoom}
          onPan={zoom.pan}
          onReset={zoom.reset}
          {...(props.onBack === undefined ? {} : { onEscape: props.onBack })}
        />
      )}
    </Stage>
  );
}
