import { automatonOf, type Automaton } from './automaton.ts';
import type { Matcher, Piece } from './syntax.ts';

/** Steps that are remembered before they are all forgotten. */
const MOST_STEPS = 20_000;

/** What of the character before a place can matter to an edge, by a character of that kind. */
const LINE_END = '\n';
const WORD = 'a';
const OTHER = ' ';

/** States that the automaton may be in at one place of a text. */
interface Situation {
  readonly states: readonly number[];
  readonly before: string | undefined;
  /** by the character behind; true when the pattern has matched */
  readonly steps: Map<string | undefined, Situation | boolean>;
}

/**
 * Test whether a pattern occurs in a text, in time linear in the text: all ways to match go ahead together, and steps that were taken
 * once are remembered. Patterns and names come from files, and `RegExp` tries the ways one after the other. `byCodePoint` as with the
 * flag u. @throws PatternTooLarge
 */
export function matcherOf(pattern: Piece, byCodePoint = false): Matcher {
  const automaton = automatonOf(pattern);
  const steps = new Steps(automaton);
  return (text) => {
    let situation = steps.first();
    for (let at = 0; ;) {
      const character = at >= text.length ? undefined : characterAt(text, at, byCodePoint);
      const next = steps.next(situation, character);
      if (typeof next === 'boolean') return next;
      situation = next;
      at += character?.length ?? 0;
    }
  };
}

function characterAt(text: string, at: number, byCodePoint: boolean): string {
  return byCodePoint ? String.fromCodePoint(text.codePointAt(at) ?? 0) : text.charAt(at);
}

/** The steps between situations, worked out when first taken. */
class Steps {
  readonly #automaton: Automaton;
  readonly #hasEdges: boolean;
  #known = new Map<string, Situation>();
  #count = 0;

  constructor(automaton: Automaton) {
    this.#automaton = automaton;
    this.#hasEdges = automaton.states.some(({ kind }) => kind === 'edge');
  }

  first(): Situation {
    return this.#situation([this.#automaton.start], undefined);
  }

  next(situation: Situation, character: string | undefined): Situation | boolean {
    const known = situation.steps.get(character);
    if (known !== undefined) return known;
    if (++this.#count > MOST_STEPS) {
      this.#count = 0;
      this.#known = new Map();
    }
    const next = this.#step(situation, character);
    situation.steps.set(character, next);
    return next;
  }

  #step({ states, before }: Situation, character: string | undefined): Situation | boolean {
    const reached = this.#reached(states, before, character);
    if (reached === undefined) return true;
    if (character === undefined) return false;
    // the pattern may begin anywhere
    const next = new Set([this.#automaton.start]);
    for (const index of reached) {
      const state = this.#automaton.states[index];
      if (state?.kind === 'character' && state.test(character)) next.add(state.next);
    }
    return this.#situation(
      [...next].sort((a, b) => a - b),
      this.#hasEdges ? kindOf(character) : OTHER,
    );
  }

  /** The states that can be reached without a character; undefined when the end is one. */
  #reached(states: readonly number[], before: string | undefined, after: string | undefined): ReadonlySet<number> | undefined {
    const reached = new Set(states);
    // what is added on the way is visited too
    for (const index of reached) {
      const state = this.#automaton.states[index];
      if (state?.kind === 'end') return undefined;
      if (state?.kind === 'fork') for (const next of state.next) reached.add(next);
      else if (state?.kind === 'edge' && state.holds(before, after)) reached.add(state.next);
    }
    return reached;
  }

  #situation(states: readonly number[], before: string | undefined): Situation {
    const id = `${before ?? ''}${states.join()}`;
    let known = this.#known.get(id);
    if (known === undefined) this.#known.set(id, (known = { states, before, steps: new Map() }));
    return known;
  }
}

function kindOf(character: string): string {
  if (/^[\n\r\u2028\u2029]$/.test(character)) return LINE_END;
  return /^\w$/.test(character) ? WORD : OTHER;
}
