#!/usr/bin/env node
// Writes savedmodel-lens-<version>.vsix: what .vscodeignore names, and nothing else. TensorFlow's library is not inside.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isMain, ROOT, run, say } from './setup/common.mjs';
import { setup } from './setup.mjs';

/** Packages the extension as it is built; answers the file and its bytes. */
export async function packageExtension() {
  await setup();
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const file = join(ROOT, `savedmodel-lens-${version}.vsix`);
  run(
    process.execPath,
    [
      join(ROOT, 'node_modules', '@vscode', 'vsce', 'vsce'),
      'package',
      '--no-dependencies',
      '--allow-missing-repository',
      '--no-rewrite-relative-links',
      '--out',
      file,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return { file, bytes: statSync(file).size };
}

if (isMain(import.meta.url)) {
  const { file, bytes } = await packageExtension();
  say(`${file}: ${(bytes / 1e6).toFixed(2)} MB`);
}
