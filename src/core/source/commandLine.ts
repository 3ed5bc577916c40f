import type { NamedModel, SourceString } from './types.ts';

const SELECT = /--select(?:=|\s+)(?:'([^']*)'?|"([^"]*)"?|([^\s'"]+))/dg;
const MODEL = /\bsavedmodel-lens\s+(?:show|layers|run|compare|check|scan|export|diff)\s+(?:'([^']+)'|"([^"]+)"|([^\s'"-]\S*))/dg;

/** A string that may hold a command line of ours: its selections and its model apart, else the string whole. */
export function commandParts(whole: Omit<SourceString, 'role'>): {
  readonly strings: readonly SourceString[];
  readonly models: readonly NamedModel[];
} {
  const isAsWritten = whole.value.length === whole.to - whole.from;
  if (!isAsWritten || !whole.value.includes('savedmodel-lens')) return { strings: [{ ...whole, role: 'other' }], models: [] };
  const places = (pattern: RegExp): { readonly value: string; readonly from: number; readonly to: number }[] =>
    [...whole.value.matchAll(pattern)].flatMap((match) => {
      const group = [1, 2, 3].find((each) => match[each] !== undefined) ?? 0;
      const [from, to] = match.indices?.[group] ?? [0, 0];
      return [{ value: match[group] ?? '', from: whole.from + from, to: whole.from + to }];
    });
  const quote = whole.quote === undefined ? {} : { quote: whole.quote };
  return {
    strings: places(SELECT).map((place) => ({ ...place, ...quote, role: 'selection' })),
    models: places(MODEL).map(({ value, from, to }) => ({ path: value, from, to, variables: [], isCall: false })),
  };
}
