import { fromBinary } from '@bufbuild/protobuf';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import type { RuntimeOpsData } from '../../../core/instrument/runtimeOps.ts';
import { OpListSchema } from '../../../core/proto/messages.ts';
import type { Pointer, TensorFlowApi } from './api.ts';
import { copyOut } from './memory.ts';
import type { OpenLibrary } from './openLibrary.ts';
import { withStatus } from './status.ts';

/** Asks the library for every op it knows and every op it has a CPU kernel for. */
export async function readRuntimeOps({ api, version }: OpenLibrary): Promise<RuntimeOpsData> {
  const list = fromBinary(OpListSchema, takeBuffer(api, api.TF_GetAllOpList()), { readUnknownFields: false });
  const kernels = await withStatus(api, 'bad-runtime', 'TensorFlow could not list its kernels', (status) =>
    takeBuffer(api, api.TF_GetAllRegisteredKernels(status)),
  );
  return {
    schema: 1,
    version,
    ops: Object.fromEntries(list.op.map((op) => [op.name, op.attr.map((attr) => attr.name)])),
    kernels: [...cpuKernels(kernels)].sort(),
  };
}

/** Copies a TF_Buffer (pointer, length, deallocator) and deletes it. */
function takeBuffer(api: TensorFlowApi, buffer: Pointer): Uint8Array {
  if (buffer === null) return new Uint8Array(0);
  const [data = 0n, length = 0n] = copyOut(api, buffer, new BigUint64Array(2));
  const bytes = copyOut(api, data, new Uint8Array(Number(length)));
  api.TF_DeleteBuffer(buffer);
  return bytes;
}

/** `KernelList.kernel` (1) of `KernelDef` op (1) and device_type (2), tensorflow/core/framework/kernel_def.proto. */
function cpuKernels(bytes: Uint8Array): ReadonlySet<string> {
  const ops = new Set<string>();
  const list = new BinaryReader(bytes);
  while (list.pos < list.len) {
    const [field, type] = list.tag();
    if (field !== 1 || type !== WireType.LengthDelimited) list.skip(type, field);
    else addKernel(new BinaryReader(list.bytes()), ops);
  }
  return ops;
}

function addKernel(kernel: BinaryReader, ops: Set<string>): void {
  let op = '';
  let device = '';
  while (kernel.pos < kernel.len) {
    const [field, type] = kernel.tag();
    if (field === 1) op = kernel.string();
    else if (field === 2) device = kernel.string();
    else kernel.skip(type, field);
  }
  if (device === 'CPU' || device === 'DEFAULT') ops.add(op);
}
