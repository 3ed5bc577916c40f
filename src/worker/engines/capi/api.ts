import type { KoffiFunc, LibraryHandle } from 'koffi';
import type { NumericData } from '../../../core/tensor/tensor.ts';

/** Address of an object or buffer of the library; `null` is a null pointer. */
export type Pointer = bigint | null;
type In = Pointer | NumericData;

/** The functions of tensorflow/c/c_api.h that are called, with the library's own names. */
export interface TensorFlowApi {
  TF_Version(): string;
  TF_NewStatus(): bigint;
  TF_DeleteStatus(status: bigint): void;
  TF_GetCode(status: bigint): number;
  TF_Message(status: bigint): string;
  TF_NewGraph(): bigint;
  TF_DeleteGraph(graph: bigint): void;
  TF_NewSessionOptions(): bigint;
  TF_DeleteSessionOptions(options: bigint): void;
  TF_SetConfig(options: bigint, proto: Uint8Array, length: number, status: bigint): void;
  readonly TF_LoadSessionFromSavedModel: KoffiFunc<
    (
      options: bigint,
      runOptions: null,
      directory: string,
      tags: readonly string[],
      tagCount: number,
      graph: bigint,
      metaGraph: null,
      status: bigint,
    ) => Pointer
  >;
  TF_CloseSession(session: bigint, status: bigint): void;
  TF_DeleteSession(session: bigint, status: bigint): void;
  TF_GraphOperationByName(graph: bigint, name: string): Pointer;
  TF_OperationNumOutputs(operation: bigint): number;
  readonly TF_SessionRun: KoffiFunc<
    (
      session: bigint,
      runOptions: null,
      inputs: In,
      inputValues: In,
      inputCount: number,
      outputs: In,
      outputValues: In,
      outputCount: number,
      targets: null,
      targetCount: number,
      metadata: null,
      status: bigint,
    ) => void
  >;
  TF_AllocateTensor(dtype: number, dims: readonly number[], rank: number, byteLength: number): Pointer;
  TF_DeleteTensor(tensor: bigint): void;
  TF_TensorData(tensor: bigint): Pointer;
  TF_TensorType(tensor: bigint): number;
  TF_NumDims(tensor: bigint): number;
  TF_Dim(tensor: bigint, axis: number): number | bigint;
  TF_TensorByteSize(tensor: bigint): number | bigint;
  TF_StringInit(target: bigint): void;
  TF_StringCopy(target: bigint, source: Uint8Array, length: number): void;
  TF_GetAllOpList(): Pointer;
  TF_GetAllRegisteredKernels(status: bigint): Pointer;
  TF_DeleteBuffer(buffer: bigint): void;
  /** of the C library that TensorFlow is linked with */
  memcpy(target: In, source: In, length: number): void;
}

/** Binds every function at once; throws where the library lacks one, which says that it is no libtensorflow. */
export function bindApi(library: LibraryHandle): TensorFlowApi {
  return {
    TF_Version: library.func('const char *TF_Version(void)'),
    TF_NewStatus: library.func('void *TF_NewStatus(void)'),
    TF_DeleteStatus: library.func('void TF_DeleteStatus(void *)'),
    TF_GetCode: library.func('int TF_GetCode(void *)'),
    TF_Message: library.func('const char *TF_Message(void *)'),
    TF_NewGraph: library.func('void *TF_NewGraph(void)'),
    TF_DeleteGraph: library.func('void TF_DeleteGraph(void *)'),
    TF_NewSessionOptions: library.func('void *TF_NewSessionOptions(void)'),
    TF_DeleteSessionOptions: library.func('void TF_DeleteSessionOptions(void *)'),
    TF_SetConfig: library.func('void TF_SetConfig(void *, const void *, size_t, void *)'),
    TF_LoadSessionFromSavedModel: library.func(
      'void *TF_LoadSessionFromSavedModel(void *, const void *, const char *, const char **, int, void *, void *, void *)',
    ),
    TF_CloseSession: library.func('void TF_CloseSession(void *, void *)'),
    TF_DeleteSession: library.func('void TF_DeleteSession(void *, void *)'),
    TF_GraphOperationByName: library.func('void *TF_GraphOperationByName(void *, const char *)'),
    TF_OperationNumOutputs: library.func('int TF_OperationNumOutputs(void *)'),
    TF_SessionRun: library.func(
      'void TF_SessionRun(void *, const void *, const void *, const void *, int, const void *, void *, int, const void *, int, void *, void *)',
    ),
    TF_AllocateTensor: library.func('void *TF_AllocateTensor(int, const int64_t *, int, size_t)'),
    TF_DeleteTensor: library.func('void TF_DeleteTensor(void *)'),
    TF_TensorData: library.func('void *TF_TensorData(void *)'),
    TF_TensorType: library.func('int TF_TensorType(void *)'),
    TF_NumDims: library.func('int TF_NumDims(void *)'),
    TF_Dim: library.func('int64_t TF_Dim(void *, int)'),
    TF_TensorByteSize: library.func('size_t TF_TensorByteSize(void *)'),
    TF_StringInit: library.func('void TF_StringInit(void *)'),
    TF_StringCopy: library.func('void TF_StringCopy(void *, const void *, size_t)'),
    TF_GetAllOpList: library.func('void *TF_GetAllOpList(void)'),
    TF_GetAllRegisteredKernels: library.func('void *TF_GetAllRegisteredKernels(void *)'),
    TF_DeleteBuffer: library.func('void TF_DeleteBuffer(void *)'),
    memcpy: library.func('void *memcpy(void *, const void *, size_t)'),
  };
}
