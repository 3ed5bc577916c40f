import { useLayoutEffect, useRef } from 'react';
import { t } from '../state/l10n.ts';
import type { Colouring, SpecialCounts } from './colouring.ts';
import { colourTable, SPECIAL_COLOURS } from './colourTable.ts';
import { shortNumber } from './numbers.ts';
import { logFloor } from './scale.ts';

interface LegendProps {
  readonly colouring: Colouring;
  /** in the slice shown */
  readonly here: SpecialCounts;
  /** in the whole tensor */
  readonly whole: SpecialCounts;
}

/** What the colours mean, and how many values have no place on the scale. */
export function Legend({ colouring, here, whole }: LegendProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { domain, mapName, scale } = colouring;
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d') ?? null;
    if (context === null) return;
    const image = new ImageData(256, 1);
    new Uint32Array(image.data.buffer).set(colourTable(mapName).subarray(0, 256));
    context.putImageData(image, 0, 0);
  }, [mapName, colouring.isOwn, domain === undefined]);
  return (
    <div className="legend">
      <SpecialMark here={here.nan} whole={whole.nan} word="NaN" colour={SPECIAL_COLOURS.nan} />
      <SpecialMark here={here.posInf} whole={whole.posInf} word="+Inf" colour={SPECIAL_COLOURS.posInf} />
      <SpecialMark here={here.negInf} whole={whole.negInf} word="−Inf" colour={SPECIAL_COLOURS.negInf} />
      {scale !== 'linear' && (
        <span className="dim">
          {scale === 'log' && domain !== undefined && domain.low <= 0
            ? t('log, ≤ {0} lowest', shortNumber(logFloor(domain), 2))
            : scale}
        </span>
      )}
      {colouring.isOwn ? (
        <>
          <span>{t('own min')}</span>
          <canvas ref={canvas} width={256} height={1} className="legend-bar" aria-hidden="true" />
          <span>{t('own max')}</span>
        </>
      ) : domain === undefined ? (
        <span>{t('no finite values')}</span>
      ) : (
        <>
          <span>{shortNumber(domain.low)}</span>
          <canvas ref={canvas} width={256} height={1} className="legend-bar" aria-hidden="true" />
          <span>{shortNumber(domain.high)}</span>
        </>
      )}
    </div>
  );
}

/** A swatch with the word and both counts. Shown while the tensor has such a value anywhere. */
function SpecialMark(props: { readonly here: number; readonly whole: number; readonly word: string; readonly colour: string }) {
  const swatch = useRef<HTMLSpanElement>(null);
  const { here, whole, word } = props;
  useLayoutEffect(() => {
    if (swatch.current !== null) swatch.current.style.background = props.colour;
  });
  if (whole === 0 && here === 0) return null;
  return (
    <span className="special" title={t('{0} in this slice, {1} in the tensor', here.toLocaleString(), whole.toLocaleString())}>
      <span ref={swatch} className="swatch" aria-hidden="true" />
      {here === whole
        ? t('{0} {1}', here.toLocaleString(), word)
        : t('{0} of {1} {2}', here.toLocaleString(), whole.toLocaleString(), word)}
    </span>
  );
}
