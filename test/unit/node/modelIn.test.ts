import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foldersMeaning, modelIn } from '../../../src/node/modelIn.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lens-folders-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function file(...path: string[]): string {
  const folder = join(root, ...path.slice(0, -1));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(root, ...path), '');
  return folder;
}

describe('the model that a folder means', () => {
  it('is its own', async () => {
    const model = file('digits', 'saved_model.pb');
    file('digits', '1', 'saved_model.pb');
    expect(await modelIn(model)).toBe(model);
    expect(await modelIn(file('text', 'saved_model.pbtxt'))).toBe(join(root, 'text'));
  });

  it('is the newest version of TensorFlow Serving that holds one, by number', async () => {
    file('served', '2', 'saved_model.pb');
    file('served', '10', 'saved_model.pb');
    file('served', '11', 'unfinished');
    file('served', 'models.config');
    expect(await modelIn(join(root, 'served'))).toBe(join(root, 'served', '10'));
  });

  it('is that of its only entry, as far as that goes', async () => {
    file('Mein Modell', 'inner', 'v 1', 'saved_model.pb');
    expect(await modelIn(join(root, 'Mein Modell'))).toBe(join(root, 'Mein Modell', 'inner', 'v 1'));
    file('Mein Modell', 'README.md');
    expect(await modelIn(join(root, 'Mein Modell'))).toBeUndefined();
  });

  it('is none where there are several or none', async () => {
    file('zoo', 'a', 'saved_model.pb');
    file('zoo', 'b', 'saved_model.pb');
    expect(await modelIn(join(root, 'zoo'))).toBeUndefined();
    expect(await modelIn(join(root, 'nowhere'))).toBeUndefined();
    expect(await modelIn(join(file('f', 'x'), 'x'))).toBeUndefined();
  });
});

it('folders that mean a model are those around it, up to the first that does not, and never the root', async () => {
  const model = file('zoo', 'one', 'only', '3', 'saved_model.pb');
  file('zoo', 'another', 'x');
  expect(await foldersMeaning(model, root)).toEqual([join(root, 'zoo', 'one', 'only'), join(root, 'zoo', 'one')]);
  expect(await foldersMeaning(model, join(root, 'zoo', 'one'))).toEqual([join(root, 'zoo', 'one', 'only')]);
  expect(await foldersMeaning(file('saved_model.pb'), root)).toEqual([]);
});
