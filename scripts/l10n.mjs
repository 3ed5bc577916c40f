#!/usr/bin/env node
// Writes l10n/bundle.l10n.json: every text that the host (`vscode.l10n.t`) and the panel's page (`t`) show, English to English.
// `npm run l10n`; a unit test fails when it was forgotten. With --print the texts go to standard output.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { isMain, ROOT, say } from './setup/common.mjs';

const BUNDLE = join(ROOT, 'l10n', 'bundle.l10n.json');

function isTranslation(call, isPage) {
  const name = call.expression.getText();
  return isPage ? name === 't' : name === 'vscode.l10n.t' || name === 'l10n.t';
}

function collect(file, isPage, found) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const visit = (node) => {
    if (ts.isCallExpression(node) && isTranslation(node, isPage)) {
      const [first] = node.arguments;
      if (first === undefined || !ts.isStringLiteralLike(first)) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart());
        throw new Error(`${file}:${line + 1}: a text to translate must be a literal`);
      }
      found.add(first.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}

/** Every text that can be translated, sorted. */
function translatableTexts() {
  const found = new Set();
  for (const [folder, isPage] of [['src/vscode', false], ['webview', true]]) {
    for (const name of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })) {
      if (/\.tsx?$/.test(name) && !name.endsWith('.d.ts')) collect(join(ROOT, folder, name), isPage, found);
    }
  }
  return [...found].sort();
}

if (isMain(import.meta.url)) {
  const texts = translatableTexts();
  if (process.argv.includes('--print')) {
    process.stdout.write(JSON.stringify(texts));
  } else {
    writeFileSync(BUNDLE, `${JSON.stringify(Object.fromEntries(texts.map((text) => [text, text])), undefined, 2)}\n`);
    say(`${texts.length} texts in l10n/bundle.l10n.json`);
  }
}
