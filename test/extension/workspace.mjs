// The folder that a test opens: the example model and files beside it, made anew for each tour.
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/setup/common.mjs';

const PYTHON = `import tensorflow as tf

model = tf.saved_model.load("digits")
curves = get_layer("curves")
nothing = get_layer("no_such_layer")
`;

/** Makes DIRECTORY/workspace with the example model `digits`, its inputs, and a Python file that loads it. */
export function makeWorkspace(directory) {
  const folder = join(directory, 'workspace');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, '.vscode'), { recursive: true });
  mkdirSync(join(folder, 'plain'), { recursive: true });
  writeFileSync(join(folder, 'plain', 'readme.txt'), 'no model here\n');
  writeFileSync(join(folder, 'net.py'), PYTHON);
  writeFileSync(join(folder, '.vscode', 'settings.json'), '{}');
  cpSync(join(ROOT, 'example', 'digits'), join(folder, 'digits'), { recursive: true });
  for (const name of ['digit.npy', 'digit.png', 'labels.txt']) cpSync(join(ROOT, 'example', name), join(folder, name));
  mkdirSync(join(folder, 'broken'));
  writeFileSync(join(folder, 'broken', 'saved_model.pb'), '<!DOCTYPE html><html><body>404</body></html>');
  return folder;
}

/** Links a corpus model into the workspace when the corpus is there; answers whether it is. */
export function linkCorpusModel(folder, name) {
  const model = join(process.env.SAVEDMODEL_CORPUS ?? join(ROOT, '..', 'shared', 'corpus'), name);
  if (!existsSync(model)) return false;
  symlinkSync(model, join(folder, name));
  return true;
}
