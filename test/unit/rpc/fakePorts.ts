import type { Disposable, Port } from '../../../src/rpc/port.ts';

class FakePort implements Port {
  readonly #messages = new Set<(message: unknown) => void>();
  readonly #closes = new Set<(reason: Error) => void>();
  other: FakePort | undefined;
  /** delays deliveries, so that tests can reorder what happens between */
  deliver: (send: () => void) => void = (send) => {
    queueMicrotask(send);
  };

  post(message: unknown): void {
    const copy: unknown = structuredClone(message);
    this.deliver(() => this.other?.receive(copy));
  }

  receive(message: unknown): void {
    for (const listener of this.#messages) listener(message);
  }

  close(reason: Error): void {
    for (const listener of this.#closes) listener(reason);
  }

  onMessage(listener: (message: unknown) => void): Disposable {
    this.#messages.add(listener);
    return {
      dispose: () => {
        this.#messages.delete(listener);
      },
    };
  }

  onClose(listener: (reason: Error) => void): Disposable {
    this.#closes.add(listener);
    return {
      dispose: () => {
        this.#closes.delete(listener);
      },
    };
  }
}

/** Two ends of one channel; messages are cloned as between processes. */
export function fakePorts(): readonly [FakePort, FakePort] {
  const [near, far] = [new FakePort(), new FakePort()];
  near.other = far;
  far.other = near;
  return [near, far];
}
