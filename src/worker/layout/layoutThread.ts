import type { ElkNode } from 'elkjs/lib/elk-api.js';
import { Worker } from 'node:worker_threads';
import { LensError } from '../../core/errors.ts';
import type { LayoutAnswer, LayoutQuestion } from './thread.ts';

/** Deeply nested graphs recurse deeply in elkjs; what outgrows this memory ends the thread, not the process. */
const RESOURCES = { stackSizeMb: 64, maxOldGenerationSizeMb: 2048 } as const;
/** milliseconds */
const TIME_LIMIT = 20_000;
const IDLE_LIMIT = 60_000;
const ADVICE = 'Fold some boxes, or look at the neighbourhood of one.';

/** elkjs in a thread of its own: a layout runs to its end without a pause, and this process must go on answering. One layout at a time. */
export class LayoutThread {
  #thread: Worker | undefined;
  #running: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;
  #nextId = 1;

  constructor(
    private readonly file: string,
    private readonly timeLimit = TIME_LIMIT,
  ) {}

  /** Lays a graph out. A cancel or the time limit ends the thread; the next question starts another. */
  layOut(graph: ElkNode, signal: AbortSignal): Promise<ElkNode> {
    const work = (): Promise<ElkNode> => this.#ask(graph, signal);
    const result = this.#running.then(work, work);
    this.#running = result.catch(() => undefined);
    return result;
  }

  end(): void {
    clearTimeout(this.#idle);
    void this.#thread?.terminate();
    this.#thread = undefined;
  }

  #ask(graph: ElkNode, signal: AbortSignal): Promise<ElkNode> {
    if (signal.aborted) return Promise.reject(cancelled());
    clearTimeout(this.#idle);
    const thread = (this.#thread ??= this.#start());
    const id = this.#nextId++;
    return new Promise<ElkNode>((resolve, reject) => {
      const finish = (settle: () => void, isOver: boolean): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        thread.off('message', onMessage).off('error', onError).off('exit', onExit);
        if (isOver) this.end();
        else this.#idle = setTimeout(() => this.end(), IDLE_LIMIT).unref();
        settle();
      };
      const onMessage = (answer: LayoutAnswer): void => {
        if (answer.id !== id) return;
        finish(
          () =>
            'graph' in answer
              ? resolve(answer.graph)
              : reject(new LensError('internal', `The graph could not be laid out: ${answer.error}.`, ADVICE)),
          false,
        );
      };
      const onError = (error: Error): void =>
        finish(() => reject(new LensError('limit-reached', `The graph could not be laid out: ${error.message}.`, ADVICE)), true);
      const onExit = (): void =>
        finish(() => reject(new LensError('internal', 'The thread that lays out the graph ended.', ADVICE)), true);
      const onAbort = (): void => finish(() => reject(cancelled()), true);
      const timer = setTimeout(
        () =>
          finish(
            () =>
              reject(new LensError('timeout', `Laying out the graph took longer than ${this.timeLimit / 1000} seconds.`, ADVICE)),
            true,
          ),
        this.timeLimit,
      );
      thread.on('message', onMessage).on('error', onError).on('exit', onExit);
      signal.addEventListener('abort', onAbort, { once: true });
      thread.postMessage({ id, graph } satisfies LayoutQuestion);
    });
  }

  #start(): Worker {
    const thread = new Worker(this.file, { resourceLimits: RESOURCES, env: {}, execArgv: [] });
    thread.unref();
    // A thread that ends between two questions is replaced at the next.
    thread
      .on('error', () => undefined)
      .on('exit', () => {
        if (this.#thread === thread) this.#thread = undefined;
      });
    return thread;
  }
}

function cancelled(): LensError {
  return new LensError('cancelled', 'The layout of the graph was cancelled.');
}
