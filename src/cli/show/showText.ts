import { byteSizeText } from '../../core/run/byteSize.ts';
import { ownFunctions } from '../../core/describe/ownFunctions.ts';
import type { MetaGraphRow, ShowDocument, SignatureRow, TensorSpecRow, VariableRow } from '../../core/describe/documents.ts';
import { countText, plural, shapeText } from '../text/format.ts';
import { printable } from '../../core/printable.ts';
import type { Style } from '../text/style.ts';
import { table } from '../text/table.ts';
import { wrap } from '../text/wrap.ts';

/** How the text is laid out. */
export interface ShowLayout {
  readonly style: Style;
  /** columns to wrap at */
  readonly width: number;
  /** rows of a long list; Infinity = all */
  readonly rows: number;
}

/** `show` for people: the document in sections. */
export function showText(document: ShowDocument, layout: ShowLayout): string[] {
  const { style } = layout;
  const sums = [['sha256', document.sha256], ...Object.entries(document.fingerprint ?? {})];
  return [
    `${style.heading('SavedModel')}  ${printable(document.path)}`,
    ...document.metaGraphs.flatMap((metaGraph) => metaGraphText(metaGraph, layout)),
    ...section('Fingerprint', table([{ title: '', paint: style.dim }, { title: '' }], sums, { indent: '  ' }), style),
  ];
}

function metaGraphText(metaGraph: MetaGraphRow, layout: ShowLayout): string[] {
  const { style } = layout;
  const tags = metaGraph.tagSet.length === 0 ? "'' (empty)" : metaGraph.tagSet.join(',');
  const { keras } = metaGraph;
  const origin = [
    metaGraph.producer === '' ? 'producer unknown' : `TensorFlow ${metaGraph.producer}`,
    ...(keras === undefined ? [] : [`Keras ${keras.version}`, `${keras.class} "${keras.name}"`]),
  ];
  return [
    '',
    `${style.heading('Tag set')} ${style.name(printable(tags))}  ${style.dim(printable(origin.join(' · ')))}`,
    ...signaturesText(metaGraph.signatures, layout),
    ...functionsText(metaGraph, layout),
    ...variablesText(metaGraph.variables, layout),
    ...assetsText(metaGraph, layout),
    ...opsText(metaGraph, layout),
    ...section(
      'Warnings',
      metaGraph.warnings.map(({ message }) => `  ${printable(message)}`),
      style,
    ),
  ];
}

function signaturesText(signatures: readonly SignatureRow[], layout: ShowLayout): string[] {
  const { style } = layout;
  const lines = signatures.flatMap((signature) => [
    `  ${style.name(printable(signature.key))}${signature.method === '' ? '' : `  ${style.dim(printable(signature.method))}`}`,
    ...specsText(signature.inputs, signature.outputs, style),
  ]);
  return section('Signatures', lines.length === 0 ? ['  none'] : lines, style);
}

function specsText(inputs: readonly TensorSpecRow[], outputs: readonly TensorSpecRow[], style: Style): string[] {
  const row =
    (kind: string) =>
    (spec: TensorSpecRow): string[] => [
      kind,
      spec.name,
      spec.dtype,
      shapeText(spec.shape),
      spec.tensor,
      spec.default === undefined ? '' : `default ${spec.default}`,
    ];
  const columns = [
    { title: '', paint: style.dim },
    { title: '' },
    { title: '' },
    { title: '' },
    { title: '', paint: style.dim },
    { title: '' },
  ];
  return table(columns, [...inputs.map(row('input')), ...outputs.map(row('output'))], { indent: '    ' });
}

function functionsText({ functions }: MetaGraphRow, { style, rows }: ShowLayout): string[] {
  const own = rows === Infinity ? functions : ownFunctions(functions);
  const lines = table(
    [{ title: '', paint: style.name }, { title: '' }],
    own.slice(0, rows).map(({ path, inputs, outputs }) => [path, `${specList(inputs)} → ${specList(outputs)}`]),
    { indent: '  ' },
  );
  const hidden = functions.length - own.length;
  const traces = hidden > 0 ? [style.dim(`  ${countText(hidden)} traces of Keras layers; --all lists them`)] : [];
  return section(`Functions  ${functions.length}`, [...lines, ...more(own.length, rows), ...traces], style);
}

