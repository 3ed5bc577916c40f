import type { ManifestTensor } from '../../src/core/run/manifest.ts';
import type { Host } from '../state/host.ts';
import { t } from '../state/l10n.ts';

/** What the picture may draw on: enough for print, and never larger than a canvas may be. */
const SCALE = 2;
const DRAWN = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'font-family', 'font-size', 'text-anchor'];

/** The view on the screen, as it is drawn, as PNG bytes; undefined when the view is text. */
async function pngOnScreen(): Promise<Uint8Array | undefined> {
  const layers = [
    ...document.querySelectorAll<HTMLCanvasElement | SVGSVGElement>('.picture canvas, .picture svg[data-view]'),
  ].filter((layer) => layer.getBoundingClientRect().width > 1);
  if (layers.length === 0) return undefined;
  const boxes = layers.map((layer) => layer.getBoundingClientRect());
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const picture = document.createElement('canvas');
  picture.width = Math.ceil((Math.max(...boxes.map((box) => box.right)) - left) * SCALE);
  picture.height = Math.ceil((Math.max(...boxes.map((box) => box.bottom)) - top) * SCALE);
  const context = picture.getContext('2d');
  if (context === null) return undefined;
  context.fillStyle = getComputedStyle(document.body).backgroundColor;
  context.fillRect(0, 0, picture.width, picture.height);
  context.imageSmoothingEnabled = false;
  for (const [i, layer] of layers.entries()) {
    const box = boxes[i];
    if (box === undefined) continue;
    const source = layer instanceof HTMLCanvasElement ? layer : await rasterised(layer);
    if (layer instanceof HTMLCanvasElement && layer.width <= 1 && box.width > 4) continue;
    context.drawImage(source, (box.left - left) * SCALE, (box.top - top) * SCALE, box.width * SCALE, box.height * SCALE);
  }
  const blob = await new Promise<Blob | null>((resolve) => picture.toBlob(resolve, 'image/png'));
  return blob === null ? undefined : new Uint8Array(await blob.arrayBuffer());
}

/** A drawing with the styles that the page's sheets give it, as an image. */
async function rasterised(svg: SVGSVGElement): Promise<HTMLImageElement> {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const [from, to] = [svg.querySelectorAll('*'), copy.querySelectorAll<SVGElement>('*')];
  for (const [i, element] of [...to].entries()) {
    const original = from[i];
    if (original === undefined) continue;
    const computed = getComputedStyle(original);
    for (const name of DRAWN) element.setAttribute(name, computed.getPropertyValue(name));
  }
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  return image;
}

/** Hands the picture on the screen to the host, which asks where to keep it. Answers what became of it. */
export async function savePicture(host: Host, tensor: ManifestTensor): Promise<string | undefined> {
  const png = await pngOnScreen();
  if (png === undefined) return t('This view is text: copy it, or dump the tensor.');
  const path = await host.call('savePicture', {
    name: `${tensor.name
      .split('/')
      .slice(-2)
      .join('-')
      .replace(/[^\w.-]/g, '-')}.png`,
    png,
  });
  return path === undefined ? undefined : t('Saved {0}', path);
}
