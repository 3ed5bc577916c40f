import { useLayoutEffect, useMemo, useRef } from 'react';
import type { TensorWindow } from '../../src/rpc/modelService.ts';
import { defaultMapping } from '../tensor/axes.ts';
import { colourTable } from '../tensor/colourTable.ts';
import { numbersOf } from '../tensor/numbersOf.ts';
import { paintPlane, planesOf } from '../tensor/plane.ts';
import { finiteDomain, quantiser } from '../tensor/scale.ts';
import { brightnessOf, paintRgb } from '../tensor/rgb.ts';
import { VIEW_SPREAD } from '../tensor/viewKinds.ts';

/** A thumbnail of what the model will see; nothing for inputs without a picture (scalars, strings). */
export function PreviewPicture(props: { readonly window: TensorWindow; readonly label: string }) {
  const { window } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const isImage = window.shape.length >= 3 && (window.shape.at(-2) ?? 1) > 1 && (window.shape.at(-1) === 1 || window.shape.at(-1) === 3);
  const planes = useMemo(() => {
    const shape = isImage ? window.shape.slice(-3) : window.shape.slice(-2);
    return planesOf(numbersOf(window), shape, defaultMapping(shape, VIEW_SPREAD[isImage ? 'maps' : 'heatmap']));
  }, [window, isImage]);
  const isDrawable = !Array.isArray(window.data) && planes.rows * planes.columns > 1;
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d') ?? null;
    if (context === null) return;
    const image = new ImageData(planes.columns, planes.rows);
    const pixels = new Uint32Array(image.data.buffer);
    const domain = finiteDomain(planes.values);
    if (isImage && planes.maps === 3) paintRgb(planes, pixels, brightnessOf(domain, window.dtype === 'uint8'), domain);
    else paintPlane(planes, 0, pixels, 0, planes.columns, colourTable('greys'), quantiser('linear', domain));
    context.putImageData(image, 0, 0);
  }, [planes]);
  if (!isDrawable) return null;
  return <span className="thumb"><canvas ref={canvas} width={planes.columns} height={planes.rows} role="img" aria-label={props.label} /></span>;
}
