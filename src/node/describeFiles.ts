import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { damageWarnings } from '../core/describe/damage.ts';
import type { ShowDocument, VariableDamage } from '../core/describe/documents.ts';
import { describeModel } from '../core/describe/model.ts';
import { variableNames } from '../core/describe/variables.ts';
import type { Warning } from '../core/errors.ts';
import { OBJECT_GRAPH_KEY } from '../core/model/checkpoint.ts';
import { parseFingerprint } from '../core/model/fingerprint.ts';
import { WireError } from '../core/proto/wireReader.ts';
import type { ModelFiles } from './modelFiles.ts';
import { runtimeCheck } from './runtimeCheck.ts';

/** `show` of an opened model: the parsed graph, what lies beside it, and warnings about what is missing. */
export async function describeFiles(files: ModelFiles, env: NodeJS.ProcessEnv = process.env): Promise<ShowDocument> {
  const warnings: Warning[] = [...files.warnings, ...files.checkpointWarnings];
  const [assets, checkOps, fingerprint, stored] = await Promise.all([
    files.assets(),
    runtimeCheck(env),
    readFingerprint(files.directory, warnings),
    storedState(files),
  ]);
  warnings.push(...stored.warnings);
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
    damageOf: (key) => stored.damageOf(key),
    assetBytes: (name) => assetBytes.get(name) ?? null,
    checkOps,
    warnings,
  });
}

/** fingerprint.pb is an extra: without it, or damaged, the model is as good as before. */
async function readFingerprint(directory: string, warnings: Warning[]): Promise<Readonly<Record<string, string>> | undefined> {
  const file = join(directory, 'fingerprint.pb');
  const found = await stat(file).catch(() => undefined);
  const bytes = found?.isFile() === true ? await readFile(file).catch(() => undefined) : undefined;
  if (bytes === undefined) return undefined;
  try {
    return parseFingerprint(bytes);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    warnings.push({ code: 'bad-fingerprint', message: `${file} is damaged: ${error.message}.` });
    return undefined;
  }
}

/** What is wrong with a stored variable, and warnings about all of them; only the sizes of the shards are looked at. */
interface StoredState {
  damageOf(key: string): VariableDamage | undefined;
  readonly warnings: readonly Warning[];
}

async function storedState({ checkpoint, directory, model, checkpointWarnings: told }: ModelFiles): Promise<StoredState> {
  if (checkpoint !== undefined) {
    const damaged = (await checkpoint.missing()).filter(({ key }) => key !== OBJECT_GRAPH_KEY);
    const byKey = new Map(damaged.map(({ key, kind, file, message }) => [key, { kind, file: basename(file), message }]));
    return {
      damageOf: (key) => byKey.get(key),
      warnings: damaged.length === 0 ? [] : damageWarnings(damaged, variableNames(model.metaGraphs, checkpoint.index)),
    };
  }
  const file = join(directory, 'variables', 'variables.index');
  const known = told.find(({ code }) => code.startsWith('checkpoint') || code === 'lfs-pointer');
  if (known === undefined && !model.metaGraphs.some(({ saver }) => saver !== undefined && saver.restoreOp !== ''))
    return { damageOf: () => undefined, warnings: [] };
  const message = known?.message ?? `${file} is not there; the values of variables are unknown.`;
  return {
    damageOf: () => ({ kind: known?.code === 'checkpoint-damaged' ? 'checksum' : 'missing', file: basename(file), message }),
    warnings: known === undefined ? [{ code: 'checkpoint-missing', message }] : [],
  };
}
