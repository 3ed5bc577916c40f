// Takes chosen files out of a zip archive (a wheel), streaming: the wheel's library alone unfolds to 788 MB.
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;

async function readAt(handle, position, length) {
  const buffer = Buffer.alloc(length);
  await handle.read(buffer, 0, length, position);
  return buffer;
}

/** Entries of the central directory. APPNOTE.TXT 4.3.12; wheels of this size need no zip64. */
async function directory(handle) {
  const { size } = await handle.stat();
  const tail = await readAt(handle, Math.max(0, size - 65_557), Math.min(size, 65_557));
  let at = tail.length - 22;
  while (at >= 0 && tail.readUInt32LE(at) !== END_OF_DIRECTORY) at--;
  if (at < 0) throw new Error('not a zip archive');
  const bytes = await readAt(handle, tail.readUInt32LE(at + 16), tail.readUInt32LE(at + 12));
  const entries = [];
  for (let i = 0; i + 46 <= bytes.length && bytes.readUInt32LE(i) === DIRECTORY_ENTRY;) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => bytes.readUInt16LE(i + field));
    entries.push({
      method: bytes.readUInt16LE(i + 10),
      packed: bytes.readUInt32LE(i + 20),
      offset: bytes.readUInt32LE(i + 42),
      name: bytes.toString('utf8', i + 46, i + 46 + nameLength),
    });
    i += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}

/** Writes every file whose name matches to the path that `target` gives for it. */
export async function unzipMatching(archive, pattern, target) {
  const handle = await open(archive, 'r');
  try {
    for (const entry of (await directory(handle)).filter(({ name }) => pattern.test(name))) {
      const header = await readAt(handle, entry.offset, 30);
      const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
      const path = target(entry.name);
      mkdirSync(dirname(path), { recursive: true });
      const source = createReadStream(archive, { start, end: start + entry.packed - 1 });
      const steps = entry.method === 0 ? [] : [createInflateRaw()];
      await pipeline(source, ...steps, createWriteStream(path));
    }
  } finally {
    await handle.close();
  }
}
