import type { AttrValue, OpDef } from '../proto/messages.ts';

/** An input or output argument of an op; exactly one of `dtype`, `typeAttr` and `typeListAttr` says its element type. */
export interface OpArg {
  readonly name: string;
  /** `DataType` number, 0 when an attribute says it */
  readonly dtype: number;
  readonly typeAttr: string;
  /** attribute that says how many tensors the argument has; '' for one */
  readonly numberAttr: string;
  readonly typeListAttr: string;
  /** reference of TF 1 (`RefVariable`) */
  readonly isRef: boolean;
}

/**
 * An attribute as plain data: a type is its `DataType` number, bytes are a latin-1 string, a shape is its dimensions or null
 * for unknown rank, a function is its name, a tensor is null. Non-finite floats are `inf`, `-inf`, `nan`.
 */
export type PlainAttr = string | number | boolean | null | readonly PlainAttr[];

/** `default` is undefined when the attribute must be given. */
export interface OpAttr {
  readonly name: string;
  /** `type`, `int`, `list(shape)`… as in `OpDef.AttrDef.type` */
  readonly type: string;
  readonly default: PlainAttr | undefined;
}

/** What a graph needs to know of an op: op_def.proto without its documentation. */
export interface OpInfo {
  readonly name: string;
  readonly stateful: boolean;
  readonly inputs: readonly OpArg[];
  readonly outputs: readonly OpArg[];
  readonly attrs: ReadonlyMap<string, OpAttr>;
}

/** Ops by name. */
export interface OpTable {
  has(name: string): boolean;
  get(name: string): OpInfo | undefined;
}

/** The same of an `OpDef` stored in a file: a custom op, or the signature of a function. */
export function opInfoFromDef(definition: OpDef): OpInfo {
  return {
    name: definition.name,
    stateful: definition.isStateful,
    inputs: definition.inputArg.map(argFromDef),
    outputs: definition.outputArg.map(argFromDef),
    attrs: new Map(
      definition.attr.map(({ name, type, defaultValue }) => [
        name,
        { name, type, default: defaultValue === undefined ? undefined : plainAttr(defaultValue) },
      ]),
    ),
  };
}

function argFromDef(arg: OpDef['inputArg'][number]): OpArg {
  const { name, typeAttr, numberAttr, typeListAttr, isRef } = arg;
  return { name, dtype: arg.type, typeAttr, numberAttr, typeListAttr, isRef };
}

/** An attribute's value as plain data; undefined for a placeholder or an empty message. */
export function plainAttr(attr: AttrValue): PlainAttr | undefined {
  const { value } = attr;
  switch (value.case) {
    case 'type':
    case 'b':
      return value.value;
    case 'i':
      return Number(value.value);
    case 'f':
      return plainFloat(value.value);
    case 's':
      return latin1(value.value);
    case 'shape':
      return plainShape(value.value);
    case 'func':
      return value.value.name;
    case 'tensor':
      return null;
    case 'list':
      return plainList(value.value);
    default:
      return undefined;
  }
}

type ListValue = Extract<AttrValue['value'], { case: 'list' }>['value'];

/** Only one field of a list is ever filled. */
function plainList(list: ListValue): readonly PlainAttr[] {
  return [
    ...list.s.map(latin1),
    ...list.i.map(Number),
    ...list.f.map(plainFloat),
    ...list.b,
    ...list.type,
    ...list.shape.map(plainShape),
    ...list.func.map((func) => func.name),
    ...list.tensor.map(() => null),
  ];
}

type ShapeMessage = Extract<AttrValue['value'], { case: 'shape' }>['value'];

function plainShape(shape: ShapeMessage): readonly number[] | null {
  return shape.unknownRank ? null : shape.dim.map((dim) => Number(dim.size));
}

function plainFloat(value: number): PlainAttr {
  return Number.isFinite(value) ? value : Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}

/** Byte for byte, whatever the encoding. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
