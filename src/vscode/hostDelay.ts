import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import * as vscode from 'vscode';

const RESOLUTION_MS = 5;

/** Tells the log, at its finest level, how long pieces of work kept the extension host from anything else. */
export class HostDelay implements vscode.Disposable {
  readonly #delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

  constructor(private readonly log: vscode.LogOutputChannel) {}

  /** Does the work; measures only while somebody listens. */
  async measure<T>(what: (result: T) => string, work: () => Promise<T>): Promise<T> {
    if (this.log.logLevel !== vscode.LogLevel.Trace) return work();
    this.#delays.enable();
    this.#delays.reset();
    const start = performance.now();
    const result = await work();
    const longest = Math.max(0, this.#delays.max / 1e6 - RESOLUTION_MS);
    this.log.trace(`${what(result)}: ${(performance.now() - start).toFixed(0)} ms, longest block ${longest.toFixed(0)} ms`);
    return result;
  }

  dispose(): void {
    this.#delays.disable();
  }
}
