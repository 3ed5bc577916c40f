import type { ColourMode } from './colouring.ts';

/** What a person chose for the graph; plain JSON, kept over reloads. */
export interface GraphSettings {
  readonly colour: ColourMode;
  /** ids of open boxes; undefined: as at the first look */
  readonly open: readonly string[] | undefined;
  /** only the neighbourhood of a box */
  readonly around: { readonly id: string; readonly radius: number } | undefined;
}

export const FIRST_SETTINGS: GraphSettings = { colour: 'type', open: undefined, around: undefined };
