import { useLayoutEffect, useMemo, useRef } from 'react';
import type { TensorWindow } from '../../src/rpc/modelService.ts';
import { defaultMapping } from '../tensor/axes.ts';
import { colourTable } from '../tensor/colourTable.ts';
import { numbersOf } from '../tensor/numbersOf.ts';
import { paintPlane, planesOf } from '../tensor/plane.ts';
import { finiteDomain, quantiser } from '../tensor/scale.ts';
import { RgbView } from '../tensor/RgbView.tsx';

/** A thumbnail of what the model will see; nothing for inputs without a picture (scalars, strings). */
export function PreviewPicture(props: { readonly window: TensorWindow; readonly label: string }) {
  const { window } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const isImage = window.shape.length >= 3 && (window.shape.at(-2) ?? 1) > 1 && (window.shape.at(-1) === 1 || window.shape.at(-1) === 3);
  const planes = useMemo(() => {
    const shape = isImage ? window.shape.slice(-3) : window.shape.slice(-2);
    return planesOf(numbersOf(window), shape, defaultMapping(shape, isImage ? 3 : 2));
  }, [window, isImage]);
  const isDrawable = !Array.isArray(window.data) && planes.rows * planes.columns > 1;
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d') ?? null;
    if (context === null) return;
    const image = new ImageData(planes.columns, planes.rows);
    paintPlane(planes, 0, new Uint32Array(image.data.buffer), 0, planes.columns, colourTable('greys'), quantiser('linear', finiteDomain(planes.values)));
    context.putImageData(image, 0, 0);
  }, [planes]);
  if (!isDrawable) return null;
  if (isImage && planes.maps === 3) return <span className="thumb"><RgbView planes={planes} isByte={window.dtype === 'uint8'} label={props.label} /></span>;
  return <span className="thumb"><canvas ref={canvas} width={planes.columns} height={planes.rows} role="img" aria-label={props.label} /></span>;
}
