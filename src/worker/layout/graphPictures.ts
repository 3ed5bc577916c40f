import { dirname, join } from 'node:path';
import { LensError } from '../../core/errors.ts';
import { viewOf, type ViewRequest } from '../../core/layerGraph/view.ts';
import type { GraphEvent, GraphPicture } from '../../rpc/graphService.ts';
import type { CallContext } from '../../rpc/serve.ts';
import type { ModelEntry } from '../model/modelEntry.ts';
import { fromElk, toElk } from './elkGraph.ts';
import { LayoutThread } from './layoutThread.ts';

/** Pictures kept: going back to an earlier folding needs no new layout. */
const KEPT = 16;

/** Laid-out graphs, made when asked for. */
export class GraphPictures {
  readonly #kept = new WeakMap<ModelEntry, Map<string, GraphPicture>>();
  #thread: LayoutThread | undefined;

  async get(
    entry: ModelEntry,
    { open, reveal, around }: ViewRequest,
    { emit, signal }: CallContext<GraphEvent>,
  ): Promise<GraphPicture> {
    const kept = this.#kept.get(entry) ?? new Map<string, GraphPicture>();
    this.#kept.set(entry, kept);
    const key = JSON.stringify([open === undefined ? null : [...open].sort(), reveal ?? null, around ?? null]);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const view = viewOf(entry.graph, {
      ...(open === undefined ? {} : { open }),
      ...(reveal === undefined ? {} : { reveal }),
      ...(around === undefined ? {} : { around }),
    });
    emit({ kind: 'layout', boxes: view.boxes.length });
    const picture = fromElk(view, await this.#layoutThread().layOut(toElk(view), signal));
    kept.set(key, picture);
    const [oldest] = kept.keys();
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    return picture;
  }

  #layoutThread(): LayoutThread {
    const script = process.argv[1];
    if (script === undefined) throw new LensError('internal', 'The worker does not know where it lies.');
    return (this.#thread ??= new LayoutThread(join(dirname(script), 'layout.js')));
  }
}
