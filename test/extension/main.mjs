#!/usr/bin/env node
// Drives the packaged extension in a real VS Code, the newest and the oldest supported: `--only newest|oldest`, `--tour NAME`.
// Screenshots go to out/screenshots, counts to out/results/extension-<version>.json.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { CODE_SERVERS, ensureCodeServer } from '../../scripts/setup/codeServer.mjs';
import { ROOT, say } from '../../scripts/setup/common.mjs';
import { ensureChromium } from '../../scripts/setup/systemPackages.mjs';
import { packageExtension } from '../../scripts/package.mjs';
import { CHROMIUM_FLAGS } from './browser.mjs';

const TOUR_LIMIT_MS = 240_000;

function option(name) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
}

async function withLimit(work, limitMs) {
  let timer;
  const limit = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${limitMs / 1000} s`)), limitMs);
  });
  try {
    await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs a tour; answers what passed and failed, and how it reads. */
async function attempt({ tour, limitMs = TOUR_LIMIT_MS }, file, { browser, which, codeServer, screenshots }) {
  const counts = { passed: 0, failed: 0 };
  const started = Date.now();
  const steps = [];
  const fail = (what, error) => {
    counts.failed++;
    steps.push(
      `    ✗ ${what}${String(error?.stack ?? error)
        .split('\n')
        .slice(0, 12)
        .join('\n      ')}`,
    );
  };
  const context = {
    browser,
    codeServer,
    vsix,
    directory: join(ROOT, 'out', 'extension', which, file.replace('.mjs', '')),
    screenshots,
    /** one thing that must hold, counted on its own */
    step: async (name, check) => {
      try {
        await check();
        counts.passed++;
        steps.push(`    ✓ ${name}`);
      } catch (error) {
        fail(`${name}\n      `, error);
        throw error;
      }
    },
  };
  try {
    await withLimit(tour(context), limitMs);
  } catch (error) {
    // A failed step has counted itself; what fails between steps counts here.
    if (counts.failed === 0) fail('', error);
  }
  return {
    ...counts,
    report: `  VS Code ${codeServer.version}, ${file} (${Math.round((Date.now() - started) / 1000)} s)\n${steps.join('\n')}`,
  };
}

const { file: vsix } = await packageExtension();
const files = readdirSync(join(ROOT, 'test', 'extension', 'tours'))
  .filter((name) => name.endsWith('.mjs') && (option('tour') === undefined || name.includes(option('tour'))))
  .sort();
const results = join(ROOT, 'out', 'results');
mkdirSync(results, { recursive: true });

/** All tours in one version of VS Code, in a browser of its own; answers how many steps failed. */
async function drive(which) {
  const codeServer = ensureCodeServer(which);
  const screenshots = join(ROOT, 'out', 'screenshots', codeServer.version);
  mkdirSync(screenshots, { recursive: true });
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_FLAGS });
  const context = { browser, which, codeServer, screenshots };
  for (const file of files) {
    const module = await import(`./tours/${file}`);
    let result = await attempt(module, file, context);
    // The workbench itself stumbles now and then (a menu that does not close, a page that loads too slowly): once more, said aloud.
    if (result.failed > 0) {
      console.log(`${result.report}\n  once more:`);
      result = await attempt(module, file, context);
    }
    counts.passed += result.passed;
    counts.failed += result.failed;
    console.log(result.report);
  }
  await browser.close();
  writeFileSync(join(results, `extension-${codeServer.version}.json`), JSON.stringify(counts));
  say(`VS Code ${codeServer.version}: ${counts.passed} passed, ${counts.failed} failed`);
  return counts.failed;
}

// Tours wait more than they work: the versions are driven side by side.
const versions = Object.keys(CODE_SERVERS).filter((name) => option('only') === undefined || option('only') === name);
for (const which of versions) ensureCodeServer(which);
const failures = await Promise.all(versions.map(drive));
process.exit(failures.some((count) => count > 0) ? 1 : 0);
