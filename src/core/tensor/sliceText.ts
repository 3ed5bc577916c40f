import { LensError } from '../errors.ts';
import type { SliceTerm } from './slice.ts';

/** Reads `[0, :, ::2, -1]`, brackets optional; `...` stands for as many whole axes as `rank` leaves. */
export function parseSlice(text: string, rank?: number): SliceTerm[] {
  const inner = text.trim().replace(/^\[([^[\]]*)\]$/, '$1').trim();
  if (inner === '') return [];
  const parts = inner.split(',').map((part) => part.trim());
  if (parts.at(-1) === '') parts.pop();
  const ellipsis = parts.indexOf('...');
  if (ellipsis >= 0) {
    if (rank === undefined || parts.lastIndexOf('...') !== ellipsis) throw wrong(text, '...');
    parts.splice(ellipsis, 1, ...new Array<string>(Math.max(0, rank - parts.length + 1)).fill(':'));
  }
  return parts.map((part) => parseTerm(part, text));
}

function parseTerm(part: string, text: string): SliceTerm {
  const pieces = part.split(':').map((piece) => piece.trim());
  if (pieces.length > 3 || !pieces.every((piece) => /^([+-]?\d{1,15})?$/.test(piece))) throw wrong(text, part);
  const [start, stop, step] = pieces.map((piece) => (piece === '' ? undefined : Number(piece)));
  if (pieces.length === 1) {
    if (start === undefined) throw wrong(text, part);
    return start;
  }
  return {
    ...(start === undefined ? {} : { start }),
    ...(stop === undefined ? {} : { stop }),
    ...(step === undefined ? {} : { step }),
  };
}

function wrong(text: string, part: string): LensError {
  return new LensError('usage', `The slice ${text} is wrong at '${part}'.`, 'Write one index or range per axis, such as [0, :, ::2, -1].');
}

/** The text that `parseSlice` reads back. */
export function formatSlice(terms: readonly SliceTerm[]): string {
  return `[${terms.map(formatTerm).join(', ')}]`;
}

function formatTerm(term: SliceTerm): string {
  if (typeof term === 'number') return String(term);
  const { start, stop, step } = term;
  return `${start ?? ''}:${stop ?? ''}${step === undefined ? '' : `:${step}`}`;
}
