import type { VariableDamage, VariableRow } from './documents.ts';
import { byteSize } from '../tensor/layout.ts';
import type { DType } from '../tensor/dtype.ts';
import type { Shape } from '../tensor/tensor.ts';
import type { CheckpointEntry, CheckpointIndex, MetaGraph, ObjectGraph, SavedObject } from '../model/types.ts';

const VALUE_SUFFIX = '/.ATTRIBUTES/VARIABLE_VALUE';
const OBJECT_GRAPH_KEY = '_CHECKPOINTABLE_OBJECT_GRAPH';

/**
 * The variables of a metagraph: those of the object graph with their checkpoint keys, then what else the checkpoint holds
 * (optimizer slots, v1 variables) under its own key.
 */
export function variableRows(
  metaGraph: MetaGraph,
  checkpoint: CheckpointIndex | undefined,
  damageOf: (key: string) => VariableDamage | undefined = () => undefined,
): VariableRow[] {
  const rows: VariableRow[] = [];
  const add = (row: VariableRow): void => {
    const damage = damageOf(row.key);
    rows.push(damage === undefined ? row : { ...row, damage });
  };
  const listed = new Set<string>();
  if (metaGraph.objectGraph !== undefined) {
    for (const [object, key] of objectVariables(metaGraph.objectGraph)) {
      if (object.variable === undefined) continue;
      const entry = checkpoint?.entries.get(key);
      listed.add(key);
      add(objectRow(object.variable, key, entry));
    }
  }
  for (const entry of checkpoint?.entries.values() ?? []) {
    if (entry.key !== OBJECT_GRAPH_KEY && !listed.has(entry.key)) add(entryRow(entry));
  }
  return rows;
}

/** Names that people know variables by, from their keys in the checkpoint. */
export function variableNames(metaGraphs: readonly MetaGraph[], checkpoint: CheckpointIndex): (key: string) => string {
  const names = new Map(
    metaGraphs.flatMap((metaGraph) => variableRows(metaGraph, checkpoint).map(({ key, name }) => [key, name] as const)),
  );
  return (key) => names.get(key) ?? key;
}

function objectRow(variable: NonNullable<SavedObject['variable']>, key: string, entry: CheckpointEntry | undefined): VariableRow {
  const shape = entry?.shape ?? variable.shape ?? null;
  return {
    name: variable.name === '' ? key : variable.name,
    key,
    dtype: entry?.dtype ?? variable.dtype,
    shape,
    bytes: entry?.size ?? knownBytes(variable.dtype, shape),
    trainable: variable.trainable,
  };
}

function entryRow(entry: CheckpointEntry): VariableRow {
  const name = entry.key.endsWith(VALUE_SUFFIX) ? entry.key.slice(0, -VALUE_SUFFIX.length) : entry.key;
  const bytes = entry.partitioned ? knownBytes(entry.dtype, entry.shape) : entry.size;
  return { name, key: entry.key, dtype: entry.dtype, shape: entry.shape, bytes };
}

/** Bytes of a dense value; 0 where dtype or shape leave it open (strings, handles, unknown dimensions). */
function knownBytes(dtype: DType, shape: Shape | null): number {
  return shape === null || shape.some((size) => size < 0) ? 0 : (byteSize(dtype, shape) ?? 0);
}

/** Variables with their checkpoint keys, breadth first as TensorFlow numbers them (checkpoint/graph_view.py, checkpoint/util.py). */
function* objectVariables(graph: ObjectGraph): Generator<[SavedObject, string]> {
  const seen = new Set<number>([0]);
  const queue: { id: number; path: string }[] = [{ id: 0, path: '' }];
  for (const { id, path } of queue) {
    const object = graph.objects[id];
    if (object === undefined) continue;
    if (object.kind === 'variable') yield [object, path + VALUE_SUFFIX];
    object.children.forEach((child, name) => {
      if (seen.has(child)) return;
      seen.add(child);
      const step = name.replaceAll('.', '..').replaceAll('/', '.S');
      queue.push({ id: child, path: path === '' ? step : `${path}/${step}` });
    });
  }
}
