/** Work that can be given up. */
type Work<T> = (signal: AbortSignal) => Promise<T>;

interface Job<T> {
  readonly work: Work<T>;
  readonly done: (value: T) => void;
  readonly failed: (error: unknown) => void;
}

/** A question that takes longer than this is given up for a newer one. */
const PATIENCE_MS = 500;

/**
 * Asks one question at a time. While it is on its way only the newest of the others waits, so that a slider that moves without
 * a pause shows as many pictures as can be made and ends with the right one.
 */
export class Latest<T> {
  #running: AbortController | undefined;
  #since = 0;
  #waiting: Job<T> | undefined;

  constructor(private readonly now: () => number = () => performance.now()) {}

  ask(work: Work<T>, done: (value: T) => void, failed: (error: unknown) => void): void {
    const job = { work, done, failed };
    if (this.#running === undefined) {
      this.#start(job);
      return;
    }
    this.#waiting = job;
    if (this.now() - this.#since > PATIENCE_MS) this.#running.abort();
  }

  /** Gives up what runs and what waits; nothing is answered any more. */
  cancel(): void {
    this.#waiting = undefined;
    this.#running?.abort();
    this.#running = undefined;
  }

  #start({ done, failed, work }: Job<T>): void {
    const abort = new AbortController();
    this.#running = abort;
    this.#since = this.now();
    const isCurrent = (): boolean => this.#running === abort;
    const next = (): void => {
      this.#running = undefined;
      const waiting = this.#waiting;
      this.#waiting = undefined;
      if (waiting !== undefined) this.#start(waiting);
    };
    work(abort.signal).then(
      (value) => {
        if (!isCurrent()) return;
        if (!abort.signal.aborted) done(value);
        next();
      },
      (error: unknown) => {
        if (!isCurrent()) return;
        if (!abort.signal.aborted) failed(error);
        next();
      },
    );
  }
}
