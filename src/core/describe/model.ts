import type {
  FunctionRow,
  MetaGraphRow,
  RuntimeCheck,
  ShowDocument,
  SignatureRow,
  TensorSpecRow,
  VariableDamage,
} from './documents.ts';
import { kerasRow } from './keras.ts';
import { defaultText } from './defaultText.ts';
import { variableRows } from './variables.ts';
import { functionOps } from '../model/functionOps.ts';
import type { Warning } from '../errors.ts';
import { listFunctions } from '../graph/functionList.ts';
import type { FunctionEntry } from '../graph/functionList.ts';
import { runnableSignatures } from '../graph/graphSignature.ts';
import { dtypeOf } from '../tensor/dtype.ts';
import type { DType } from '../tensor/dtype.ts';
import type {
  CheckpointIndex,
  FunctionArg,
  KerasMetadataNode,
  MetaGraph,
  SavedModel,
  Signature,
  SignatureTensor,
} from '../model/types.ts';

/** Tells which of a metagraph's ops a library cannot run; calls of library functions by their name are none. */
export type CheckOps = (ops: Iterable<string>, isFunction: (op: string) => boolean) => RuntimeCheck;

/** What `describeModel` reads; the opened files of a model give it. */
export interface DescribeSource {
  readonly path: string;
  readonly sha256: string;
  readonly model: SavedModel;
  readonly fingerprint?: Readonly<Record<string, string>> | undefined;
  readonly checkpoint: CheckpointIndex | undefined;
  readonly kerasMetadata: readonly KerasMetadataNode[] | undefined;
  /** what is wrong with a stored variable, by its key */
  damageOf(key: string): VariableDamage | undefined;
  /** bytes of a file in assets/, null when it is missing */
  assetBytes(filename: string): number | null;
  /** undefined when nothing is known about a runtime */
  readonly checkOps: CheckOps | undefined;
  readonly warnings: readonly Warning[];
}

/** Everything `show` says about a model, without a native library or a byte of the weights. */
export function describeModel(source: DescribeSource): ShowDocument {
  return {
    schema: 1,
    path: source.path,
    sha256: source.sha256,
    ...(source.fingerprint === undefined ? {} : { fingerprint: source.fingerprint }),
    metaGraphs: source.model.metaGraphs.map((metaGraph) => metaGraphRow(metaGraph, source)),
  };
}

function metaGraphRow(metaGraph: MetaGraph, source: DescribeSource): MetaGraphRow {
  const keras = kerasRow(metaGraph, source.kerasMetadata);
  const ops = countOps(metaGraph);
  return {
    tagSet: metaGraph.tags,
    producer: metaGraph.tensorflowVersion,
    signatures: [...runnableSignatures(metaGraph).values()].map(signatureRow),
    functions: listFunctions(metaGraph).map((entry) => functionRow(metaGraph, entry)),
    ops,
    variables: variableRows(metaGraph, source.checkpoint, (key) => source.damageOf(key)),
    assets: metaGraph.assets.map(({ filename }) => ({ name: filename, bytes: source.assetBytes(filename) })),
    ...(keras === undefined ? {} : { keras }),
    runtime: source.checkOps?.(Object.keys(ops), (op) => metaGraph.graph.functions.has(op)) ?? { checked: false, missingOps: [] },
    warnings: source.warnings,
  };
}

function signatureRow({ key, method, inputs, outputs }: Signature): SignatureRow {
  return { key, method, inputs: inputs.map(tensorSpecRow), outputs: outputs.map(tensorSpecRow) };
}

/** A signature's tensor as listed. */
export function tensorSpecRow({ key, tensor, dtype, shape, defaultValue }: SignatureTensor): TensorSpecRow {
  const row = { name: key, tensor, dtype, shape: shape ?? null };
  return defaultValue === undefined ? row : { ...row, default: defaultText(defaultValue) };
}

/** What the structure leaves open (the parts of a ragged tensor) the function itself says. */
function dtypeOr(dtype: DType, argument: FunctionArg | undefined): DType {
  return dtype === 'invalid' && argument !== undefined ? dtypeOf(argument.type) : dtype;
}

/** Arguments by the names that `run --function` takes them under. */
function functionRow(metaGraph: MetaGraph, { path, name, inputs, outputs }: FunctionEntry): FunctionRow {
  const signature = metaGraph.graph.functions.get(name)?.signature;
  return {
    path,
    inputs: inputs.map((input, index) => {
      const argument = signature?.inputArg[index]?.name ?? input.name;
      return {
        name: argument,
        tensor: `${path}/${argument}:0`,
        dtype: dtypeOr(input.dtype, signature?.inputArg[index]),
        shape: input.shape ?? null,
      };
    }),
    outputs: outputs.map((output, index) => ({
      name: output.path === '' ? `output_${index}` : output.path,
      tensor: `${path}:${index}`,
      dtype: dtypeOr(output.dtype, signature?.outputArg[index]),
      shape: output.shape ?? null,
    })),
  };
}

/** Nodes per op over main graph and function library, most frequent first. */
function countOps(metaGraph: MetaGraph): Record<string, number> {
  const counts = new Map<string, number>();
  const add = (op: string): void => {
    counts.set(op, (counts.get(op) ?? 0) + 1);
  };
  for (const { op } of metaGraph.graph.nodes) add(op);
  for (const fn of metaGraph.graph.functions.values()) functionOps(fn).forEach(add);
  return Object.fromEntries([...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1)));
}
