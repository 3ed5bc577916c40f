import { LensError } from '../core/errors.ts';
import type { ParamsOf, ResultOf } from './client.ts';
import { isRpcMessage, toErrorMessage } from './messages.ts';
import type { Disposable, Port } from './port.ts';

/** What a handler may use besides its parameters. */
export interface CallContext<Event> {
  /** aborted when the caller gave up or the port closed */
  readonly signal: AbortSignal;
  /** tells the caller how far the work is */
  readonly emit: (event: Event) => void;
}

type EventOf<E, M> = M extends keyof E ? E[M] : never;

/** One handler per method of the service. */
export type Handlers<S, E = Record<never, never>> = {
  readonly [M in keyof S]: (params: ParamsOf<S, M>, context: CallContext<EventOf<E, M>>) => Promise<ResultOf<S, M>>;
};

type AnyHandler = (params: unknown, context: CallContext<unknown>) => Promise<unknown>;

/** Answers calls on a port until disposed or closed. Unknown methods and throwing handlers answer with an error. */
export function serve<S, E = Record<never, never>>(port: Port, handlers: Handlers<S, E>): Disposable {
  const running = new Map<number, AbortController>();
  const methods = new Map(Object.entries(handlers)) as ReadonlyMap<string, AnyHandler>;

  const answer = async (id: number, method: string, params: unknown): Promise<void> => {
    const abort = new AbortController();
    running.set(id, abort);
    const emit = (event: unknown): void => {
      if (!abort.signal.aborted) port.post({ rpc: 'event', id, event });
    };
    try {
      const handler = methods.get(method);
      if (handler === undefined) throw new LensError('internal', `There is no method “${method}”.`);
      const value = await handler(params, { signal: abort.signal, emit });
      if (!abort.signal.aborted) port.post({ rpc: 'result', id, value });
    } catch (error) {
      if (!abort.signal.aborted) port.post({ rpc: 'error', id, error: toErrorMessage(error) });
    } finally {
      running.delete(id);
    }
  };
  const onMessage = port.onMessage((message) => {
    if (!isRpcMessage(message)) return;
    if (message.rpc === 'cancel') running.get(message.id)?.abort();
    else if (message.rpc === 'call' && !running.has(message.id)) void answer(message.id, message.method, message.params);
  });
  const stop = (): void => {
    for (const abort of running.values()) abort.abort();
    running.clear();
  };
  const onClose = port.onClose(stop);
  return {
    dispose: () => {
      onMessage.dispose();
      onClose.dispose();
      stop();
    },
  };
}
