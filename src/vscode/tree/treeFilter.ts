import type { LayerTree } from './layerTree.ts';
import { shownLayers } from './layerTree.ts';
import type { EntryNode } from './nodes.ts';

/** What an active filter leaves of an entry point. */
export interface Filtered {
  readonly shown: ReadonlySet<number>;
  /** layers that the filter means, without those shown around them */
  readonly meant: number;
  /** why nothing is meant */
  readonly problem?: string;
}

/** A selection that layers must meet to be listed; worked out for an entry point when its row is opened. */
export class TreeFilter {
  readonly #answers = new Map<string, { readonly tree: LayerTree; readonly value: Promise<Filtered> }>();

  constructor(
    readonly text: string,
    /** distinguishes rows of this filter's tree, so that what it finds can be unfolded */
    readonly number: number,
    private readonly sentenceOf: (error: unknown) => string,
  ) {}

  of({ choice, id, model }: EntryNode, tree: LayerTree): Promise<Filtered> {
    const known = this.#answers.get(id);
    if (known?.tree === tree) return known.value;
    const value = model.call('selectLayers', { ...choice, terms: [this.text] }).then(
      ({ positions }): Filtered => ({ shown: shownLayers(tree, positions), meant: positions.length }),
      // What means nothing in one of several models is no error: that model shows nothing.
      (error: unknown): Filtered => ({ shown: new Set(), meant: 0, problem: this.sentenceOf(error) }),
    );
    this.#answers.set(id, { tree, value });
    return value;
  }
}
