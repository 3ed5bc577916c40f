#!/usr/bin/env node
// Scrolls the layer list of a model with 100,000 ops in a real VS Code and counts long tasks in our frame: `npm run bench -- --only list`.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { packageExtension } from '../../scripts/package.mjs';
import { ensureCodeServer } from '../../scripts/setup/codeServer.mjs';
import { ROOT } from '../../scripts/setup/common.mjs';
import { ensureChromium } from '../../scripts/setup/systemPackages.mjs';
import { writeLargeModel } from '../extension/largeModel.mjs';
import { startServer } from '../extension/server.mjs';
import { Workbench } from '../extension/workbench.mjs';

const LAYERS = 33_334;

/** Scrolls the list in the page in three ways; answers the long tasks (ms) and the median of the frames of each. */
async function scroll(frame) {
  return frame.evaluate(async () => {
    const list = document.querySelector('.rows');
    const tasks = [];
    new window.PerformanceObserver((entries) => {
      for (const { duration } of entries.getEntries()) tasks.push(Math.round(duration));
    }).observe({ type: 'longtask' });
    const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const results = {};
    for (const [name, step] of [
      ['slowly, 60 px a frame', () => list.scrollTop + 60],
      ['fast, 1,500 px a frame', () => list.scrollTop + 1500],
      ['by jumps', (i) => ((i * 7919) % 30_000) * 42],
    ]) {
      list.scrollTop = 0;
      await pause(500);
      tasks.length = 0;
      const frames = [];
      for (let i = 0, last = performance.now(); i < 120; i++) {
        list.scrollTop = step(i);
        await new Promise((resolve) => window.requestAnimationFrame(resolve));
        frames.push(performance.now() - last);
        last = performance.now();
      }
      await pause(200);
      results[name] = {
        longTasks: [...tasks],
        frame: frames.sort((a, b) => a - b)[60],
        lines: document.querySelectorAll('.rows .layer').length,
      };
    }
    return results;
  });
}

/** Measures and answers the rows of the table in README.md. */
export async function benchList() {
  const { file: vsix } = await packageExtension();
  const directory = join(ROOT, 'out', 'bench', 'list');
  const folder = join(directory, 'workspace');
  mkdirSync(folder, { recursive: true });
  writeLargeModel(folder, 'tower', LAYERS);
  const server = await startServer({ codeServer: ensureCodeServer('newest'), vsix, directory: join(directory, 'server') });
  const browser = await chromium.launch({
    executablePath: ensureChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  try {
    const bench = await Workbench.open(browser, server, folder);
    await bench.contextMenu(bench.explorerRow('tower'), 'Inspect SavedModel');
    await bench.panel().locator('.rows .layer').first().waitFor({ timeout: 120_000 });
    const frame = await bench
      .panel()
      .locator('body')
      .elementHandle()
      .then((body) => body.ownerFrame());
    return Object.entries(await scroll(frame)).map(
      ([name, { frame: median, lines, longTasks }]) =>
        `| (g) list of ${LAYERS.toLocaleString('en')} layers, 100,000 ops, scrolled ${name}: long tasks over 50 ms in our frame | tower | ${longTasks.length}${longTasks.length > 0 ? ` (${longTasks.join(', ')} ms)` : ''}, frame ${median.toFixed(1)} ms, ${lines} lines in the page | | | 0 |`,
    );
  } finally {
    await browser.close();
    await server.stop();
  }
}
