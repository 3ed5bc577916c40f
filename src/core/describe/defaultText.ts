import type { Tensor } from '../tensor/tensor.ts';

const SHOWN = 6;

/** A signature's default value in a few words: `0.5`, `[1, 2, 3]`, `"text"`. */
export function defaultText({ data, shape }: Tensor): string {
  const values = Array.from({ length: Math.min(data.length, SHOWN) }, (_, index) => elementText(data[index]));
  if (shape.length === 0) return values[0] ?? '';
  return `[${values.join(', ')}${data.length > SHOWN ? ', …' : ''}]`;
}

function elementText(element: number | bigint | Uint8Array | undefined): string {
  return element instanceof Uint8Array ? JSON.stringify(new TextDecoder().decode(element)) : String(element);
}
