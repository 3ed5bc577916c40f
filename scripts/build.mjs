#!/usr/bin/env node
// Bundles everything into dist/: extension, worker, command line, webview. `--watch` builds again on change.
import { chmodSync, copyFileSync, mkdirSync, rmSync } from 'node:fs';
import esbuild from 'esbuild';
import { checkBundles } from './checkBundles.mjs';
import { copyKoffi, writeNotices } from './thirdParty.mjs';

const watch = process.argv.includes('--watch');

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  sourcemap: true,
  minify: !watch,
  metafile: true,
  logLevel: 'warning',
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': '"production"' },
};
/** @type {import('esbuild').BuildOptions} */
const node = { ...shared, platform: 'node', target: 'node20', minify: false, minifySyntax: true, minifyWhitespace: !watch };

/** CommonJS has no import.meta: its url is that of the bundle. */
const metaUrl = {
  define: { ...shared.define, 'import.meta.url': 'bundleUrl' },
  banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
};

/** Name → options; each becomes one or several files of dist/. */
const bundles = {
  extension: {
    ...node,
    ...metaUrl,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.js',
    format: 'cjs',
    external: ['vscode'],
  },
  worker: {
    ...node,
    ...metaUrl,
    entryPoints: ['src/worker/main.ts'],
    outfile: 'dist/worker.js',
    format: 'cjs',
    external: ['koffi'],
  },
  // the thread of the worker that lays out graphs; elkjs asks for a package that browsers lack and Node does not need
  layout: {
    ...node,
    entryPoints: ['src/worker/layout/thread.ts'],
    outfile: 'dist/layout.js',
    format: 'cjs',
    external: ['web-worker'],
    sourcemap: false,
  },
  cli: { ...node, ...metaUrl, entryPoints: ['src/cli/bin.ts'], outfile: 'dist/cli/bin.js', format: 'cjs' },
  webview: {
    ...shared,
    entryPoints: { panel: 'webview/main.tsx' },
    outdir: 'dist/webview',
    format: 'esm',
    splitting: true,
    platform: 'browser',
    target: 'es2022',
    jsx: 'automatic',
    loader: { '.ttf': 'file' },
  },
};

mkdirSync('dist', { recursive: true });
if (!watch) for (const folder of ['dist/cli', 'dist/webview']) rmSync(folder, { recursive: true, force: true });
copyFileSync('src/cli/launch.cjs', 'dist/cli.js');
chmodSync('dist/cli.js', 0o755);
if (watch) {
  for (const options of Object.values(bundles)) await (await esbuild.context({ ...options, logLevel: 'info' })).watch();
} else {
  const results = await Promise.all(
    Object.entries(bundles).map(async ([name, options]) => [name, (await esbuild.build(options)).metafile]),
  );
  const metafiles = Object.fromEntries(results);
  checkBundles(metafiles);
  copyKoffi();
  writeNotices(metafiles);
}
