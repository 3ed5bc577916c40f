import { opInfoOf, textOf } from '../graph/nodeAttrs.ts';
import type { FlatNode, TensorRef } from '../graph/types.ts';
import type { AttrValue } from '../proto/messages.ts';
import { type Attrs, GraphDraft } from './graphDraft.ts';
import { quietOp } from './quietOp.ts';
import type { RuntimeOpList } from './runtimeOps.ts';

/** Attributes outside an op's definition that change how it runs; every other one with `_` in front is left out. */
const KEPT_ATTRS: readonly string[] = ['_lower_using_switch_merge'];

/** How the inputs of a node are named in the sibling. */
export interface InputNames {
  readonly data: (ref: TensorRef) => string;
  /** undefined leaves the edge out */
  readonly control: (node: FlatNode) => string | undefined;
  /** nodes that must run before, though the graph does not say so */
  readonly before?: (node: FlatNode) => readonly string[];
}

/**
 * Copies nodes of a flat graph into a draft. Devices, colocation and recorded shapes are dropped: the importer checks them against a
 * graph that has changed. So are attributes that the library in use does not define.
 */
export class NodeEmitter {
  constructor(
    readonly draft: GraphDraft,
    readonly ops: RuntimeOpList | undefined,
    /** names of the functions that emitted nodes call */
    readonly functions = new Set<string>(),
  ) {}

  emit(node: FlatNode, name: string, inputs: InputNames): void {
    if (this.draft.has(name)) return;
    const quiet = quietOp(node.op, textOf(node, 'output_stream'));
    if (quiet !== undefined) {
      this.#emitQuiet(node, quiet, name, inputs);
      return;
    }
    this.draft.add(name, node.op, [...node.inputs.map(inputs.data), ...controlInputs(node, inputs)], this.#attrs(node, {}));
    const callee = node.record === undefined ? undefined : node.op;
    if (callee !== undefined) this.functions.add(callee);
  }

  /** A node with further inputs, and with these attributes in place of its own. */
  emitChanged(node: FlatNode, name: string, inputs: InputNames, moreInputs: readonly string[], changed: Attrs): void {
    this.draft.add(
      name,
      node.op,
      [...node.inputs.map(inputs.data), ...moreInputs, ...controlInputs(node, inputs)],
      this.#attrs(node, changed),
    );
  }

  #emitQuiet(node: FlatNode, op: 'Identity' | 'NoOp', name: string, inputs: InputNames): void {
    const type = node.attr('T');
    const passed = op === 'Identity' ? node.inputs.slice(0, 1).map(inputs.data) : [];
    this.draft.add(name, op, [...passed, ...controlInputs(node, inputs)], op === 'NoOp' || type === undefined ? {} : { T: type });
  }

  #attrs(node: FlatNode, changed: Attrs): Record<string, AttrValue> {
    const attrs: Record<string, AttrValue> = {};
    const defined = opInfoOf(node)?.attrs.keys() ?? node.record?.attrNames().filter((name) => !name.startsWith('_')) ?? [];
    for (const name of [...defined, ...KEPT_ATTRS]) {
      const value = changed[name] ?? node.attr(name);
      if (value === undefined || (!name.startsWith('_') && this.ops?.hasAttr(node.op, name) === false)) continue;
      attrs[name] = value;
      collectFunctions(value, this.functions);
    }
    return attrs;
  }
}

function controlInputs(node: FlatNode, inputs: InputNames): readonly string[] {
  const controls = new Set<string>();
  for (const control of node.controls) {
    const target = inputs.control(control);
    if (target !== undefined) controls.add(`^${target}`);
  }
  for (const name of inputs.before?.(node) ?? []) controls.add(`^${name}`);
  return [...controls];
}

/** Adds the names of the functions that an attribute holds, those handed to other functions included. */
export function collectFunctions({ value }: AttrValue, names: Set<string>): void {
  const functions = value.case === 'func' ? [value.value] : value.case === 'list' ? value.value.func : [];
  for (const { name, attr } of functions) {
    names.add(name);
    for (const nested of Object.values(attr)) collectFunctions(nested, names);
  }
}

/** The sibling's name of a flat node. */
export function emittedName(node: FlatNode, origin: string): string {
  return GraphDraft.legalName(node.name, node.id, origin);
}
