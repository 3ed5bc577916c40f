import { WireReader } from '../proto/wireReader.ts';
import { readPart } from './decodePart.ts';
import type { FunctionRecord } from './types.ts';

/** The op of each node of a function, in order, without reading anything else of it: for counting over whole libraries. */
export function functionOps(fn: FunctionRecord): string[] {
  return readPart(`the function “${fn.name}”`, () => {
    const reader = new WireReader(fn.bytes);
    const ops: string[] = [];
    while (reader.next()) {
      if (reader.field === 3) ops.push(opOf(fn.bytes, reader.delimited(), reader.position));
      else reader.skip();
    }
    return ops;
  });
}

/** NodeDef.op = 2. */
function opOf(bytes: Uint8Array, start: number, end: number): string {
  const node = new WireReader(bytes, start, end);
  while (node.next()) {
    if (node.field === 2) return node.text();
    node.skip();
  }
  return '';
}
