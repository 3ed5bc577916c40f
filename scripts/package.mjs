#!/usr/bin/env node
// Writes savedmodel-lens-<version>.vsix: what .vscodeignore names, and nothing else. TensorFlow's library is not inside.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run, say } from './setup/common.mjs';
import { setup } from './setup.mjs';

await setup();
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const out = join(ROOT, `savedmodel-lens-${version}.vsix`);
run(process.execPath, [join(ROOT, 'node_modules', '@vscode', 'vsce', 'vsce'), 'package', '--no-dependencies', '--allow-missing-repository', '--out', out]);
say(`${out}: ${(statSync(out).size / 1e6).toFixed(2)} MB`);
