import type { Box } from '../../src/rpc/graphService.ts';

/** The box that a row of the layer list is to be seen in: its own, else the folded one that holds it. */
export function boxOfRow(
  boxes: readonly Box[],
  row: string | undefined,
  tensors: readonly string[],
): { readonly id: string; readonly isOwn: boolean } | undefined {
  if (row === undefined) return undefined;
  const own =
    boxes.find(({ id }) => id === row) ??
    boxes.find(
      ({ isOpen, kind, tensor }) =>
        !isOpen && kind !== 'layer' && tensor !== undefined && (tensors.includes(tensor) || row === `tensor:${tensor}`),
    );
  if (own !== undefined) return { id: own.id, isOwn: true };
  const holder = boxes
    .filter(({ id, isOpen, kind }) => kind === 'layer' && !isOpen && row.startsWith(`${id}/`))
    .sort((a, b) => b.id.length - a.id.length)[0];
  return holder === undefined ? undefined : { id: holder.id, isOwn: false };
}
