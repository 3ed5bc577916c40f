import { vectorChart } from './charts.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { featureMaps, finiteRange, heatmap } from './planes.ts';
import type { PictureValues } from './planes.ts';
import { pngAddress } from './raster.ts';
import type { Raster } from './raster.ts';
import { numberText, shapeText } from '../text/format.ts';

/**
 * The picture that fits a tensor's shape, of its first example: feature maps for images, a heatmap for matrices,
 * bars for vectors. Undefined where a picture says nothing (single values, more than four axes).
 */
export function tensorFigure(name: string, values: PictureValues): Html | undefined {
  const example = firstExample(values);
  const [height = 1, width = 1, channels = 1] = example.shape;
  if (example.data.length < 2) return undefined;
  if (example.shape.length === 1) return chartFigure(name, example);
  if (example.shape.length === 2) {
    if (height === 1 || width === 1) return chartFigure(name, { shape: [height * width], data: example.data });
    return rasterFigure(name, heatmap(example), `${height} × ${width} values`, example);
  }
  if (example.shape.length !== 3) return undefined;
  if (height * width === 1) return chartFigure(name, { shape: [channels], data: example.data });
  const maps = featureMaps(example);
  const count =
    maps.shown < channels ? `${maps.shown} of ${channels} channels` : `${channels} ${channels === 1 ? 'channel' : 'channels'}`;
  return rasterFigure(name, maps.raster, `${count} of ${height} × ${width}, ${maps.columns} a row`, example);
}

/** Without the batch axis; a lone vector or matrix of one row counts as one example. */
function firstExample({ shape, data }: PictureValues): PictureValues {
  if (shape.length < 2 || (shape.length === 2 && (shape[0] ?? 0) > 1)) return { shape, data };
  return { shape: shape.slice(1), data };
}

function chartFigure(name: string, values: PictureValues): Html {
  const { low, high } = finiteRange(values.data);
  return html`<figure>
    ${vectorChart(values.data, `values of ${name}`)}
    <figcaption>${values.data.length} values, ${numberText(low)} to ${numberText(high)}</figcaption>
  </figure>`;
}

function rasterFigure(name: string, raster: Raster, what: string, { shape, data }: PictureValues): Html {
  const { low, high } = finiteRange(data);
  const zoom = Math.max(1, Math.min(12, Math.floor(720 / raster.width)));
  return html`<figure>
    <img
      src="${pngAddress(raster)}"
      width="${raster.width * zoom}"
      height="${raster.height * zoom}"
      alt="values of ${name}, ${shapeText(shape)}"
    />
    <figcaption>
      ${what}<span class="scale"><b>${numberText(low)}</b><i></i><b>${numberText(high)}</b></span>
    </figcaption>
  </figure>`;
}
