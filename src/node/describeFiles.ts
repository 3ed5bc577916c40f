import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ShowDocument } from '../core/describe/documents.ts';
import { describeModel } from '../core/describe/model.ts';
import type { Warning } from '../core/errors.ts';
import { OBJECT_GRAPH_KEY } from '../core/model/checkpoint.ts';
import { parseFingerprint } from '../core/model/fingerprint.ts';
import { WireError } from '../core/proto/wireReader.ts';
import type { ModelFiles } from './modelFiles.ts';
import { runtimeCheck } from './runtimeCheck.ts';

/** `show` of an opened model: the parsed graph, what lies beside it, and warnings about what is missing. */
export async function describeFiles(files: ModelFiles, env: NodeJS.ProcessEnv = process.env): Promise<ShowDocument> {
  const warnings: Warning[] = [...files.warnings];
  const [assets, checkOps, fingerprint] = await Promise.all([
    files.assets(),
    runtimeCheck(env),
    readFingerprint(files.directory, warnings),
    addCheckpointWarnings(files, warnings),
  ]);
  const assetBytes = new Map(assets.map(({ name, bytes }) => [name, bytes]));
  for (const { name, bytes } of assets) {
    if (bytes === null)
      warnings.push({ code: 'asset-missing', message: `The asset ${join(files.directory, 'assets', name)} is not there.` });
  }
  return describeModel({
    path: files.directory,
    sha256: files.sha256(),
    model: files.model,
    fingerprint,
    checkpoint: files.index,
    kerasMetadata: files.kerasMetadata,
    assetBytes: (name) => assetBytes.get(name) ?? null,
    checkOps,
    warnings,
  });
}

/** fingerprint.pb is an extra: without it, or damaged, the model is as good as before. */
async function readFingerprint(directory: string, warnings: Warning[]): Promise<Readonly<Record<string, string>> | undefined> {
  const file = join(directory, 'fingerprint.pb');
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined) return undefined;
  try {
    return parseFingerprint(bytes);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    warnings.push({ code: 'bad-fingerprint', message: `${file} is damaged: ${error.message}.` });
    return undefined;
  }
}

/** Says which stored values are not there; only the sizes of the shards are looked at. */
async function addCheckpointWarnings({ checkpoint, directory, model }: ModelFiles, warnings: Warning[]): Promise<void> {
  if (checkpoint === undefined) {
    const variables = model.metaGraphs.some(({ saver }) => saver !== undefined && saver.restoreOp !== '');
    const told = warnings.some(({ code }) => code.startsWith('checkpoint') || code === 'lfs-pointer');
    if (variables && !told)
      warnings.push({
        code: 'checkpoint-missing',
        message: `${join(directory, 'variables', 'variables.index')} is not there; the values of variables are unknown.`,
      });
    return;
  }
  const damaged = (await checkpoint.missing()).filter(({ key }) => key !== OBJECT_GRAPH_KEY);
  const [first] = damaged;
  if (first === undefined) return;
  const count = damaged.length === 1 ? 'One variable is' : `${damaged.length} variables are`;
  warnings.push({
    code: first.kind === 'missing-shard' ? 'checkpoint-missing' : 'checkpoint-damaged',
    message: `${count} not stored completely: ${first.message}`,
  });
}
