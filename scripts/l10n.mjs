#!/usr/bin/env node
// Writes l10n/bundle.l10n.json: every text that the host (`vscode.l10n.t`) and the panel's page (`t`) show, English to English,
// and keeps the other languages in step: what they lack is added in English, what nobody shows any more goes.
// `npm run l10n`; a unit test fails when it was forgotten. With --print the texts go to standard output.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { isMain, ROOT, say } from './setup/common.mjs';

const FOLDER = join(ROOT, 'l10n');

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

/** Source files whose texts a person sees, and whether each is the page's. */
function files() {
  return [
    ['src/vscode', false],
    ['webview', true],
  ].flatMap(([folder, isPage]) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
      .map((name) => [join(ROOT, folder, name), isPage]),
  );
}

/** Every text that can be translated, sorted. */
function translatableTexts() {
  const found = new Set();
  for (const [file, isPage] of files()) collect(file, isPage, found);
  return [...found].sort();
}

/** Attributes whose values a person sees or hears. */
const SHOWN = new Set([
  'title',
  'subtitle',
  'aria-label',
  'aria-description',
  'placeholder',
  'alt',
  'label',
  'summary',
  'hint',
  'text',
]);

/** Names that are the same in every language. */
const NAMES = /\b(?:NaN|Inf|RGB|BGR|TensorFlow|Markdown|NumPy|CSV|JSON)\b/g;

/** What is typed in a language of ours: selectors, JSON. */
const CODE = /[[\]@_]|\w:\w/;

/** Words between tags and in attributes of the page that do not go through `t`, as `file:line: words`. */
function untranslatedTexts() {
  const found = [];
  for (const [file, isPage] of files()) {
    if (!isPage || !file.endsWith('.tsx')) continue;
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
    const report = (node, text) => {
      if (/\p{L}{2}/u.test(text.replace(NAMES, '')) && !CODE.test(text))
        found.push(
          `${file.slice(ROOT.length + 1)}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${text.trim().replace(/\s+/g, ' ')}`,
        );
    };
    const literals = (node) => {
      if (ts.isCallExpression(node)) return;
      if (ts.isStringLiteralLike(node)) report(node, node.text);
      else if (ts.isTemplateExpression(node))
        report(node, [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(' '));
      else if (ts.isConditionalExpression(node)) [node.whenTrue, node.whenFalse].forEach(literals);
      else if (ts.isParenthesizedExpression(node) || ts.isJsxExpression(node)) ts.forEachChild(node, literals);
      else if (ts.isBinaryExpression(node))
        [node.left, node.right]
          .filter((each) => !ts.isBinaryExpression(each) || each.operatorToken.kind === ts.SyntaxKind.PlusToken)
          .forEach(literals);
    };
    const visit = (node) => {
      if (ts.isJsxText(node)) report(node, node.text);
      else if (ts.isJsxAttribute(node) && SHOWN.has(node.name.getText()) && node.initializer !== undefined)
        literals(node.initializer);
      else if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent) && node.expression !== undefined)
        literals(node.expression);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

function write(file, texts) {
  writeFileSync(file, `${JSON.stringify(texts, undefined, 2)}\n`);
}

/** Gives the files `BASE.LANGUAGE.json` of a folder the keys of the English texts. */
function keepInStep(folder, base, english) {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(`${base}.`) || !/^\.[a-z-]+\.json$/.test(name.slice(base.length))) continue;
    const known = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    write(join(folder, name), Object.fromEntries(Object.entries(english).map(([key, text]) => [key, known[key] ?? text])));
    for (const key of Object.keys(english)) if (known[key] === undefined) console.log(`${name} lacks: ${key}`);
  }
}

if (isMain(import.meta.url)) {
  const texts = translatableTexts();
  if (process.argv.includes('--print')) {
    process.stdout.write(JSON.stringify({ texts, untranslated: untranslatedTexts() }));
  } else {
    const english = Object.fromEntries(texts.map((text) => [text, text]));
    mkdirSync(FOLDER, { recursive: true });
    write(join(FOLDER, 'bundle.l10n.json'), english);
    keepInStep(FOLDER, 'bundle.l10n', english);
    keepInStep(ROOT, 'package.nls', JSON.parse(readFileSync(join(ROOT, 'package.nls.json'), 'utf8')));
    say(`${texts.length} texts in l10n/bundle.l10n.json`);
    for (const text of untranslatedTexts()) console.log(`not translated: ${text}`);
  }
}
