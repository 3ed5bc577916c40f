// The models of madeModels.ts, for tours and benches: TypeScript is bundled on the way.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import esbuild from 'esbuild';
import { ROOT } from '../../scripts/setup/common.mjs';

const outfile = join(ROOT, 'out', 'extension', 'madeModels.mjs');
await esbuild.build({
  entryPoints: [join(ROOT, 'test', 'extension', 'madeModels.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  logLevel: 'error',
});
export const { writeLargeModel, writeMarkedModel } = await import(pathToFileURL(outfile).href);
