#!/usr/bin/env node
// From a fresh clone to activations: set-up, then the layers and three activations of a model, and a report with pictures.
// `npm run demo -- DIR` takes a SavedModel of your own.
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOT, run, say } from './setup/common.mjs';
import { setup } from './setup.mjs';

const given = process.argv[2] === undefined ? undefined : resolve(process.env.INIT_CWD ?? process.cwd(), process.argv[2]);
await setup();

const cli = join(ROOT, 'dist', 'cli.js');
const model = given ?? join(ROOT, 'example', 'digits');
const report = join(ROOT, 'out', 'demo.html');
mkdirSync(join(ROOT, 'out'), { recursive: true });
// as a shell wants it
const quoted = (arg) => (/^[\w./=@:,-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`);
const lens = (...args) => {
  console.log(`\n$ node dist/cli.js ${args.map((arg) => quoted(arg.replace(`${ROOT}/`, ''))).join(' ')}`);
  run(process.execPath, [cli, ...args]);
};

lens('layers', model);
if (given === undefined) {
  const input = ['--input', `image=${join(ROOT, 'example', 'digit.npy')}`, '--labels', join(ROOT, 'example', 'labels.txt')];
  lens('run', model, ...input, '--select', 'strokes,shapes,features,@outputs', '--report', report);
  lens('run', model, ...input, '--select', 'features,@outputs', '--print', '--quiet');
} else {
  lens('run', model, '--select', '@layers,@outputs', '--report', report);
}
console.log('');
if (existsSync(report)) say(`the pictures are in ${report}`);
say(`the same in VS Code: npm run vscode -- ${given ?? 'example'}   (then right-click the model folder: Inspect SavedModel)`);
