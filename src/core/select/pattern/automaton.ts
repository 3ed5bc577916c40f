import type { EdgeTest, Piece } from './syntax.ts';

/** A pattern with more states than this is refused. */
const MOST_STATES = 2000;

/** A state of a Thompson automaton: `next` lists the states behind it. */
export type State =
  | { readonly kind: 'character'; readonly test: (character: string) => boolean; readonly next: number }
  | { readonly kind: 'edge'; readonly holds: EdgeTest; readonly next: number }
  | { readonly kind: 'fork'; readonly next: number[] }
  | { readonly kind: 'end' };

/** The states of a pattern and where it begins. */
export interface Automaton {
  readonly states: readonly State[];
  readonly start: number;
}

/** A pattern that repeats so much that it has too many states. */
export class PatternTooLarge extends Error {
  override readonly name = 'PatternTooLarge';
}

/** Thompson's construction, from the end of the pattern to its start. @throws PatternTooLarge */
export function automatonOf(pattern: Piece): Automaton {
  const states: State[] = [];
  const add = (state: State): number => {
    if (states.length >= MOST_STATES) throw new PatternTooLarge();
    return states.push(state) - 1;
  };
  const before = (piece: Piece, next: number): number => {
    switch (piece.kind) {
      case 'character':
        return add({ kind: 'character', test: piece.test, next });
      case 'edge':
        return add({ kind: 'edge', holds: piece.holds, next });
      case 'sequence':
        return piece.parts.reduceRight((behind, part) => before(part, behind), next);
      case 'choice':
        return add({ kind: 'fork', next: piece.options.map((option) => before(option, next)) });
      case 'repeat':
        return beforeRepeat(piece, next);
    }
  };
  const beforeRepeat = ({ part, least, most }: Extract<Piece, { kind: 'repeat' }>, next: number): number => {
    let behind = next;
    if (most === Infinity) {
      const choices: number[] = [];
      behind = add({ kind: 'fork', next: choices });
      choices.push(before(part, behind), next);
    } else for (let count = least; count < most; count++) behind = add({ kind: 'fork', next: [before(part, behind), next] });
    for (let count = 0; count < least; count++) {
      const length = states.length;
      behind = before(part, behind);
      // a part without a state of its own can be repeated at will
      if (states.length === length) break;
    }
    return behind;
  };
  const end = add({ kind: 'end' });
  return { start: before(pattern, end), states };
}
