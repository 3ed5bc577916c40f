import { LensError } from '../core/errors.ts';
import { fromErrorMessage, isRpcMessage } from './messages.ts';
import type { Disposable, Port } from './port.ts';

/** A service as seen through a port: methods of one parameter that answer a promise. */
export type ServiceOf<S> = { readonly [M in keyof S]: (params: never) => Promise<unknown> };
export type ParamsOf<S, M extends keyof S> = S[M] extends (params: infer P) => Promise<unknown> ? P : never;
export type ResultOf<S, M extends keyof S> = S[M] extends (params: never) => Promise<infer R> ? R : never;

export interface CallOptions<Event> {
  readonly signal?: AbortSignal;
  /** milliseconds; overrides the client's */
  readonly timeoutMs?: number;
  readonly onEvent?: (event: Event) => void;
}

type EventOf<E, M> = M extends keyof E ? E[M] : never;

export interface Client<S, E = Record<never, never>> extends Disposable {
  /**
   * Calls a method on the other side. Settles always: with the answer, with the other side's LensError, or with
   * `cancelled`, `timeout` or `worker-died`.
   */
  call<M extends keyof S & string>(
    method: M,
    params: ParamsOf<S, M>,
    options?: CallOptions<EventOf<E, M>>,
  ): Promise<ResultOf<S, M>>;
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onEvent: ((event: unknown) => void) | undefined;
}

export interface ClientOptions {
  /** milliseconds until a call is given up; 0 = never */
  readonly timeoutMs: number;
}

/** The calling side of a service on a port. The port is not closed by it. */
export function createClient<S, E = Record<never, never>>(port: Port, { timeoutMs }: ClientOptions): Client<S, E> {
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let closed: Error | undefined;

  const closeAll = (reason: Error): void => {
    closed ??= reason;
    for (const [id, call] of [...pending]) {
      pending.delete(id);
      call.reject(closed);
    }
  };
  const onMessage = port.onMessage((message) => {
    if (!isRpcMessage(message)) return;
    const call = pending.get(message.id);
    // Late answers of calls that were given up find nobody waiting.
    if (call === undefined) return;
    if (message.rpc === 'event') call.onEvent?.(message.event);
    else if (message.rpc === 'result') call.resolve(message.value);
    else if (message.rpc === 'error') call.reject(fromErrorMessage(message.error));
  });
  const onClose = port.onClose(closeAll);

  const start = (method: string, params: unknown, options: CallOptions<unknown>): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const { signal } = options;
      if (closed !== undefined) {
        reject(closed);
        return;
      }
      if (signal?.aborted === true) {
        reject(cancelled(method));
        return;
      }
      const id = nextId++;
      const limit = options.timeoutMs ?? timeoutMs;
      const giveUp = (error: LensError): void => {
        port.post({ rpc: 'cancel', id });
        pending.get(id)?.reject(error);
      };
      const onAbort = (): void => giveUp(cancelled(method));
      const timer =
        limit > 0
          ? setTimeout(
              () =>
                giveUp(
                  new LensError(
                    'timeout',
                    `“${method}” took longer than ${limit / 1000} seconds.`,
                    'Raise the time limit or ask for less.',
                  ),
                ),
              limit,
            )
          : undefined;
      const settle = (finish: () => void): void => {
        pending.delete(id);
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        finish();
      };
      pending.set(id, {
        resolve: (value) => settle(() => resolve(value)),
        reject: (error) => settle(() => reject(error)),
        onEvent: options.onEvent,
      });
      signal?.addEventListener('abort', onAbort, { once: true });
      try {
        port.post({ rpc: 'call', id, method, params });
      } catch (error) {
        pending.get(id)?.reject(error instanceof Error ? error : new Error(String(error)));
      }
    });

  const client: Client<S, E> = {
    // The types say what both sides agreed on; over the port everything is unknown.
    call: (method, params, options) => start(method, params, (options ?? {}) as CallOptions<unknown>) as Promise<never>,
    dispose: () => {
      onMessage.dispose();
      onClose.dispose();
      closeAll(new LensError('cancelled', 'The connection was closed.'));
    },
  };
  return client;
}

function cancelled(method: string): LensError {
  return new LensError('cancelled', `“${method}” was cancelled.`);
}
