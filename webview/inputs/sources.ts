import type { DType } from '../../src/core/tensor/dtype.ts';
import { parseSpec } from '../../src/core/inputs/spec.ts';
import { imageFormOf, imageText, NO_IMAGE, type ImageForm } from './imageForm.ts';

/** Where an input's values come from. */
export type SourceKind = 'auto' | 'file' | 'uniform' | 'normal' | 'zeros' | 'ones' | 'range' | 'json' | 'text';

/** What the form holds for one input; numbers as they were typed. */
export interface InputState {
  readonly kind: SourceKind;
  /** path of the file, JSON literal, or text */
  readonly value: string;
  /** array of an .npz; '' = the one of the input's name */
  readonly key: string;
  readonly seed: string;
  /** low and high of uniform values, mean and sd of normal ones; '' = the usual */
  readonly first: string;
  readonly second: string;
  readonly image: ImageForm;
}

export const NO_INPUT: InputState = { kind: 'auto', value: '', key: '', seed: '0', first: '', second: '', image: NO_IMAGE };

/** Sources that make sense for a dtype; a tensor inside the graph must be given something. */
export function sourcesFor(dtype: DType | undefined, isInner: boolean): readonly SourceKind[] {
  const all: readonly SourceKind[] =
    dtype === 'string'
      ? ['auto', 'file', 'text', 'json']
      : dtype === undefined
        ? ['auto', 'file', 'uniform', 'normal', 'zeros', 'ones', 'range', 'json', 'text']
        : ['auto', 'file', 'uniform', 'normal', 'zeros', 'ones', 'range', 'json'];
  return isInner ? all.filter((kind) => kind !== 'auto') : all;
}

const hasKind = (path: string, kind: RegExp): boolean => kind.test(path);
/** True for a file whose pixels are brought to the input's size and range. */
export const isPicture = ({ kind, value }: InputState): boolean => kind === 'file' && hasKind(value, /\.(?:png|jpe?g)$/i);
/** True for a file of several arrays. */
export const isArchive = ({ kind, value }: InputState): boolean => kind === 'file' && hasKind(value, /\.npz$/i);

/** Last part of a path, for the screen. */
export function fileLabel(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

/** The SPEC of cli.md for a state; undefined leaves the input to be synthesised. */
export function specOf(state: InputState): string | undefined {
  const { first, second, seed, value } = state;
  switch (state.kind) {
    case 'auto':
      return undefined;
    case 'file':
      return value === ''
        ? undefined
        : `${value}${isArchive(state) && state.key !== '' ? `[${state.key}]` : ''}${isPicture(state) ? imageText(state.image) : ''}`;
    case 'uniform':
      return generated('random', [
        ['seed', seed],
        ['low', first],
        ['high', second],
      ]);
    case 'normal':
      return generated('normal', [
        ['seed', seed],
        ['mean', first],
        ['std', second],
      ]);
    case 'zeros':
    case 'ones':
    case 'range':
      return state.kind;
    case 'json':
      return value.trim() === '' ? undefined : value.trim();
    case 'text':
      return `text:${value}`;
  }
}

function generated(word: string, values: readonly (readonly [string, string])[]): string {
  const given = values.filter(([, value]) => value.trim() !== '').map(([name, value]) => `${name}=${value.trim()}`);
  return given.length === 0 ? word : `${word}(${given.join(',')})`;
}

/** The state that gives a SPEC. @throws LensError bad-input-spec */
export function stateOf(spec: string): InputState {
  const parsed = parseSpec(spec);
  switch (parsed.kind) {
    case 'zeros':
    case 'ones':
    case 'range':
      return { ...NO_INPUT, kind: parsed.kind };
    case 'random':
      return {
        ...NO_INPUT,
        kind: 'uniform',
        seed: String(parsed.seed),
        first: parsed.low === 0 ? '' : String(parsed.low),
        second: parsed.high === 1 ? '' : String(parsed.high),
      };
    case 'normal':
      return {
        ...NO_INPUT,
        kind: 'normal',
        seed: String(parsed.seed),
        first: parsed.mean === 0 ? '' : String(parsed.mean),
        second: parsed.std === 1 ? '' : String(parsed.std),
      };
    case 'text':
      return { ...NO_INPUT, kind: 'text', value: parsed.text };
    case 'json':
      return { ...NO_INPUT, kind: 'json', value: spec.trim() };
    case 'npz':
      return { ...NO_INPUT, kind: 'file', value: parsed.path, key: parsed.key ?? '' };
    case 'image':
      return { ...NO_INPUT, kind: 'file', value: parsed.path, image: imageFormOf(parsed.options) };
    default:
      return { ...NO_INPUT, kind: 'file', value: parsed.path };
  }
}

/** The file, array and options that a dropped or chosen path stands for, keeping how pictures are prepared. */
export function withFile(state: InputState, path: string): InputState {
  return { ...state, kind: 'file', value: path, key: '' };
}
