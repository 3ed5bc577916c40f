#!/usr/bin/env node
// Makes a clone ready to run: dependencies, dist/, TensorFlow's library in the user's cache, the native addon.
// Does only what is missing; prints what it does.
import { join } from 'node:path';
import { fail, hashOf, isMain, once, ROOT, run, say } from './setup/common.mjs';

const [major] = process.versions.node.split('.').map(Number);
if (major < 20) fail(`Node ${process.versions.node} is too old: version 20 or newer is needed.`);

/** Dependencies, bundles, runtime and addon. */
export async function setup() {
  const modules = join(ROOT, 'node_modules');
  const fresh = once(join(modules, '.setup'), hashOf('package-lock.json', '.npmrc'), join(modules, 'esbuild'), () => {
    say('installing dependencies');
    run('npm', ['ci', '--loglevel=error'], { advice: 'Check the network or the registry that npm is configured for.' });
  });
  if (!fresh) say('dependencies are up to date');
  const built = once(
    join(ROOT, 'dist', '.built'),
    hashOf('src', 'webview', 'scripts/build.mjs', 'scripts/checkBundles.mjs', 'scripts/thirdParty.mjs', 'package-lock.json'),
    join(ROOT, 'dist', 'worker.js'),
    () => {
      say('building dist/');
      run(process.execPath, [join('scripts', 'build.mjs')]);
    },
  );
  if (!built) say('dist/ is up to date');
  const { ensureRuntime } = await import('./setup/runtime.mjs');
  const { ensureAddon } = await import('./setup/addon.mjs');
  ensureAddon(await ensureRuntime());
}

if (isMain(import.meta.url)) {
  await setup();
  say('ready: node dist/cli.js --help');
}
