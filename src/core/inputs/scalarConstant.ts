import type { FlatNode } from '../graph/types.ts';
import { decodeTensor } from '../proto/tensorProto.ts';

/** The number that a constant of one element holds, looked for behind casts and copies; undefined for anything else. */
export function scalarConstant(node: FlatNode | undefined): number | undefined {
  let source = node;
  while (source !== undefined && /^(?:Identity|Cast)$/.test(source.op)) source = source.inputs[0]?.node;
  const value = source?.op === 'Const' ? source.attr('value')?.value : undefined;
  if (value?.case !== 'tensor' || (value.value.tensorShape?.dim ?? []).some(({ size }) => Number(size) !== 1)) return undefined;
  const { data } = decodeTensor(value.value);
  return ArrayBuffer.isView(data) ? Number(data[0]) : undefined;
}
