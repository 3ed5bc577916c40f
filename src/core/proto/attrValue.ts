import { fromBinary } from '@bufbuild/protobuf';
import { AttrValueSchema, type AttrValue, type NameAttrList } from './messages.ts';
import { DELIMITED, VARINT, WireReader } from './wireReader.ts';

/**
 * Decodes an `AttrValue`. The kinds that inlining asks of thousands of nodes (types, flags, numbers, texts, functions) are read by hand:
 * preparing reflection for them costs more than reading a whole model. All others, and whatever looks unusual, go the general way.
 * attr_value.proto.
 */
export function decodeAttrValue(bytes: Uint8Array): AttrValue {
  return readValue(bytes, 0, bytes.length) ?? fromBinary(AttrValueSchema, bytes);
}

/** Undefined for what is left to reflection: other kinds, fields that are repeated, unknown or of another wire type. */
function readValue(bytes: Uint8Array, start: number, end: number): AttrValue | undefined {
  const reader = new WireReader(bytes, start, end);
  if (!reader.next()) return undefined;
  const value = readKind(reader);
  return value === undefined || reader.position !== end ? undefined : { $typeName: 'tensorflow.AttrValue', value };
}

function readKind(reader: WireReader): AttrValue['value'] | undefined {
  const { field, wire } = reader;
  if (wire === VARINT) {
    if (field === 3) return { case: 'i', value: reader.int64() };
    if (field === 5) return { case: 'b', value: reader.uint32() !== 0 };
    return field === 6 ? { case: 'type', value: reader.uint32() } : undefined;
  }
  if (wire !== DELIMITED) return undefined;
  if (field === 2) return { case: 's', value: reader.view() };
  if (field === 9) return { case: 'placeholder', value: reader.text() };
  if (field !== 10) return undefined;
  const func = readFunc(reader.bytes, reader.delimited(), reader.position);
  return func === undefined ? undefined : { case: 'func', value: func };
}

function readFunc(bytes: Uint8Array, start: number, end: number): NameAttrList | undefined {
  const reader = new WireReader(bytes, start, end);
  const func: NameAttrList = { $typeName: 'tensorflow.NameAttrList', name: '', attr: {} };
  while (reader.next()) {
    if (reader.wire !== DELIMITED) return undefined;
    if (reader.field === 1) func.name = reader.text();
    else if (reader.field !== 2 || !readEntry(bytes, reader.delimited(), reader.position, func.attr)) return undefined;
  }
  return func;
}

/** Adds an entry of a map of attributes; false when it is left to reflection. */
function readEntry(bytes: Uint8Array, start: number, end: number, into: NameAttrList['attr']): boolean {
  const reader = new WireReader(bytes, start, end);
  let key = '';
  let value: AttrValue | undefined;
  while (reader.next()) {
    if (reader.wire !== DELIMITED) return false;
    if (reader.field === 1) key = reader.text();
    else if (reader.field !== 2) return false;
    else value = readValue(bytes, reader.delimited(), reader.position);
  }
  if (value === undefined) return false;
  into[key] = value;
  return true;
}
