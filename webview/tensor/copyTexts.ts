import type { DType } from '../../src/core/tensor/dtype.ts';

/** Texts of values, row by row, as exactText writes them. */
export type Cells = readonly (readonly string[])[];

/** Formats that values can be copied in. */
export type CopyFormat = 'numpy' | 'csv' | 'markdown';

/** NumPy's name of a dtype; NumPy has none of its own for some, whose values it holds as others. */
const NUMPY: Readonly<Partial<Record<DType, string>>> = {
  float16: 'np.float16',
  float32: 'np.float32',
  float64: 'np.float64',
  int8: 'np.int8',
  int16: 'np.int16',
  int32: 'np.int32',
  int64: 'np.int64',
  uint8: 'np.uint8',
  uint16: 'np.uint16',
  uint32: 'np.uint32',
  uint64: 'np.uint64',
  bool: 'bool',
  complex64: 'np.complex64',
  complex128: 'np.complex128',
  string: 'object',
};

/** Values as text for another program. `isVector` writes one row as a one-dimensional array. */
export function copyText(cells: Cells, dtype: DType, format: CopyFormat, isVector = false): string {
  switch (format) {
    case 'numpy':
      return asNumpy(cells, dtype, isVector);
    case 'csv':
      return cells.map((row) => row.map((cell) => csvCell(plain(cell))).join(',')).join('\n');
    case 'markdown':
      return asMarkdown(cells);
  }
}

/** The typographic minus and Inf of the screen as programs read them. */
function plain(cell: string): string {
  return cell.replaceAll('−', '-').replaceAll('+Inf', 'inf').replaceAll('-Inf', '-inf').replaceAll('NaN', 'nan');
}

function asNumpy(cells: Cells, dtype: DType, isVector: boolean): string {
  const number = (cell: string): string => (dtype === 'string' ? pythonString(cell) : pythonNumber(plain(cell)));
  const rows = cells.map((row) => `[${row.map(number).join(', ')}]`);
  const name = NUMPY[dtype];
  const type = name === undefined ? '' : `, dtype=${name}`;
  const note = name === undefined ? `  # ${dtype}` : '';
  if (cells.length === 0 || cells[0]?.length === 0) return `np.zeros((${cells.length}, ${cells[0]?.length ?? 0})${type})${note}`;
  return isVector && rows.length === 1
    ? `np.array(${rows[0]}${type})${note}`
    : `np.array([${rows.join(',\n          ')}]${type})${note}`;
}

function pythonNumber(text: string): string {
  if (/^[-+]?(nan|inf)$/.test(text)) return text.replace('nan', 'np.nan').replace('inf', 'np.inf');
  return /nan|inf/.test(text) ? `complex('${text}')` : text;
}

/** A Python string literal; JSON's escapes mean the same there. */
function pythonString(text: string): string {
  return JSON.stringify(text);
}

function csvCell(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function asMarkdown(cells: Cells): string {
  const line = (row: readonly string[]): string =>
    `| ${row
      .map((cell) =>
        cell
          .replaceAll('\\', '\\\\')
          .replaceAll('|', '\\|')
          .replace(/\s*\n\s*/g, ' '),
      )
      .join(' | ')} |`;
  const columns = cells[0]?.length ?? 0;
  const header = Array.from({ length: columns }, (_, i) => String(i));
  return [line(header), line(header.map(() => '---:')), ...cells.map(line)].join('\n');
}
