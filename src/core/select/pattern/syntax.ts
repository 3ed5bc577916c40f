/** A pattern as a tree, whatever language it was written in. */
export type Piece =
  | { readonly kind: 'character'; readonly test: (character: string) => boolean }
  | { readonly kind: 'sequence'; readonly parts: readonly Piece[] }
  | { readonly kind: 'choice'; readonly options: readonly Piece[] }
  | { readonly kind: 'repeat'; readonly part: Piece; readonly least: number; readonly most: number }
  | { readonly kind: 'edge'; readonly holds: EdgeTest };

/** A condition between two characters; undefined before the first and behind the last. */
export type EdgeTest = (before: string | undefined, after: string | undefined) => boolean;

/** Test of a whole text. */
export type Matcher = (text: string) => boolean;

/** One piece behind the other. */
export function sequence(...parts: readonly Piece[]): Piece {
  return { kind: 'sequence', parts };
}

/** A piece any number of times; `least` may ask for some. */
export function repeated(part: Piece, least = 0, most = Infinity): Piece {
  return { kind: 'repeat', part, least, most };
}

/** Exactly this character. */
export function literal(wanted: string): Piece {
  return { kind: 'character', test: (character) => character === wanted };
}

/** The place before the first character. */
export const START: Piece = { kind: 'edge', holds: (before) => before === undefined };

/** The place behind the last character. */
export const END: Piece = { kind: 'edge', holds: (_before, after) => after === undefined };
