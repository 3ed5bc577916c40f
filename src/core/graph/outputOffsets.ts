import type { NodeColumns } from '../model/nodeColumns.ts';
import { isText } from '../proto/wireReader.ts';
import { plainAttr, type OpInfo, type OpArg } from './opInfo.ts';
import type { OpLookup } from './opLookup.ts';

const KNOWN = new WeakMap<NodeColumns, OutputOffsets>();

/** Where the tensors of an output argument begin among all outputs of a node: what functions write as `node:argument:k`. */
export class OutputOffsets {
  /** by number of the op; null for an unknown op */
  readonly #infos: (OpInfo | null | undefined)[] = [];

  private constructor(
    private readonly columns: NodeColumns,
    private readonly ops: OpLookup,
  ) {}

  static of(columns: NodeColumns, ops: OpLookup): OutputOffsets {
    let known = KNOWN.get(columns);
    if (known === undefined) KNOWN.set(columns, (known = new OutputOffsets(columns, ops)));
    return known;
  }

  /** Flat index of the first tensor of the argument named by these bytes. An unknown op is taken to have one output. */
  find(index: number, bytes: Uint8Array, start: number, end: number): number | undefined {
    const op = this.columns.opNumber(index);
    const info = (this.#infos[op] ??= this.ops.get(this.columns.op(index)) ?? null);
    if (info === null) return 0;
    let offset = 0;
    for (const output of info.outputs) {
      if (isText(output.name, bytes, start, end)) return offset;
      offset += this.#tensorCount(index, output, info);
    }
    return undefined;
  }

  /** An attribute that equals its default is left out of most files. */
  #tensorCount(index: number, arg: OpArg, info: OpInfo): number {
    const name = arg.numberAttr === '' ? arg.typeListAttr : arg.numberAttr;
    if (name === '') return 1;
    const attr = this.columns.record(index).attr(name);
    const value = (attr === undefined ? undefined : plainAttr(attr)) ?? info.attrs.get(name)?.default;
    if (typeof value === 'number') return value;
    return Array.isArray(value) ? value.length : 1;
  }
}
