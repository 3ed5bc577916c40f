import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';

const RESOLUTION_MS = 5;

/** Milliseconds in which nothing else could happen: by the clock, and of them those the processor worked for this process. */
interface Block {
  readonly clock: number;
  readonly processor: number;
}

/** Tells the log, at its finest level, how long pieces of work kept the extension host from anything else. */
export class HostDelay {
  constructor(private readonly log: vscode.LogOutputChannel) {}

  /** Does the work; measures only while somebody listens. */
  async measure<T>(what: (result: T) => string, work: () => Promise<T>): Promise<T> {
    if (this.log.logLevel !== vscode.LogLevel.Trace) return work();
    const watch = watchBlocks();
    const start = performance.now();
    try {
      const result = await work();
      const took = performance.now() - start;
      // What kept the host until just now ends at the next turn.
      await new Promise((resolve) => setTimeout(resolve, RESOLUTION_MS));
      const { clock, processor } = watch.longest();
      this.log.trace(
        `${what(result)}: ${took.toFixed(0)} ms, longest block ${clock.toFixed(0)} ms, of processor time ${processor.toFixed(0)} ms`,
      );
      return result;
    } finally {
      watch.stop();
    }
  }
}

/** A clock that ticks on the event loop: what lies between two ticks was one block. On a busy machine only its processor time is ours. */
function watchBlocks(): { longest(): Block; stop(): void } {
  let longest: Block = { clock: 0, processor: 0 };
  let at = now();
  const timer = setInterval(() => {
    const tick = now();
    const block = { clock: tick.clock - at.clock - RESOLUTION_MS, processor: tick.processor - at.processor };
    at = tick;
    longest = {
      clock: Math.max(longest.clock, block.clock),
      processor: Math.max(longest.processor, Math.min(block.processor, block.clock)),
    };
  }, RESOLUTION_MS);
  return { longest: () => longest, stop: () => clearInterval(timer) };
}

function now(): Block {
  const { user, system } = process.cpuUsage();
  return { clock: performance.now(), processor: (user + system) / 1000 };
}
