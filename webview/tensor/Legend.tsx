import { useLayoutEffect, useRef } from 'react';
import { colourTable, SPECIAL_COLOURS, type ColourMap } from './colourTable.ts';
import { shortNumber } from './numbers.ts';
import type { Domain, ScaleKind } from './scale.ts';

interface LegendProps {
  readonly mapName: ColourMap;
  readonly scale: ScaleKind;
  readonly domain: Domain | undefined;
  readonly nan: number;
  readonly posInf: number;
  readonly negInf: number;
}

/** What the colours mean, and how many values have no place on the scale. */
export function Legend(props: LegendProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d') ?? null;
    if (context === null) return;
    const image = new ImageData(256, 1);
    new Uint32Array(image.data.buffer).set(colourTable(props.mapName).subarray(0, 256));
    context.putImageData(image, 0, 0);
  }, [props.mapName]);
  return (
    <div className="legend">
      {props.domain === undefined
        ? <span>each map has its own range</span>
        : (
          <>
            <span>{shortNumber(props.domain.low)}</span>
            <canvas ref={canvas} width={256} height={1} className="legend-bar" aria-hidden="true" />
            <span>{shortNumber(props.domain.high)}</span>
          </>
        )}
      {props.scale !== 'linear' && <span className="dim">{props.scale} scale</span>}
      <SpecialMark count={props.nan} word="NaN" colour={SPECIAL_COLOURS.nan} />
      <SpecialMark count={props.posInf} word="+Inf" colour={SPECIAL_COLOURS.posInf} />
      <SpecialMark count={props.negInf} word="−Inf" colour={SPECIAL_COLOURS.negInf} />
    </div>
  );
}

function SpecialMark(props: { readonly count: number; readonly word: string; readonly colour: string }) {
  const swatch = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (swatch.current !== null) swatch.current.style.background = props.colour;
  });
  if (props.count === 0) return null;
  return <span className="special"><span ref={swatch} className="swatch" aria-hidden="true" />{props.count.toLocaleString()} {props.word}</span>;
}
