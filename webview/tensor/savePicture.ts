import type { ManifestTensor } from '../../src/core/run/manifest.ts';
import type { Host } from '../state/host.ts';

/** The canvas or SVG on the screen as PNG bytes; undefined when the view has no picture. */
async function pngOnScreen(): Promise<Uint8Array | undefined> {
  const canvas = document.querySelector<HTMLCanvasElement>('.picture canvas[data-view]');
  if (canvas === null) return undefined;
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  return blob === null ? undefined : new Uint8Array(await blob.arrayBuffer());
}

/** Hands the picture on the screen to the host, which asks where to keep it. Answers the path, or undefined. */
export async function savePicture(host: Host, tensor: ManifestTensor): Promise<string | undefined> {
  const png = await pngOnScreen();
  if (png === undefined) return 'nothing: this view is text. Copy it, or dump the tensor';
  return host.call('savePicture', { name: `${tensor.name.split('/').slice(-2).join('-')}.png`, png });
}
