/** Which graph of a model, as far as a run file says. */
export interface EntryChoice {
  readonly signature?: string;
  readonly function?: string;
}

/** A stretch of a source text. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** What a string is for: a layer's name for `get_layer`, a selection (grammar.ebnf), or anything. */
export type StringRole = 'layer' | 'selection' | 'other';

/** A string in a source text; the range is its content, without quotes. */
export interface SourceString extends Range {
  readonly value: string;
  readonly role: StringRole;
  /** the variable whose `get_layer` takes this string */
  readonly receiver?: string;
  /** character that ends the string and must be escaped in it; none in plain YAML */
  readonly quote?: string;
}

/** A place that names a model: a load call, a run file's `model`, a command line. The range is the whole name or call. */
export interface NamedModel extends Range {
  /** as written, when it can be known from the text alone */
  readonly path: string | undefined;
  /** variables that hold the loaded model or a part of it, as `model`, `self.net` */
  readonly variables: readonly string[];
  readonly isCall: boolean;
}

/** What a source text says of models and layers. */
export interface Source {
  /** in the order of the text, not overlapping */
  readonly strings: readonly SourceString[];
  readonly models: readonly NamedModel[];
  /** variables that hold something else than a loaded model */
  readonly others: ReadonlySet<string>;
  /** which graph of the model a run file means */
  readonly entry: EntryChoice;
}

/** The string that holds an offset. */
export function stringAt({ strings }: Source, offset: number): SourceString | undefined {
  let [low, high] = [0, strings.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((strings[middle]?.to ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  const found = strings[low];
  return found !== undefined && found.from <= offset ? found : undefined;
}
