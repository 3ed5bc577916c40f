import type { ErrorCode } from '../../../core/errors.ts';
import { LensError } from '../../../core/errors.ts';
import type { TensorFlowApi } from './api.ts';

/** Calls with a fresh TF_Status and throws its text when it is not OK. */
export async function withStatus<T>(
  api: TensorFlowApi, code: ErrorCode, what: string, call: (status: bigint) => T | Promise<T>,
): Promise<T> {
  const status = api.TF_NewStatus();
  try {
    const result = await call(status);
    if (api.TF_GetCode(status) !== 0) throw tensorflowError(code, what, api.TF_Message(status));
    return result;
  } finally {
    api.TF_DeleteStatus(status);
  }
}

/** An error that quotes TensorFlow: its text ends with one full stop, whatever it ended with. */
export function tensorflowError(code: ErrorCode, what: string, text: string): LensError {
  return new LensError(code, `${what}: ${text.trim().replace(/\.+$/, '')}.`);
}
