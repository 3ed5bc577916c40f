import type { Matcher } from './pattern/syntax.ts';

/** A stretch of the selection's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One term of a selection: words that all must hold. */
export interface Term extends Span {
  /** as written */
  readonly text: string;
  readonly negated: boolean;
  readonly alias: string | undefined;
  readonly words: readonly Word[];
}

/** `.input`, `.output[1]`, `.preactivation`; without an index all of them. */
export interface Suffix {
  readonly kind: 'input' | 'output' | 'preactivation';
  readonly index: number | undefined;
}

/** `layers[2]`, `layers[2:5]`, `encoder.layers[-1]`. */
export interface LayerIndex {
  /** name of the layer whose children are meant; undefined for the top level */
  readonly parent: string | undefined;
  readonly at: number | { readonly start?: number; readonly stop?: number; readonly step?: number };
}

export type Comparison = '<' | '<=' | '>' | '>=' | '=';

/** A condition on tensors or their layers. */
export type Predicate =
  | { readonly key: 'type' | 'op' | 'dtype'; readonly glob: string }
  | { readonly key: 'rank' | 'depth'; readonly comparison: Comparison; readonly value: number }
  | { readonly key: 'shape'; readonly sizes: readonly (number | '*' | '?')[] };

/** What a plain word means when no name matches it whole. */
export type Reading =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'glob'; readonly glob: string }
  | { readonly kind: 'index'; readonly index: LayerIndex };

export type Group = 'layers' | 'outputs' | 'inputs' | 'ops';

export type Word = Span & { readonly text: string } & (
    | { readonly kind: 'group'; readonly group: Group }
    | { readonly kind: 'regex'; readonly matches: Matcher }
    | { readonly kind: 'quoted'; readonly name: string; readonly suffix: Suffix | undefined }
    | { readonly kind: 'predicate'; readonly predicate: Predicate }
    | { readonly kind: 'plain'; readonly reading: Reading; readonly suffix: Suffix | undefined }
  );
