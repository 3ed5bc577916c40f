import { closeSync, createReadStream, openSync, writeSync } from 'node:fs';
import { copyFile, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LensError } from '../core/errors.ts';
import type { Manifest, ManifestTensor } from '../core/run/manifest.ts';
import { createNpzWriter } from '../core/tensor/npy/npz.ts';
import { makeFolder, readManifest } from './runStore.ts';
import type { DumpFormat } from '../rpc/modelService.ts';
import { valueFile } from './keptValues.ts';

/** Writes a kept run, or some of its tensors, into a new or empty folder; returns the files. Errors: not-yet, bad-run-file, output-exists. */
export async function dumpRun(request: {
  readonly directory: string;
  readonly names?: readonly string[];
  readonly target: string;
  readonly format: DumpFormat;
  /** an earlier dump in the folder is replaced */
  readonly overwrite?: boolean;
}): Promise<readonly string[]> {
  const { directory, format, names, target } = request;
  if (format !== 'npz' && format !== 'npy' && format !== 'stats') {
    throw new LensError('not-yet', `Dumps cannot be written as ${format} yet.`, 'Choose npz, npy or stats.');
  }
  const start = performance.now();
  const manifest = await readManifest(directory);
  const wanted = names === undefined ? undefined : new Set(names);
  const tensors = manifest.tensors.filter(({ key, name }) => wanted === undefined || wanted.has(name) || wanted.has(key));
  await makeFolder(target);
  const replaced = request.overwrite === true && (await removeDump(target));
  const found = await readdir(target);
  if (found.length > 0 && !replaced)
    throw new LensError(
      'output-exists',
      `The folder ${target} already holds ${found[0] ?? 'files'}.`,
      'Name a new or empty folder.',
    );
  const written = await WRITERS[format](directory, target, tensors);
  const timings = { ...manifest.timings, dump: Math.round((performance.now() - start) * 10) / 10 };
  const file = join(target, 'manifest.json');
  const document: Manifest = { ...manifest, tensors: written.tensors, timings };
  await writeFile(file, `${JSON.stringify(document, undefined, 1)}\n`);
  return [file, ...written.files];
}

/** Removes what a dump consists of from a folder that holds one; other files stay. True when there was one. */
async function removeDump(folder: string): Promise<boolean> {
  const isDump = await readManifest(folder).then(
    () => true,
    () => false,
  );
  if (!isDump) return false;
  for (const name of ['tensors', NPZ, 'manifest.json']) await rm(join(folder, name), { recursive: true, force: true });
  return true;
}

interface Written {
  readonly files: readonly string[];
  /** rows with their `file` in the dump */
  readonly tensors: readonly ManifestTensor[];
}

const NPZ = 'activations.npz';
/** Bytes of a value that are copied at once: a value may be larger than what Node reads in one piece. */
const PIECE = 1 << 22;
const WRITERS = { npz: writeNpz, npy: copyNpy, stats: statsOnly };

async function writeNpz(directory: string, target: string, tensors: readonly ManifestTensor[]): Promise<Written> {
  if (tensors.every(({ file }) => file === null)) return { files: [], tensors };
  const descriptor = openSync(join(target, NPZ), 'wx');
  try {
    const zip = createNpzWriter((bytes) => {
      for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
    });
    for (const tensor of tensors) {
      if (tensor.file === null) continue;
      const path = valueFile(directory, tensor);
      await zip.add(tensor.key, (await stat(path)).size, createReadStream(path, { highWaterMark: PIECE }));
    }
    zip.end();
  } finally {
    closeSync(descriptor);
  }
  return {
    files: [join(target, NPZ)],
    tensors: tensors.map((tensor) => ({ ...tensor, file: tensor.file === null ? null : NPZ })),
  };
}

async function copyNpy(directory: string, target: string, tensors: readonly ManifestTensor[]): Promise<Written> {
  const files: string[] = [];
  const rows: ManifestTensor[] = [];
  await mkdir(join(target, 'tensors'));
  for (const tensor of tensors) {
    if (tensor.file === null) {
      rows.push(tensor);
      continue;
    }
    const source = valueFile(directory, tensor);
    const file = `tensors/${basename(source)}`;
    await copyFile(source, join(target, file));
    files.push(join(target, file));
    rows.push({ ...tensor, file });
  }
  return { files, tensors: rows };
}

function statsOnly(_directory: string, _target: string, tensors: readonly ManifestTensor[]): Promise<Written> {
  return Promise.resolve({ files: [], tensors: tensors.map((tensor) => ({ ...tensor, file: null })) });
}
