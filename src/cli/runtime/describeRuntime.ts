import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Invocation } from '../command.ts';
import type { ExitCode } from '../context.ts';
import { installRuntime } from './installRuntime.ts';
import { LensError } from '../../core/errors.ts';
import { findLibrary } from '../../node/libtensorflow.ts';
import { cachedRuntimeOps } from '../../node/runtimeOpsCache.ts';
import { countText } from '../text/format.ts';
import { table } from '../text/table.ts';

/** `runtime --json`. */
export interface RuntimeDocument {
  readonly schema: 1;
  /** engine that `run` takes by itself */
  readonly engine: 'tfjs-node' | 'capi';
  /** the addon of tfjs-node is built */
  readonly addon: boolean;
  readonly library: { readonly source: string; readonly files: readonly string[] };
  /** of the cached list; null until a model ran once with this library */
  readonly version: string | null;
  readonly ops: number | null;
  readonly kernels: number | null;
}

/** `runtime`: what would run a model here; nothing is opened. `runtime install` fetches the library first. */
export async function describeRuntime(invocation: Invocation): Promise<ExitCode> {
  const {
    console,
    context,
    arguments: [action],
  } = invocation;
  if (action === 'install') await installRuntime(context);
  else if (action !== undefined)
    throw new LensError('usage', `The command runtime has no action "${action}".`, 'Write runtime, or runtime install.');
  const env = { ...context.env };
  const library = await findLibrary(env);
  const list = await cachedRuntimeOps(library.files.at(-1) ?? '', env);
  const addon =
    context.workerFile !== undefined &&
    existsSync(path.join(path.dirname(context.workerFile), 'native', `${process.platform}-${process.arch}`, 'tfjs_binding.node'));
  const document: RuntimeDocument = {
    schema: 1,
    engine: addon ? 'tfjs-node' : 'capi',
    addon,
    library,
    version: list?.version ?? null,
    ops: list?.opCount ?? null,
    kernels: list?.kernelCount ?? null,
  };
  if (console.json) console.document(document);
  else console.lines(runtimeLines(document, console.out.dim));
  return 0;
}

const SOURCES: Readonly<Record<string, string>> = {
  setting: 'SAVEDMODEL_LENS_LIBTENSORFLOW',
  managed: 'the managed runtime',
  'tfjs-node': "tfjs-node's own download",
  python: 'a Python environment',
};

function runtimeLines(
  { engine, addon, library, version, ops, kernels }: RuntimeDocument,
  dim: (text: string) => string,
): string[] {
  const rows = [
    ['engine', addon ? engine : `${engine} (the addon of tfjs-node is not built)`],
    ['TensorFlow', version ?? 'known after the first run'],
    ['from', SOURCES[library.source] ?? library.source],
    ...library.files.map((file, index) => [index === 0 ? 'library' : '', file]),
    [
      'ops',
      ops === null ? 'known after the first run' : `${countText(ops)}, ${countText(kernels ?? 0)} with a kernel for this machine`,
    ],
  ];
  return table([{ title: '', paint: dim }, { title: '' }], rows);
}
