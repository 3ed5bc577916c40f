import { describe, expect, it } from 'vitest';
import { showText } from '../../../src/cli/show/showText.ts';
import { styleFor } from '../../../src/cli/text/style.ts';
import type { VariableRow } from '../../../src/core/describe/documents.ts';

function variable(position: number, damage?: VariableRow['damage']): VariableRow {
  const name = `w${position}`;
  return { name, key: name, dtype: 'float32', shape: [2], bytes: 8, ...(damage === undefined ? {} : { damage }) };
}

function shown(variables: readonly VariableRow[]): readonly string[] {
  const metaGraph = {
    tagSet: ['serve'],
    producer: '',
    signatures: [],
    functions: [],
    ops: {},
    variables,
    assets: [],
    warnings: [],
  };
  const document = { schema: 1, path: 'model', sha256: '', metaGraphs: [metaGraph] } as const;
  const lines = showText(document, { style: styleFor({ write: () => true }, {}), width: 100, rows: 3 });
  const start = lines.findIndex((line) => line.startsWith('Variables'));
  return lines.slice(start + 1, lines.indexOf('', start));
}

describe('variables in show', () => {
  it('a list that is cut still has those that are damaged', () => {
    const rows = Array.from({ length: 10 }, (_, i) =>
      variable(i, i === 7 ? { kind: 'truncated', file: 'variables.data-00000-of-00001', message: '' } : undefined),
    );
    expect(shown(rows)).toEqual([
      '  w0  float32  [2]  8 B',
      '  w1  float32  [2]  8 B',
      '  w2  float32  [2]  8 B',
      '  w7  float32  [2]  8 B  cut off: variables.data-00000-of-00001',
      '  … 6 more; --all lists them',
    ]);
  });

  it('running totals of metrics stand behind the weights and are not counted among them', () => {
    const total = { ...variable(0), name: 'total', key: 'keras_api/metrics/0/total/.ATTRIBUTES/VARIABLE_VALUE' };
    expect(shown([total, variable(1)])).toEqual(['  w1     float32  [2]  8 B', '  total  float32  [2]  8 B  metric']);
  });
});
