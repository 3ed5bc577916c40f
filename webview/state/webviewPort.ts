import type { Disposable, Port } from '../../src/rpc/port.ts';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The page's side of the channel to the extension host, and its memory across tab switches and reloads. */
export interface Workbench {
  readonly port: Port;
  readonly getState: () => unknown;
  readonly setState: (state: unknown) => void;
}

const NOTHING: Disposable = { dispose: () => undefined };

/** May be called once per page. */
export function connectWorkbench(): Workbench {
  const api = acquireVsCodeApi();
  return {
    getState: () => api.getState(),
    setState: (state) => api.setState(state),
    port: {
      post: (message) => api.postMessage(message),
      onMessage: (listener) => {
        const receive = (event: MessageEvent<unknown>): void => listener(event.data);
        window.addEventListener('message', receive);
        return { dispose: () => window.removeEventListener('message', receive) };
      },
      // The page goes when the host does.
      onClose: () => NOTHING,
    },
  };
}
