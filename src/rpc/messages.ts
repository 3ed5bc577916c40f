import { LensError, type ErrorCode } from '../core/errors.ts';

/** An error on its way: enough to make the same LensError again. */
export interface ErrorMessage {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
  /** for the log only, never shown */
  readonly stack?: string;
}

/** What crosses a port. Ids count up on the calling side. */
export type RpcMessage =
  | { readonly rpc: 'call'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly rpc: 'cancel'; readonly id: number }
  | { readonly rpc: 'event'; readonly id: number; readonly event: unknown }
  | { readonly rpc: 'result'; readonly id: number; readonly value: unknown }
  | { readonly rpc: 'error'; readonly id: number; readonly error: ErrorMessage };

const KINDS: ReadonlySet<unknown> = new Set(['call', 'cancel', 'event', 'result', 'error']);

/** True for messages of this protocol; a port may carry others, which are left alone. */
export function isRpcMessage(message: unknown): message is RpcMessage {
  return (
    typeof message === 'object' &&
    message !== null &&
    'rpc' in message &&
    KINDS.has(message.rpc) &&
    'id' in message &&
    typeof message.id === 'number'
  );
}

/** Any thrown thing as a message; what is no LensError becomes `internal`. */
export function toErrorMessage(error: unknown): ErrorMessage {
  if (error instanceof LensError) {
    return {
      code: error.code,
      message: error.message,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      ...(error.stack === undefined ? {} : { stack: error.stack }),
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'internal',
    message: `Something unexpected happened: ${message}`,
    ...(error instanceof Error && error.stack !== undefined ? { stack: error.stack } : {}),
  };
}

/** The LensError that a message describes. */
export function fromErrorMessage({ code, message, hint, stack }: ErrorMessage): LensError {
  return new LensError(code, message, hint, { cause: stack });
}
