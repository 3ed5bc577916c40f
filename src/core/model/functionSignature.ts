import { decodeText, type WireReader } from '../proto/wireReader.ts';
import type { FunctionArg, FunctionSignature } from './types.ts';

/** The signature of a function in the field that a reader stands at, read by hand: every call needs it, and decoding an OpDef by reflection takes longer than all else. op_def.proto. */
export function readFunctionSignature(reader: WireReader): FunctionSignature {
  const outer = reader.into();
  const inputArg: FunctionArg[] = [];
  const outputArg: FunctionArg[] = [];
  const controlOutput: string[] = [];
  while (reader.next()) {
    switch (reader.field) {
      case 2:
        inputArg.push(readArg(reader));
        break;
      case 3:
        outputArg.push(readArg(reader));
        break;
      case 20:
        controlOutput.push(reader.text());
        break;
      default:
        reader.skip();
    }
  }
  reader.leave(outer);
  return { inputArg, outputArg, controlOutput };
}

function readArg(reader: WireReader): FunctionArg {
  const outer = reader.into();
  let nameStart = 0;
  let nameEnd = 0;
  let type = 0;
  let numberAttr = '';
  let typeListAttr = '';
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        nameStart = reader.delimited();
        nameEnd = reader.position;
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
  reader.leave(outer);
  return { name: decodeText(reader.bytes, nameStart, nameEnd), nameStart, nameEnd, type, numberAttr, typeListAttr };
}
