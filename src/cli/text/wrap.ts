import { displayWidth } from './table.ts';

/** Pieces joined into lines no wider than `width` where a piece allows it. */
export function wrap(
  pieces: readonly string[],
  { width, indent, separator }: { width: number; indent: string; separator: string },
): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces) {
    const longer = line === '' ? piece : line + separator + piece;
    if (line !== '' && displayWidth(indent + longer) > width) {
      lines.push(indent + line);
      line = piece;
    } else {
      line = longer;
    }
  }
  return line === '' ? lines : [...lines, indent + line];
}
