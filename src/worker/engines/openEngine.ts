import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LensError } from '../../core/errors.ts';
import { findLibrary } from '../../node/libtensorflow.ts';
import type { Engine } from '../engine.ts';
import { createCapiEngine } from './capi/capiEngine.ts';
import type { OpenLibrary } from './capi/openLibrary.ts';
import { openLibrary } from './capi/openLibrary.ts';
import { createTfjsNodeEngine } from './tfjsNode/tfjsNodeEngine.ts';

/** Which engine is asked for; `auto` is tfjs-node where its addon was built, else the C API. */
export type EngineChoice = 'auto' | 'tfjs-node' | 'capi';

/** An engine with the library behind it. */
export interface OpenedEngine {
  readonly engine: Engine;
  readonly library: OpenLibrary;
}

/**
 * Opens libtensorflow and the engine in this process, for good: neither can be closed again.
 * `addonDirectory` holds `<platform>-<arch>/tfjs_binding.node`. Throws `no-runtime` or `bad-runtime`.
 */
export async function openEngine(choice: EngineChoice, addonDirectory: string): Promise<OpenedEngine> {
  const addon = join(addonDirectory, `${process.platform}-${process.arch}`, 'tfjs_binding.node');
  const hasAddon = existsSync(addon);
  if (choice === 'tfjs-node' && !hasAddon) {
    throw new LensError(
      'no-runtime',
      `The addon of tfjs-node is not built (${addon}).`,
      'Run "npm run setup" where a C++ compiler is at hand, or use --engine capi.',
    );
  }
  const library = openLibrary((await findLibrary()).files);
  const engine = choice === 'capi' || !hasAddon ? createCapiEngine(library) : createTfjsNodeEngine(addon, library.path);
  return { engine, library };
}
