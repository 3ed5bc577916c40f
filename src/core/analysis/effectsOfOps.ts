import { calledFunctions, functionClosure } from '../graph/functionUse.ts';
import { textOf } from '../graph/nodeAttrs.ts';
import type { FlatNode, FunctionLibrary } from '../graph/types.ts';

/** Ops that write files, or call back into the host language: tensorflow/core/ops/{io,summary,script,dataset,debug}_ops.cc. */
const UNSAFE_OPS: ReadonlySet<string> = new Set([
  'WriteFile',
  'Save',
  'SaveSlices',
  'SaveV2',
  'MergeV2Checkpoints',
  'PyFunc',
  'PyFuncStateless',
  'EagerPyFunc',
  'SaveDataset',
  'SaveDatasetV2',
  'SnapshotDataset',
  'SnapshotDatasetV2',
  'DatasetToTFRecord',
  'ExperimentalDatasetToTFRecord',
  'CreateSummaryFileWriter',
  'CreateSummaryDbWriter',
  'DebugIdentity',
  'DebugIdentityV2',
  'DebugIdentityV3',
  'DistributedSave',
  'FileSystemSetConfiguration',
  'RemoteCall',
  'RpcCall',
  'RpcServerStart',
]);

/** Ops that draw random numbers from a generator of the process: equal inputs give other values. */
const RANDOM_OPS: RegExp =
  /^(Random(?!Shuffle.*Dataset|Dataset).*|Multinomial|TruncatedNormal|ParameterizedTruncatedNormal|Stateful(?!PartitionedCall).*|.*CandidateSampler|SampleDistortedBoundingBox.*|AnonymousRandomSeedGenerator|RngSkip|NonDeterministicInts)$/;

/** Ops that change a variable or table, so that a second run starts from another state. */
const ASSIGNING_OPS: RegExp =
  /^(Assign(?!.*Dataset).*|Resource(Apply|SparseApply|Scatter|CountUpTo|StridedSliceAssign|Accumulator|ConditionalAccumulator).*|(Sparse)?Apply[A-Z].*|Scatter(Add|Sub|Mul|Div|Min|Max|Update)|ScatterNd(Add|Sub|Min|Max|Update)|CountUpTo|StridedSliceAssign|LookupTable(Insert|Remove|Import)(V2)?|Stateful(?!PartitionedCall|Standard).*|StatefulStandard.*|RngSkip)$/;

/** Ops of nodes and of all functions that they may call. */
export function reachedOps(nodes: Iterable<FlatNode>, functions: FunctionLibrary): ReadonlySet<string> {
  const ops = new Set<string>();
  const called = [];
  for (const node of nodes) {
    ops.add(node.op);
    called.push(...calledFunctions(node, functions));
  }
  for (const { nodes: body } of functionClosure(called, functions)) for (const { op } of body) ops.add(op);
  return ops;
}

/** Names of the unsafe ops among these, in alphabetical order. */
export function unsafeOps(ops: Iterable<string>): readonly string[] {
  return [...ops].filter((op) => UNSAFE_OPS.has(op)).sort();
}

/** True for `PrintV2` to a file: printing to the console is harmless. */
export function printsToFile(node: FlatNode): boolean {
  return node.op === 'PrintV2' && textOf(node, 'output_stream').startsWith('file://');
}

export function isRandomOp(op: string): boolean {
  return RANDOM_OPS.test(op);
}

export function isAssigningOp(op: string): boolean {
  return ASSIGNING_OPS.test(op);
}
