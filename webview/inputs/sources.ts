import type { TensorSpecRow } from '../../src/rpc/modelService.ts';

/** Where an input's values come from. */
export type SourceKind = 'auto' | 'file' | 'uniform' | 'normal' | 'zeros' | 'ones' | 'json' | 'text';

/** What the form holds for one input. */
export interface InputState {
  readonly kind: SourceKind;
  /** SPEC of the file, JSON literal, or text */
  readonly value: string;
  /** how a file is called on the screen */
  readonly label: string;
  readonly seed: number;
}

export const SOURCE_TITLES: Readonly<Record<SourceKind, string>> = {
  auto: 'Automatic', file: 'File…', uniform: 'Random uniform', normal: 'Random normal', zeros: 'Zeros', ones: 'Ones', json: 'Values', text: 'Text',
};

export const NO_INPUT: InputState = { kind: 'auto', value: '', label: '', seed: 0 };

/** Sources that make sense for an input's dtype. */
export function sourcesFor(input: TensorSpecRow): readonly SourceKind[] {
  if (input.dtype === 'string') return ['auto', 'text', 'json', 'file'];
  return ['auto', 'file', 'uniform', 'normal', 'zeros', 'ones', 'json'];
}

/** The SPEC of cli.md for a state; undefined leaves the input to be synthesised. */
export function specOf(state: InputState): string | undefined {
  switch (state.kind) {
    case 'auto': return undefined;
    case 'file': return state.value === '' ? undefined : state.value;
    case 'uniform': return `random(seed=${state.seed})`;
    case 'normal': return `normal(seed=${state.seed})`;
    case 'zeros': case 'ones': return state.kind;
    case 'json': return state.value.trim() === '' ? undefined : state.value;
    case 'text': return `text:${state.value}`;
  }
}
