import { useCallback, useMemo, useState } from 'react';
import { t } from '../state/l10n.ts';
import { extentOf, spreadAxes } from './axes.ts';
import { specialsOf } from './colouring.ts';
import { exactText } from './exactText.ts';
import { fitPicture, pixelLimits } from './fit.ts';
import { numbersOf } from './numbersOf.ts';
import { planesOf, positionOf } from './plane.ts';
import { PlanePicture } from './PlanePicture.tsx';
import { placeText, planWindow } from './planWindow.ts';
import { brightnessOf, paintRgb } from './rgb.ts';
import { Stage } from './Stage.tsx';
import { useSize } from './useSize.ts';
import { useWindow, type WindowQuestion } from './useWindow.ts';
import { useZoom } from './useZoom.ts';
import { tensorDomain, windowBudget } from './tensorFacts.ts';
import type { ViewProps } from './viewProps.ts';
import { ZoomButtons } from './ZoomButtons.tsx';

/** Three channels as a colour picture; pixels with NaN or infinities are magenta. Reduced pixels are means, as a camera's are. */
export default function ImageView(props: ViewProps) {
  const {
    host,
    run,
    settings: { mapping },
    tensor,
  } = props;
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
  const question = useMemo<WindowQuestion | undefined>(() => {
    if (size === undefined) return undefined;
    const planned = planWindow(tensor.shape, mapping, pixelLimits(size, Math.floor(windowBudget(tensor) / 3)), { map: [0, 3] });
    return { mapping, planned, by: planned.blocks.some((block) => block > 1) ? 'mean' : 'extreme' };
  }, [size, tensor, mapping]);
  const { asked, problem, value: window } = useWindow(host, run, tensor.name, question);
  const zoom = useZoom(props);
  const planes = useMemo(
    () => (window === undefined || asked === undefined ? undefined : planesOf(numbersOf(window), window.shape, asked.mapping)),
    [window, asked],
  );
  const domain = tensorDomain(tensor);
  const kind = brightnessOf(domain, tensor.dtype === 'uint8');
  const paint = useCallback(
    (pixels: Uint32Array) => {
      if (planes !== undefined) paintRgb(planes, pixels, kind, domain);
    },
    [planes, kind],
  );
  const describe = useCallback(
    (row: number, column: number): string => {
      if (planes === undefined || asked === undefined || window === undefined) return '';
      const values = Array.from({ length: Math.min(3, planes.maps) }, (_, map) =>
        exactText(window, positionOf(planes, map, row, column)),
      );
      return `${t('row {0}, column {1}', placeText(asked.planned, axes.row, row), placeText(asked.planned, axes.column, column))}: ${values.join(', ')}`;
    },
    [planes, asked, window, axes.row, axes.column],
  );
  const textAt = useCallback(() => '', []);
  const special = specialsOf(window?.summary);
  const bad = special.nan + special.posInf + special.negInf;
  const scales = { bytes: t('0 to 255 as they are'), unit: t('0 to 1'), stretched: t('stretched over the tensor’s range') };
  const block = Math.max(1, ...(asked?.planned.blocks ?? []));
  return (
    <Stage
      box={box}
      readout={readout}
      hint={t('Pointer or arrow keys read red, green and blue.')}
      problem={problem}
      isWaiting={planes === undefined}
      notes={
        <>
          <ZoomButtons zoom={zoom} />
          {block > 1 && <span className="dim">{t('reduced {0}×, means', block)}</span>}
          {bad > 0 && <span className="special">{t('{0} values are NaN or ±Inf: magenta', bad.toLocaleString())}</span>}
          <span className="dim">{scales[kind]}</span>
        </>
      }
    >
      {planes !== undefined && size !== undefined && (
        <PlanePicture
          rows={planes.rows}
          columns={planes.columns}
          size={size}
          view="rgb"
          paint={paint}
          describe={describe}
          textAt={textAt}
          onReadout={setReadout}
          label={`${tensor.name}: ${t('{0} rows, {1} columns; arrow keys read values, + and − zoom', counts.rows, counts.columns)}`}
          onZoom={zoom.zoom}
          onPan={zoom.pan}
          onReset={zoom.reset}
        />
      )}
    </Stage>
  );
}
