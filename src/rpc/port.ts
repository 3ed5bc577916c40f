/** Something that stops when asked. */
export interface Disposable {
  dispose(): void;
}

/** A two-way channel of structured-cloneable messages: process IPC, worker, webview. `onClose` fires once, when the other side is gone. */
export interface Port {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): Disposable;
  onClose(listener: (reason: Error) => void): Disposable;
}
