import path from 'node:path';
import { tensorFigure } from './figure.ts';
import type { Html } from './html.ts';
import { reportPage } from './reportPage.ts';
import type { Manifest } from '../../core/run/manifest.ts';
import { isNumeric } from '../../core/tensor/layout.ts';
import { sliceTensor } from '../../core/tensor/slice.ts';
import { isComplex, toFloat64Array } from '../../core/tensor/values.ts';
import type { RankedClass } from '../run/ranking.ts';
import { readValues } from '../run/values.ts';
import { writeInFolder } from '../writeInFolder.ts';

/** More pictures than this would make a page that no browser likes. */
const MOST_FIGURES = 300;

/** Writes the HTML report of a run that is kept in `directory`. */
export async function writeReport(
  file: string,
  manifest: Manifest,
  directory: string,
  rankings: ReadonlyMap<string, readonly RankedClass[]>,
): Promise<void> {
  const figures = new Map<string, Html>();
  for (const tensor of manifest.tensors) {
    if (figures.size >= MOST_FIGURES) break;
    if (!isNumeric(tensor.dtype)) continue;
    const values = await readValues(directory, tensor);
    if (values === undefined || values.data.length === 0) continue;
    // one example is drawn; the batch axis stays, with size 1
    const isBatch = values.shape.length >= 3;
    const example = isBatch ? sliceTensor(values, [{ start: 0, stop: 1 }]) : values;
    if (isComplex(example)) continue;
    const figure = tensorFigure(tensor.name, { shape: example.shape, data: toFloat64Array(example) });
    if (figure !== undefined) figures.set(tensor.name, figure);
  }
  const page = reportPage(manifest, { modelName: path.basename(manifest.model.path), figures, rankings });
  await writeInFolder(file, page, 'report');
}
