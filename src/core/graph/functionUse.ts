import type { FunctionRecord, NodeRecord } from '../model/types.ts';
import type { AttrValue } from '../proto/messages.ts';
import { opTable } from './opTable.ts';
import type { FunctionLibrary } from './types.ts';

/** A node of a flat graph or of a function. */
type AnyNode = Pick<NodeRecord, 'op' | 'attr'> & {
  readonly record?: NodeRecord | undefined;
  readonly attrNames?: () => readonly string[];
};

/** Functions of the library that a node names in its attributes or by its op. */
export function calledFunctions(node: AnyNode, functions: FunctionLibrary): readonly FunctionRecord[] {
  const found: FunctionRecord[] = [];
  const byOp = functions.get(node.op);
  if (byOp !== undefined) found.push(byOp);
  if (functions.size === 0) return found;
  for (const name of functionAttrs(node.op) ?? node.record?.attrNames() ?? node.attrNames?.() ?? []) {
    const attr = node.attr(name);
    if (attr !== undefined) collect(attr, functions, found);
  }
  return found;
}

/** Attributes of a known op that hold functions; looking into every attribute would mean decoding all of them. */
function functionAttrs(op: string): readonly string[] | undefined {
  const known = ATTRS.get(op);
  if (known !== undefined) return known;
  const info = opTable.get(op);
  if (info === undefined) return undefined;
  const names = [...info.attrs.values()].filter(({ type }) => type === 'func' || type === 'list(func)').map(({ name }) => name);
  ATTRS.set(op, names);
  return names;
}

const ATTRS = new Map<string, readonly string[]>();

function collect({ value }: AttrValue, functions: FunctionLibrary, found: FunctionRecord[]): void {
  const funcs = value.case === 'func' ? [value.value] : value.case === 'list' ? value.value.func : [];
  for (const func of funcs) {
    const record = functions.get(func.name);
    if (record !== undefined) found.push(record);
    for (const attr of Object.values(func.attr)) collect(attr, functions, found);
  }
}

/** These functions and all that they use in turn. */
export function functionClosure(start: Iterable<FunctionRecord>, functions: FunctionLibrary): ReadonlySet<FunctionRecord> {
  const closure = new Set(start);
  for (const record of closure) {
    for (const node of record.nodes) {
      for (const called of calledFunctions(node, functions)) closure.add(called);
    }
  }
  return closure;
}
