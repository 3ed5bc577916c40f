import { calledFunctions, functionClosure } from '../graph/functionUse.ts';
import { opInfoOf } from '../graph/nodeAttrs.ts';
import { plainAttr } from '../graph/opInfo.ts';
import type { FlatNode, FunctionLibrary } from '../graph/types.ts';
import type { FunctionRecord, NodeRecord } from '../model/types.ts';

/** Ops that write files, or call back into the host language: tensorflow/core/ops/{io,summary,script,dataset,debug,rpc}_ops.cc. */
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
  'CacheDataset',
  'CacheDatasetV2',
  'DatasetToTFRecord',
  'ExperimentalDatasetToTFRecord',
  'CreateSummaryFileWriter',
  'CreateSummaryDbWriter',
  'DebugIdentity',
  'DebugIdentityV2',
  'DebugIdentityV3',
  'DebugNanCount',
  'DebugNumericSummary',
  'DebugNumericSummaryV2',
  'DumpTensor',
  'CalibrationStatisticsSaver',
  'DistributedSave',
  'RegisterDataset',
  'RegisterDatasetV2',
  'FileSystemSetConfiguration',
  'RemoteCall',
  'RpcCall',
  'RpcClient',
  'RpcServer',
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
  const called: FunctionRecord[] = [];
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

/** True when one of these nodes, or of the functions that they may call, prints to a file: printing to the console is harmless. */
export function printToFiles(nodes: Iterable<FlatNode>, functions: FunctionLibrary): boolean {
  const called: FunctionRecord[] = [];
  for (const node of nodes) {
    if (printsToFile(node)) return true;
    called.push(...calledFunctions(node, functions));
  }
  return [...functionClosure(called, functions)].some(({ nodes: body }) => body.some(printsToFile));
}

function printsToFile(node: Pick<NodeRecord, 'op' | 'attr'>): boolean {
  const stream = node.op === 'PrintV2' ? node.attr('output_stream') : undefined;
  const target = stream === undefined ? '' : plainAttr(stream);
  return typeof target === 'string' && target.startsWith('file://');
}

export function isRandomOp(op: string): boolean {
  return RANDOM_OPS.test(op);
}

export function isAssigningOp(op: string): boolean {
  return ASSIGNING_OPS.test(op);
}

/** Ops that TensorFlow calls stateful because their result depends on a state, which they leave as it is. */
const READING_OPS: RegExp =
  /^(Placeholder(V2)?|VarHandleOp|Variable(V2)?|ReadVariableOp|ResourceGather(Nd)?|VarIsInitializedOp|IsVariableInitialized|VariableShape|(Mutable)?HashTable(OfTensors)?(V2)?|MutableDenseHashTable(V2)?|LookupTable(Find|Size|Export)(V2)?)$/;

/** True for a node that, but for its outputs, leaves no trace. */
export function onlyComputes(node: FlatNode): boolean {
  const info = opInfoOf(node);
  return info !== undefined && !isAssigningOp(node.op) && (!info.stateful || READING_OPS.test(node.op));
}
