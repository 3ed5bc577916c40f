import koffi from 'koffi';
import type { Pointer } from './api.ts';

/**
 * Copies native memory out. Copying is deliberate: Electron's memory cage refuses array buffers that lie outside it,
 * and the memory may be freed right after.
 */
export function readBytes(address: Pointer, length: number): Uint8Array<ArrayBuffer> {
  if (length === 0 || address === null) return new Uint8Array(0);
  return koffi.decode(address, BYTE, length) as Uint8Array<ArrayBuffer>;
}

/** Copies bytes into native memory that is at least as long. */
export function writeBytes(address: Pointer, bytes: Uint8Array): void {
  if (bytes.length > 0 && address !== null) koffi.encode(address, BYTE, bytes, bytes.length);
}

const BYTE = koffi.type('uint8_t');
