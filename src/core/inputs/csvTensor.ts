import { LensError } from '../errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { parseCsv } from './csv.ts';
import { literalTensor } from './literal.ts';
import type { InputTarget } from './target.ts';

/**
 * A table as a tensor: a row of column names is left out, rows are the first axis, and the columns of a row fill the other
 * axes where these are known. A table of one column also fits an input of rank 1.
 */
export function csvTensor(target: InputTarget, text: string, source: string): Tensor {
  const rows = parseCsv(text);
  const isText = target.dtype === 'string';
  const body =
    !isText && rows.length > 1 && rows[0]?.some((field) => number(field) === undefined) === true ? rows.slice(1) : rows;
  const width = body[0]?.length ?? 0;
  const uneven = body.findIndex((row) => row.length !== width);
  if (width === 0 || uneven >= 0) {
    throw new LensError(
      'bad-input-file',
      width === 0
        ? `The table ${source} is empty.`
        : `The table ${source} has ${body[uneven]?.length ?? 0} columns in row ${uneven + 1} and ${width} in the first.`,
    );
  }
  const fields = body.flat().map((field, i) => (isText ? field : cell(field, source, i, width)));
  const flat = literalTensor({ ...target, shape: undefined }, fields, source);
  return { ...flat, shape: tableShape(target, body.length, width) };
}

function number(field: string): number | undefined {
  const trimmed = field.trim().toLowerCase();
  if (trimmed === 'nan' || trimmed === '') return NaN;
  const value = Number(trimmed);
  return Number.isNaN(value) ? undefined : value;
}

function cell(field: string, source: string, index: number, width: number): number | string {
  const value = number(field);
  if (value === undefined) {
    throw new LensError(
      'bad-input-file',
      `The table ${source} holds ${JSON.stringify(field)} in row ${Math.floor(index / width) + 1}, column ${(index % width) + 1}: numbers are expected.`,
    );
  }
  if (Number.isNaN(value)) return 'nan';
  return Number.isFinite(value)
    ? Number.isSafeInteger(value) || !/^\s*-?\d+\s*$/.test(field)
      ? value
      : field.trim()
    : value > 0
      ? 'inf'
      : '-inf';
}

function tableShape({ shape }: InputTarget, rows: number, width: number): number[] {
  if (shape === undefined || shape.length === 2) return [rows, width];
  if (shape.length === 1 && (width === 1 || rows === 1)) return [rows * width];
  const rest = shape.slice(1);
  const fits = rest.length > 0 && rest.every((size) => size >= 0) && rest.reduce((product, size) => product * size, 1) === width;
  return fits ? [rows, ...rest] : [rows, width];
}
