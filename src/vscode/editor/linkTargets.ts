import type { OpenModel } from '../model/openModel.ts';

/** A layer of an open model. */
export interface LinkTarget {
  readonly model: OpenModel;
  /** path of the layer */
  readonly path: string;
}

/** Links remembered: those of hovers that may still be on the screen. */
const MOST = 1000;

/** Layers that links lead to. A link carries an id that says nothing, and what it stands for is looked up here: a text from a file never becomes part of a command. */
export class LinkTargets {
  readonly #targets = new Map<string, LinkTarget>();
  #last = 0;

  /** An id for a layer, good for as long as its link may be on the screen. */
  idOf(model: OpenModel, path: string): string {
    for (const [id, target] of this.#targets) if (target.model === model && target.path === path) return id;
    const id = `link-${++this.#last}`;
    this.#targets.set(id, { model, path });
    const [oldest] = this.#targets.keys();
    if (this.#targets.size > MOST && oldest !== undefined) this.#targets.delete(oldest);
    return id;
  }

  /** The layer of an id; undefined for anything else. */
  find(id: unknown): LinkTarget | undefined {
    return typeof id === 'string' ? this.#targets.get(id) : undefined;
  }
}