function specList(specs: readonly TensorSpecRow[]): string {
  const shown = specs
    .slice(0, 4)
    .map(({ name, dtype, shape }) => `${name === '' ? '' : `${name}: `}${dtype} ${shapeText(shape)}`);
  return `(${shown.join(', ')}${specs.length > 4 ? `, … ${specs.length - 4} more` : ''})`;
}

/** Running totals of Keras' metrics: stored beside the weights, used by no layer. */
function isMetric({ key }: VariableRow): boolean {
  return key.startsWith('keras_api/metrics/');
}

function variablesText(all: readonly VariableRow[], { style, rows }: ShowLayout): string[] {
  const metrics = all.filter(isMetric);
  const weights = all.filter((variable) => !isMetric(variable));
  const variables = [...weights, ...metrics];
  const bytes = weights.reduce((sum, variable) => sum + variable.bytes, 0);
  const values = weights.reduce((sum, { shape }) => sum + elementCount(shape), 0);
  const beside = metrics.length === 0 ? '' : ` · and ${countText(metrics.length)} of metrics`;
  const columns = [
    { title: '' },
    { title: '' },
    { title: '' },
    { title: '', align: 'right' as const, paint: style.dim },
    ...(metrics.length === 0 ? [] : [{ title: '', paint: style.dim }]),
    { title: '', paint: style.bad },
  ];
  // those that are damaged are listed even where the list is cut
  const damaged = variables.slice(rows).filter(({ damage }) => damage !== undefined);
  const listed = [...variables.slice(0, rows), ...damaged.slice(0, rows)];
  const lines = table(
    columns,
    listed.map((variable) => [
      variable.name,
      variable.dtype,
      shapeText(variable.shape),
      byteSizeText(variable.bytes),
      ...(metrics.length === 0 ? [] : [isMetric(variable) ? 'metric' : '']),
      damageText(variable.damage),
    ]),
    { indent: '  ' },
  );
  return section(
    `Variables  ${countText(weights.length)} · ${plural(values, 'value')} · ${byteSizeText(bytes)}${beside}`,
    [...lines, ...more(variables.length - listed.length + rows, rows)],
    style,
  );
}

function damageText(damage: VariableRow['damage']): string {
  return damage === undefined ? '' : `${DAMAGE_WORDS[damage.kind]}: ${damage.file}`;
}

const DAMAGE_WORDS = { missing: 'missing', truncated: 'cut off', checksum: 'damaged' } as const;

function elementCount(shape: readonly number[] | null): number {
  return shape === null || shape.some((size) => size < 0) ? 0 : shape.reduce((count, size) => count * size, 1);
}

function assetsText({ assets }: MetaGraphRow, { style }: ShowLayout): string[] {
  const rows = assets.map(({ name, bytes }) => [name, bytes === null ? 'missing' : byteSizeText(bytes)]);
  return section('Assets', table([{ title: '' }, { title: '' }], rows, { indent: '  ' }), style);
}

function opsText({ ops, runtime }: MetaGraphRow, { style, width }: ShowLayout): string[] {
  const counts = Object.entries(ops);
  const nodes = counts.reduce((sum, [, count]) => sum + count, 0);
  const list = wrap(
    counts.map(([op, count]) => `${printable(op)} ${count}`),
    { width, indent: '  ', separator: ' · ' },
  );
  const missing = runtime?.missingOps ?? [];
  const verdict =
    runtime?.checked !== true
      ? 'not checked'
      : missing.length === 0
        ? style.good('all of them')
        : style.bad(`not ${missing.map(printable).join(', ')}`);
  const title = `Ops  ${plural(counts.length, 'kind')}, ${plural(nodes, 'node')} as stored`;
  return section(title, [...list, `  ${style.dim('run here:')} ${verdict}`], style);
}

function section(title: string, lines: readonly string[], style: Style): string[] {
  return lines.length === 0 ? [] : ['', style.heading(title), ...lines];
}

function more(count: number, rows: number): string[] {
  return count > rows ? [`  … ${countText(count - rows)} more; --all lists them`] : [];
}
