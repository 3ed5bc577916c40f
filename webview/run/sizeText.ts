import { parseByteSize } from '../../src/core/run/byteSize.ts';

/** A limit of bytes as somebody types it; undefined for what is none. */
export function bytesOf(text: string): number | undefined {
  const bytes = parseByteSize(text);
  return bytes === 0 ? undefined : bytes;
}

/** A limit of bytes as it is typed: whole binary units where there are some. */
export function limitText(bytes: number): string {
  for (const [unit, size] of [
    ['TiB', 2 ** 40],
    ['GiB', 2 ** 30],
    ['MiB', 2 ** 20],
    ['KiB', 2 ** 10],
    ['GB', 1e9],
    ['MB', 1e6],
    ['kB', 1e3],
  ] as const) {
    if (bytes >= size && bytes % size === 0) return `${bytes / size} ${unit}`;
  }
  return `${bytes} B`;
}

/** Seconds in words: `90 s`, `10 min`. */
export function secondsText(seconds: number): string {
  return seconds >= 120 && seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
