import { LensError } from '../../errors.ts';
import type { NpyElement } from './npyTypes.ts';

const LARGEST = 2 ** 31 - 1;

/** Elements of an S or U array: trailing zeros dropped as NumPy does, U as UTF-8. */
export function readTexts(body: Uint8Array, count: number, { bytes: width, text, bigEndian }: NpyElement): Uint8Array[] {
  const texts: Uint8Array[] = [];
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const encoder = new TextEncoder();
  for (let i = 0; i < count; i++) {
    const start = i * width;
    texts.push(text === 'U' ? encoder.encode(wideText(view, start, width, !bigEndian)) : trimmed(body, start, start + width));
  }
  return texts;
}

function trimmed(body: Uint8Array, start: number, end: number): Uint8Array {
  while (end > start && body[end - 1] === 0) end--;
  return body.slice(start, end);
}

function wideText(view: DataView, start: number, width: number, littleEndian: boolean): string {
  let text = '';
  let kept = 0;
  for (let at = start; at < start + width; at += 4) {
    const point = view.getUint32(at, littleEndian);
    text += point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
    if (point !== 0) kept = text.length;
  }
  return text.slice(0, kept);
}

/** An S array as wide as its longest element; refuses what would take more than 2 GiB by padding. */
export function textBytes(texts: readonly Uint8Array[]): { width: number; body: Uint8Array } {
  const width = texts.reduce((widest, text) => Math.max(widest, text.length), 1);
  if (width * texts.length > LARGEST) {
    throw new LensError(
      'too-large',
      `${texts.length} strings, the longest of ${width} bytes, do not fit a NumPy S array of 2 GiB.`,
    );
  }
  const body = new Uint8Array(width * texts.length);
  texts.forEach((text, i) => body.set(text, i * width));
  return { width, body };
}
