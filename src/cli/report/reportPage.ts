import { histogramChart } from './charts.ts';
import { html, Html } from './html.ts';
import { REPORT_STYLE } from './style.ts';
import type { Manifest, ManifestOutput, ManifestTensor } from '../../core/run/manifest.ts';
import { numberText, plural, shapeText } from '../text/format.ts';
import { displayNames } from '../run/displayNames.ts';
import { outputsLast } from '../../core/run/tensorOrder.ts';
import type { RankedClass } from '../run/ranking.ts';

/** What a report shows beside the manifest. */
export interface ReportParts {
  readonly modelName: string;
  /** picture of a tensor by its canonical name */
  readonly figures: ReadonlyMap<string, Html>;
  /** best classes per output name */
  readonly rankings: ReadonlyMap<string, readonly RankedClass[]>;
}

/** One HTML page with everything in it: no scripts, no outside files; names are escaped. */
export function reportPage(manifest: Manifest, parts: ReportParts): string {
  const title = `Activations of ${parts.modelName}`;
  const tensors = outputsLast(manifest.tensors, manifest.outputs);
  const names = displayNames(tensors, manifest.outputs);
  const rows = tensors.map((tensor, index) => ({ tensor, label: names[index] ?? tensor.name }));
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'" />
        <title>${title}</title>
        <style>
          ${new Html(REPORT_STYLE)}
        </style>
      </head>
      <body>
        <header>
          <h1>${title}</h1>
          ${verdict(manifest.outputs)}${about(manifest)}
        </header>
        <main>
          ${rankingsSection(parts.rankings)}
          <h2>Inputs</h2>
          ${inputsTable(manifest)}
          <h2>Statistics</h2>
          ${statisticsTable(rows, parts.figures)} ${skippedSection(manifest)}
          <h2>Pictures</h2>
          ${rows.map((row, index) => tensorArticle(row, index, parts.figures.get(row.tensor.name)))}
        </main>
        <footer>
          SavedModel Lens ${manifest.version} · colours: lowest to highest finite value of each picture; NaN magenta, infinity
          red, minus infinity blue · statistics skip NaN and infinities
        </footer>
      </body>
    </html> `;
  return page.text;
}

function verdict(outputs: readonly ManifestOutput[]): Html {
  const changed = outputs.filter(({ unchanged }) => unchanged === false);
  if (changed.length > 0)
    return html`<p><span class="badge bad">outputs changed: ${changed.map(({ name }) => name).join(', ')}</span></p>`;
  const unknown = outputs.find(({ unchanged }) => unchanged === null);
  if (unknown !== undefined)
    return html`<p><span class="badge warn">outputs not compared</span> <span class="soft">${unknown.reason ?? ''}</span></p>`;
  return outputs.length === 0
    ? html``
    : html`<p><span class="badge good">outputs unchanged</span> <span class="soft">as in an uninstrumented run</span></p>`;
}

function about({ model, engine, tagSet, signature, function: path, timings }: Manifest): Html {
  const entry = path === undefined ? `signature ${signature ?? ''}` : `function ${path}`;
  const rows: [string, string][] = [
    ['Model', model.path],
    ['Entry', `${entry}, tag set ${tagSet.join(',')}`],
    ['SHA-256', model.sha256],
    ['Written by', `TensorFlow ${model.producer}`],
    ['Run by', `${engine.name}, TensorFlow ${engine.version}, in ${numberText(timings.run)} ms`],
  ];
  return html`<dl>
    ${rows.map(
      ([term, text]) =>
        html`<dt>${term}</dt>
          <dd>${text}</dd>`,
    )}
  </dl>`;
}

function inputsTable({ inputs }: Manifest): Html {
  if (inputs.length === 0) return html`<p class="soft">none</p>`;
  return html`<div class="wide">
    <table>
      <thead>
        <tr>
          <th>name</th>
          <th>dtype</th>
          <th>shape</th>
          <th>source</th>
        </tr>
      </thead>
      <tbody>
        ${inputs.map(
          ({ name, dtype, shape, source }) =>
            html`<tr>
              <td class="name">${name}</td>
              <td>${dtype}</td>
              <td>${shapeText(shape)}</td>
              <td>${source}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function rankingsSection(rankings: ReportParts['rankings']): Html {
  return html`${[...rankings].map(
    ([output, classes]) =>
      html`<h2>Best classes of ${output}</h2>
        <div class="wide">
          <table>
            <tbody>
              ${classes.map(
                ({ label, score, share }) =>
                  html`<tr>
                    <td>${label}</td>
                    <td class="n">${numberText(score)}</td>
                    <td><span class="bar" style="width:${Math.round(share * 240)}px"></span></td>
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>`,
  )}`;
}

interface TensorRow {
  readonly tensor: ManifestTensor;
  readonly label: string;
}

const HEAD = ['tensor', 'dtype', 'shape', 'min', 'max', 'mean', 'sd', 'zeros', 'NaN/Inf', 'values'];

function statisticsTable(rows: readonly TensorRow[], figures: ReportParts['figures']): Html {
  return html`<div class="wide">
    <table>
      <thead>
        <tr>
          ${HEAD.map((title, index) => html`<th${new Html(index >= 3 && index <= 8 ? ' class="n"' : '')}>${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row, index) => statisticsRow(row, index, figures.has(row.tensor.name)))}
      </tbody>
    </table>
  </div>`;
}

function statisticsRow({ tensor: { name, dtype, shape, stats }, label }: TensorRow, index: number, hasFigure: boolean): Html {
  const bad = stats.nan + stats.posInf + stats.negInf;
  const zeros = stats.count === 0 ? '-' : `${Math.round((1000 * stats.zeros) / stats.count) / 10} %`;
  const numbers = [numberText(stats.min), numberText(stats.max), numberText(stats.mean), numberText(stats.std), zeros];
  return html`<tr>
    <td class="name" title="${name}">${hasFigure ? html`<a href="#t${index}">${label}</a>` : label}</td>
    <td>${dtype}</td>
    <td>${shapeText(shape)}</td>
    ${numbers.map((text) => html`<td class="n">${text}</td>`)}
    <td class="n${bad > 0 ? ' bad' : ''}">${bad}</td>
    <td>
      ${stats.histogram === undefined ? '' : histogramChart(stats.histogram, { width: 96, height: 22 }, `histogram of ${name}`)}
    </td>
  </tr>`;
}

function skippedSection({ skipped }: Manifest): Html {
  if (skipped.length === 0) return html``;
  return html`<h2>Not computed</h2>
    <details>
      <summary>${plural(skipped.length, 'tensor')}</summary>
      <div class="wide">
        <table>
          <tbody>
            ${skipped.map(
              ({ name, message }) =>
                html`<tr>
                  <td class="name">${name}</td>
                  <td>${message}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>`;
}

function tensorArticle(
  { tensor: { name, op, dtype, shape, stats }, label }: TensorRow,
  index: number,
  figure: Html | undefined,
): Html {
  if (figure === undefined) return html``;
  const histogram =
    stats.histogram === undefined
      ? html``
      : html`<figure>
          ${histogramChart(stats.histogram, { width: 320, height: 90 }, `histogram of ${name}`)}
          <figcaption>
            ${numberText(stats.histogram.edges[0])} to ${numberText(stats.histogram.edges.at(-1))}, heights by square
            root${stats.histogram.sampled ? ', sampled' : ''}
          </figcaption>
        </figure>`;
  return html`<article id="t${index}">
    <h3>${label}</h3>
    <p>${name} · ${op} · ${dtype} ${shapeText(shape)}</p>
    <div class="pair">${figure}${histogram}</div>
  </article> `;
}
