import ELK, { type ElkNode } from 'elkjs/lib/elk.bundled.js';
import { parentPort } from 'node:worker_threads';

/** What the thread is asked and what it answers; ids match. */
export interface LayoutQuestion {
  readonly id: number;
  readonly graph: ElkNode;
}
export type LayoutAnswer = { readonly id: number; readonly graph: ElkNode } | { readonly id: number; readonly error: string };

const elk = new ELK();

parentPort?.on('message', ({ id, graph }: LayoutQuestion) => {
  const answer = (message: LayoutAnswer): void => parentPort?.postMessage(message);
  elk.layout(graph).then(
    (done) => answer({ id, graph: done }),
    (error: unknown) => answer({ id, error: error instanceof Error ? error.message : String(error) }),
  );
});
