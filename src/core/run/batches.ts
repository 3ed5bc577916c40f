/** A tensor to be fetched, with the bytes it is expected to take; undefined when its shape is not known beforehand. */
export interface BatchItem {
  readonly bytes: number | undefined;
}

/** Splits fetches, in their order, into runs of at most `maxBytes` expected bytes and `maxCount` tensors; one that is larger alone is a run of its own. */
export function splitIntoBatches<T extends BatchItem>(
  items: readonly T[],
  maxBytes: number,
  maxCount: number,
): readonly (readonly T[])[] {
  const batches: T[][] = [];
  let current: T[] = [];
  let sum = 0;
  for (const item of items) {
    const size = item.bytes ?? 0;
    if (current.length > 0 && (sum + size > maxBytes || current.length >= maxCount)) {
      batches.push(current);
      current = [];
      sum = 0;
    }
    current.push(item);
    sum += size;
  }
  if (current.length > 0) batches.push(current);
  return batches;
}
