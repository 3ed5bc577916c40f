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

const CHROMIUM_FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];
const TOUR_LIMIT_MS = 240_000;

function option(name) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
}

async function withLimit(work) {
  let timer;
  const limit = new Promise((_resolve, reject) => { timer = setTimeout(() => reject(new Error(`not done within ${TOUR_LIMIT_MS / 1000} s`)), TOUR_LIMIT_MS); });
  try {
    await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

const { file: vsix } = await packageExtension();
const browser = await chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_FLAGS });
const files = readdirSync(join(ROOT, 'test', 'extension', 'tours')).filter((name) => name.endsWith('.mjs') && (option('tour') === undefined || name.includes(option('tour')))).sort();
const results = join(ROOT, 'out', 'results');
mkdirSync(results, { recursive: true });
let failures = 0;
for (const which of Object.keys(CODE_SERVERS).filter((name) => option('only') === undefined || option('only') === name)) {
  const codeServer = ensureCodeServer(which);
  const screenshots = join(ROOT, 'out', 'screenshots', codeServer.version);
  mkdirSync(screenshots, { recursive: true });
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const file of files) {
    const { tour } = await import(`./tours/${file}`);
    const started = Date.now();
    const steps = [];
    const context = {
      browser, codeServer, vsix, directory: join(ROOT, 'out', 'extension', which, file.replace('.mjs', '')), screenshots,
      /** one thing that must hold, counted on its own */
      step: async (name, check) => {
        try {
          await check();
          counts.passed++;
          steps.push(`    ✓ ${name}`);
        } catch (error) {
          counts.failed++;
          steps.push(`    ✗ ${name}\n      ${String(error?.stack ?? error).split('\n').slice(0, 12).join('\n      ')}`);
          throw error;
        }
      },
    };
    try {
      await withLimit(tour(context));
    } catch (error) {
      // A failed step has counted itself; what fails between steps counts here.
      if (!steps.at(-1)?.includes('✗')) {
        counts.failed++;
        steps.push(`    ✗ ${String(error?.stack ?? error).split('\n').slice(0, 12).join('\n      ')}`);
      }
    }
    console.log(`  VS Code ${codeServer.version}, ${file} (${Math.round((Date.now() - started) / 1000)} s)\n${steps.join('\n')}`);
  }
  failures += counts.failed;
  writeFileSync(join(results, `extension-${codeServer.version}.json`), JSON.stringify(counts));
  say(`VS Code ${codeServer.version}: ${counts.passed} passed, ${counts.failed} failed`);
}
await browser.close();
process.exit(failures > 0 ? 1 : 0);
