import type { LayerRow, LayerTensorRow } from '../../rpc/modelService.ts';

const text = (value: string): string => JSON.stringify(value);

function tensors(title: string, rows: readonly LayerTensorRow[]): string[] {
  if (rows.length === 0) return [];
  return [
    `${title}:`,
    ...rows.flatMap(({ tensor, dtype, shape }) => [
      `  - tensor: ${text(tensor)}`,
      `    dtype: ${dtype}`,
      `    shape: ${shapeOf(shape)}`,
    ]),
  ];
}

function shapeOf(shape: readonly number[] | null): string {
  return shape === null ? '"?"' : `[${shape.map((size) => (size < 0 ? '"?"' : String(size))).join(', ')}]`;
}

/** All that is known of a layer as YAML: what *Go to Definition* and *Peek Definition* show. */
export function layerText(row: LayerRow, model: string): string {
  const { params } = row;
  return [
    `layer: ${text(row.path)}`,
    `type: ${text(row.type)}${row.typeSource === 'keras' ? '' : `  # ${row.typeSource}`}`,
    ...(row.index === null ? [] : [`index: ${row.index}`]),
    ...(row.objectPath === undefined ? [] : [`objectPath: ${text(row.objectPath)}`]),
    `model: ${text(model)}`,
    ...(row.reason === undefined ? [] : [`noValues: ${text(row.reason)}`]),
    ...tensors('inputs', row.inputs),
    ...tensors('outputs', row.outputs),
    ...(row.preactivation === undefined ? [] : tensors('preactivation', [row.preactivation])),
    ...(params.count === 0
      ? []
      : [
          `parameters: ${params.count}`,
          'variables:',
          ...params.variables.flatMap(({ name, dtype, shape }) => [
            `  - name: ${text(name)}`,
            `    dtype: ${dtype}`,
            `    shape: ${shapeOf(shape)}`,
          ]),
        ]),
    `ops: ${row.ops}`,
    '',
  ].join('\n');
}
