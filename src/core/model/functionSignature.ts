import { WireReader } from '../proto/wireReader.ts';
import type { FunctionArg, FunctionSignature } from './types.ts';

/** The signature of a function, read by hand: every call needs it, and decoding an OpDef by reflection takes longer than all else. op_def.proto. */
export function readFunctionSignature(bytes: Uint8Array, start: number, end: number): FunctionSignature {
  const reader = new WireReader(bytes, start, end);
  const inputArg: FunctionArg[] = [];
  const outputArg: FunctionArg[] = [];
  const controlOutput: string[] = [];
  while (reader.next()) {
    switch (reader.field) {
      case 2:
        inputArg.push(readArg(bytes, reader.delimited(), reader.position));
        break;
      case 3:
        outputArg.push(readArg(bytes, reader.delimited(), reader.position));
        break;
      case 20:
        controlOutput.push(reader.text());
        break;
      default:
        reader.skip();
    }
  }
  return { inputArg, outputArg, controlOutput };
}

function readArg(bytes: Uint8Array, start: number, end: number): FunctionArg {
  const reader = new WireReader(bytes, start, end);
  let [name, type, numberAttr, typeListAttr] = ['', 0, '', ''];
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        name = reader.text();
        break;
      case 3:
        type = reader.uint32();
        break;
      case 5:
        numberAttr = reader.text();
        break;
      case 6:
        typeListAttr = reader.text();
        break;
      default:
        reader.skip();
    }
  }
  return { name, type, numberAttr, typeListAttr };
}
