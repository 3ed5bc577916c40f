import type { TensorProto } from '../proto/messages.ts';

/** The texts of a string constant, as many as its shape says where the last is not repeated in the file. */
export function stringTensor(tensor: TensorProto): readonly string[] {
  const decoder = new TextDecoder();
  return tensor.stringVal.map((bytes) => decoder.decode(bytes));
}
