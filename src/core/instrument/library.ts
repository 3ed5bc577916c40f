import { fromBinary } from '@bufbuild/protobuf';
import { opTable } from '../graph/opTable.ts';
import type { FunctionRecord } from '../model/types.ts';
import type { FunctionLibrary } from '../graph/types.ts';
import type { FunctionDef, NodeDef } from '../proto/messages.ts';
import { FunctionDefSchema } from '../proto/messages.ts';
import { collectFunctions } from './emitNode.ts';
import { quietOp } from './quietOp.ts';
import type { RuntimeOpList } from './runtimeOps.ts';

/** The functions that are called, directly or through others, cleaned as emitted nodes are. */
export function usedFunctions(
  library: FunctionLibrary,
  called: ReadonlySet<string>,
  ops: RuntimeOpList | undefined,
): FunctionDef[] {
  const found = new Map<string, FunctionDef>();
  const pending = [...called];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const record = library.get(name);
    if (record === undefined || found.has(name)) continue;
    const next = new Set<string>();
    found.set(name, cleanFunction(record, ops, next));
    pending.push(...next);
  }
  return [...found.values()];
}

/** A function as its file holds it, cleaned; the names of the functions that it calls are added to `called`. */
export function cleanFunction(record: FunctionRecord, ops: RuntimeOpList | undefined, called: Set<string>): FunctionDef {
  const definition = fromBinary(FunctionDefSchema, record.bytes);
  definition.attr = {};
  definition.argAttr = {};
  for (const node of definition.nodeDef) cleanNode(node, ops, called);
  return definition;
}

function cleanNode(node: NodeDef, ops: RuntimeOpList | undefined, called: Set<string>): void {
  node.device = '';
  delete node.experimentalType;
  delete node.experimentalDebugInfo;
  quieten(node);
  called.add(node.op);
  const kept = Object.entries(node.attr).filter(
    ([name]) => name === '_lower_using_switch_merge' || (!name.startsWith('_') && isDefined(node.op, name, ops)),
  );
  for (const [, value] of kept) collectFunctions(value, called);
  node.attr = Object.fromEntries(kept);
}

function quieten(node: NodeDef): void {
  const stream = node.attr['output_stream'];
  const op = quietOp(node.op, stream?.value.case === 's' ? new TextDecoder().decode(stream.value.value) : '');
  if (op === undefined) return;
  node.op = op;
  node.input = node.input.filter((input, index) => input.startsWith('^') || (op === 'Identity' && index === 0));
}

function isDefined(op: string, attr: string, ops: RuntimeOpList | undefined): boolean {
  return ops === undefined ? (opTable.get(op)?.attrs.has(attr) ?? true) : ops.hasAttr(op, attr);
}
