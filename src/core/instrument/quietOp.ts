/**
 * What stands in a sibling for an op that prints: the library writes with std::cerr, which ends Node's process with a segmentation
 * fault, and nobody would read it. `PrintV2` to a file is left alone.
 */
export function quietOp(op: string, outputStream: string): 'Identity' | 'NoOp' | undefined {
  if (op === 'Print') return 'Identity';
  return op === 'PrintV2' && !outputStream.startsWith('file://') ? 'NoOp' : undefined;
}
