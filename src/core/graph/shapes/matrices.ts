import type { Shape } from '../../tensor/tensor.ts';
import { attrOf, textOf } from '../nodeAttrs.ts';
import { broadcast, rules, type ShapeRule } from './rule.ts';

const matMul =
  (transposeA: string, transposeB: string): ShapeRule =>
  ({ node, input }) => {
    const [a, b] = [input(0), input(1)];
    if (a === undefined || b === undefined || a.length < 2 || b.length < 2) return [];
    const rows = a.at(attrOf(node, transposeA) === true ? -1 : -2) ?? -1;
    const columns = b.at(attrOf(node, transposeB) === true ? -2 : -1) ?? -1;
    const batch = broadcast(a.slice(0, -2), b.slice(0, -2));
    return [batch === undefined ? undefined : [...batch, rows, columns]];
  };

/** Labels of a term that has `...` get the axes it stands for in front of, between or behind them. */
function labelled(term: string, shape: Shape, sizes: Map<string, number>): Shape | undefined {
  const [before = '', after] = term.split('...');
  const labels = before + (after ?? '');
  if (after === undefined ? labels.length !== shape.length : labels.length > shape.length) return undefined;
  const end = shape.length - (after ?? '').length;
  labelsOf(before).forEach((label, axis) => note(label, shape[axis], sizes));
  labelsOf(after ?? '').forEach((label, axis) => note(label, shape[end + axis], sizes));
  return after === undefined ? [] : shape.slice(before.length, end);
}

/** Labels are letters, one each. */
function labelsOf(text: string): readonly string[] {
  return Array.from(text);
}

function note(label: string, size: number | undefined, sizes: Map<string, number>): void {
  if (size !== undefined && (sizes.get(label) ?? -1) < 0) sizes.set(label, size);
}

/** `Einsum` with explicit output, as TensorFlow stores it: `abc,cde->abde`, `...` included. */
const einsum: ShapeRule = ({ node, input }) => {
  const [left = '', right] = textOf(node, 'equation').replace(/\s/g, '').split('->');
  if (right === undefined) return [];
  const sizes = new Map<string, number>();
  let ellipsis: Shape | undefined = [];
  for (const [index, term] of left.split(',').entries()) {
    const shape = input(index);
    const more = shape === undefined ? undefined : labelled(term, shape, sizes);
    if (more === undefined && term.includes('...')) return [];
    ellipsis = broadcast(ellipsis, more ?? []);
  }
  if (ellipsis === undefined) return [];
  const [before = '', after] = right.split('...');
  const dims = (labels: string): Shape => labelsOf(labels).map((label) => sizes.get(label) ?? -1);
  return [after === undefined ? dims(before) : [...dims(before), ...ellipsis, ...dims(after)]];
};

/** Products of matrices. */
export const MATRICES = [
  ...rules('MatMul SparseMatMul', matMul('transpose_a', 'transpose_b')),
  ...rules('BatchMatMul BatchMatMulV2 BatchMatMulV3', matMul('adj_x', 'adj_y')),
  ...rules('Einsum', einsum),
];
