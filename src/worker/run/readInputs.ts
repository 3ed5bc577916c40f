import { readFileSync } from 'node:fs';
import { parseNpz } from '../../core/tensor/npy/npz.ts';
import type { RunRequest } from '../../rpc/modelService.ts';
import type { ModelEntry } from '../model/modelEntry.ts';
import type { FedInput } from './fedInputs.ts';
import type { Warning } from '../../core/errors.ts';
// TEMPORARY, uncommitted
export async function readInputs(entry: ModelEntry, request: RunRequest): Promise<{ inputs: FedInput[]; warnings: Warning[]; synthesised: never[] }> {
  const map = request.inputsFile === undefined ? new Map() : parseNpz(readFileSync(request.inputsFile), request.inputsFile);
  const inputs: FedInput[] = [];
  for (const [k, value] of map) {
    const i = entry.flat.entry.inputs.find((x) => x.key === k);
    const node = entry.flat.byName.get(k.replace(/:0$/, ''));
    const ref = i?.ref ?? (node && { node, index: 0 });
    if (ref) inputs.push({ name: k, ref, value: i && value.dtype !== i.dtype && value.data instanceof Float32Array ? { ...value, dtype: i.dtype } : value, source: 'file' });
  }
  return { inputs, warnings: [], synthesised: [] };
}
