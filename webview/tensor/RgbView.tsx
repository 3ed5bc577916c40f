import { useLayoutEffect, useRef } from 'react';
import { valueAt, type Planes } from './plane.ts';
import { finiteDomain, type Domain } from './scale.ts';

/** How numbers become brightness: bytes as they are, unit range times 255, anything else stretched over its range. */
function brightness(domain: Domain | undefined, isByte: boolean): (value: number) => number {
  if (domain === undefined) return () => 0;
  if (isByte || (domain.low >= 0 && domain.high > 1.5 && domain.high <= 255)) return (value) => value;
  if (domain.low >= 0 && domain.high <= 1) return (value) => value * 255;
  const span = domain.high - domain.low || 1;
  return (value) => ((value - domain.low) / span) * 255;
}

/** Three channels as a colour picture; values without a place on the scale are magenta. */
export function RgbView(props: { readonly planes: Planes; readonly isByte: boolean; readonly label: string }) {
  const { planes } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d') ?? null;
    if (element === null || context === null) return;
    const bright = brightness(finiteDomain(planes.values), props.isByte);
    const image = new ImageData(planes.columns, planes.rows);
    let at = 0;
    for (let row = 0; row < planes.rows; row++) {
      for (let column = 0; column < planes.columns; column++) {
        const [red = NaN, green = NaN, blue = NaN] = [0, 1, 2].map((map) => valueAt(planes, Math.min(map, planes.maps - 1), row, column));
        const isFinite = Number.isFinite(red + green + blue);
        image.data.set(isFinite ? [bright(red), bright(green), bright(blue), 255] : [255, 0, 255, 255], at);
        at += 4;
      }
    }
    context.putImageData(image, 0, 0);
    const zoom = Math.max(1, Math.floor(Math.min(480 / planes.columns, 420 / planes.rows)));
    element.style.width = `${planes.columns * zoom}px`;
    element.dataset['painted'] = String(Number(element.dataset['painted'] ?? 0) + 1);
  }, [planes, props.isByte]);
  return <canvas ref={canvas} width={planes.columns} height={planes.rows} role="img" aria-label={props.label} data-view="rgb" />;
}
