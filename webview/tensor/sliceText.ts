import { t } from '../state/l10n.ts';
import { arityOf, type AxisMapping, type AxisRole, type Extent } from './axes.ts';

/** Slice text as NumPy writes it: `[0, :, 10:20, 3]`. */
export function sliceText(mapping: AxisMapping, shape: readonly number[]): string {
  const terms = mapping.roles.map((role, axis) => {
    const extent = mapping.extents[axis];
    if (role === 'fixed') return String(mapping.indices[axis] ?? 0);
    return extent === undefined ? ':' : extentText(extent, shape[axis] ?? 0);
  });
  return `[${terms.join(', ')}]`;
}

function extentText({ count, start, step }: Extent, size: number): string {
  const stop = start + count * step;
  const first = start === (step > 0 ? 0 : size - 1) ? '' : String(start);
  const last = step > 0 ? (stop >= size ? '' : String(stop)) : stop < 0 ? '' : String(stop);
  return step === 1 ? `${first}:${last}` : `${first}:${last}:${step}`;
}

/** Whether a text names every axis: of one that is still being typed, only then is it known what is meant. */
export function isWholeSlice(text: string, rank: number): boolean {
  const parts = text.split(',');
  return (
    text.trimEnd().endsWith(']') || text.includes('...') || (parts.length >= rank && parts.every((part) => /[\d:]/.test(part)))
  );
}

/** What a term of a slice may be: an index, or an extent. */
type Term = { readonly index: number } | { readonly extent: Extent | undefined };

/**
 * Reads a slice text back with NumPy's rules: an index fixes an axis (negative counts from the end), `:` and `a:b:step` spread it,
 * `...` stands for the axes not named. Roles stay where the same axes are spread as before.
 * @returns the mapping, or a sentence that says what is wrong
 */
export function parseSliceText(
  text: string,
  shape: readonly number[],
  current: AxisMapping,
  roles: readonly AxisRole[],
): AxisMapping | string {
  const parts = expanded(text, shape.length);
  if (typeof parts === 'string') return parts;
  const terms: Term[] = [];
  for (const [axis, size] of shape.entries()) {
    const term = parseTerm(parts[axis] ?? ':', axis, size);
    if (typeof term === 'string') return term;
    terms.push(term);
  }
  const free = terms.flatMap((term, axis) => ('index' in term ? [] : [axis]));
  const isFree = (axis: number): boolean => free.includes(axis);
  const areSame = current.roles.every((role, axis) => (role !== 'fixed') === isFree(axis)) && arityOf(current) === free.length;
  const spread = roles.includes('all')
    ? free.map((axis): AxisRole => (current.roles[axis] === 'row' ? 'row' : 'all'))
    : SPREAD[free.length];
  if (spread === undefined) return t('At most three axes can be shown at once; “:” stands on {0}.', free.length);
  return {
    roles: areSame ? current.roles : shape.map((_, axis) => (isFree(axis) ? (spread[free.indexOf(axis)] ?? 'fixed') : 'fixed')),
    indices: terms.map((term, axis) => ('index' in term ? term.index : (current.indices[axis] ?? 0))),
    extents: terms.map((term) => ('index' in term ? undefined : term.extent)),
  };
}

const SPREAD: readonly (readonly AxisRole[])[] = [[], ['column'], ['row', 'column'], ['row', 'column', 'map']];

function expanded(text: string, rank: number): readonly string[] | string {
  const inner = text.trim().replace(/^\[/, '').replace(/\]$/, '').trim();
  const parts = inner === '' ? [] : inner.split(',').map((part) => part.trim());
  if (parts.at(-1) === '' && parts.length > 1) parts.pop();
  const dots = parts.indexOf('...');
  if (dots !== parts.lastIndexOf('...')) return t('“...” may stand once in a slice.');
  if (dots >= 0) parts.splice(dots, 1, ...new Array<string>(Math.max(0, rank - parts.length + 1)).fill(':'));
  return parts.length > rank ? t('The tensor has {0} axes, the slice names {1}.', rank, parts.length) : parts;
}

function parseTerm(part: string, axis: number, size: number): Term | string {
  if (/^[-+]?\d+$/.test(part)) {
    const index = Number(part) < 0 ? Number(part) + size : Number(part);
    if (index >= 0 && index < size) return { index };
    return size === 0
      ? t('Axis {0} is empty: it has no index {1}.', axis, part)
      : t('Axis {0} has indices 0 to {1}; {2} is outside.', axis, size - 1, part);
  }
  const match = /^([-+]?\d+)?\s*:\s*([-+]?\d+)?\s*(?::\s*([-+]?\d+)?)?$/.exec(part);
  if (match === null) return t('“{0}” on axis {1} is neither an index nor a range such as “2:8”.', part, axis);
  const step = match[3] === undefined ? 1 : Number(match[3]);
  if (step === 0) return t('The step on axis {0} cannot be 0.', axis);
  const bound = (value: string | undefined, otherwise: number): number => {
    if (value === undefined) return otherwise;
    const at = Number(value) < 0 ? Number(value) + size : Number(value);
    return step > 0 ? Math.min(size, Math.max(0, at)) : Math.min(size - 1, Math.max(-1, at));
  };
  const start = bound(match[1], step > 0 ? 0 : size - 1);
  const stop = bound(match[2], step > 0 ? size : -1);
  const count = Math.max(0, Math.ceil((stop - start) / step));
  if (count === 0 && size > 0) return t('“{0}” takes nothing of axis {1}, which has {2} elements.', part, axis, size);
  return { extent: start === 0 && step === 1 && count === size ? undefined : { start, step, count } };
}
