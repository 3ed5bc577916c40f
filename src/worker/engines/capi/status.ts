import type { ErrorCode } from '../../../core/errors.ts';
import { tensorflowError } from '../tensorflowError.ts';
import type { TensorFlowApi } from './api.ts';

/** Calls with a fresh TF_Status and throws its text when it is not OK. */
export async function withStatus<T>(
  api: TensorFlowApi,
  code: ErrorCode,
  what: string,
  call: (status: bigint) => T | Promise<T>,
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
