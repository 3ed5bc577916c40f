// The panel in a real VS Code on an activation of 64 MB: bytes that cross for its first picture, time from moving the slider to
// the painted canvas, long tasks in our frame. Answers the lines of the table.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { CODE_SERVERS, ensureCodeServer } from '../../scripts/setup/codeServer.mjs';
import { ensureChromium } from '../../scripts/setup/systemPackages.mjs';
import { packageExtension } from '../../scripts/package.mjs';
import { npy, plant } from '../extension/plantedFiles.mjs';
import { runPlanted } from '../extension/plantedPanel.mjs';
import { startServer } from '../extension/server.mjs';
import { Workbench } from '../extension/workbench.mjs';
import { makeWorkspace } from '../extension/workspace.mjs';

const SIDE = 2048;
const CHANNELS = 4;
const MOVES = 24;

/** 64 MB of waves, different in each channel. */
function image() {
  return Float32Array.from({ length: SIDE * SIDE * CHANNELS }, (_, i) => {
    const [channel, column, row] = [i % CHANNELS, Math.floor(i / CHANNELS) % SIDE, Math.floor(i / CHANNELS / SIDE)];
    return Math.sin(row / (40 + 30 * channel)) * Math.cos(column / (90 - 20 * channel));
  });
}

/** Runs inside the page before our script's first message: counts what arrives, and records long tasks. */
function watch() {
  const sizeOf = (value) => {
    if (ArrayBuffer.isView(value)) return value.buffer.byteLength;
    if (value instanceof ArrayBuffer) return value.byteLength;
    if (typeof value === 'string') return value.length;
    if (typeof value !== 'object' || value === null) return 8;
    return Object.entries(value).reduce((sum, [key, each]) => sum + key.length + sizeOf(each), 0);
  };
  window.lens = { bytes: 0, tasks: [] };
  window.addEventListener(
    'message',
    (event) => {
      window.lens.bytes += sizeOf(event.data);
    },
    true,
  );
  new window.PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.lens.tasks.push(entry.duration);
  }).observe({ type: 'longtask' });
}

/** One step of the slider: time until the canvas was painted and the frame after it began. */
function move(key) {
  return new Promise((resolve) => {
    const canvas = document.querySelector('canvas[data-view="heatmap"]');
    const before = canvas.dataset.painted;
    const slider = document.querySelector('.slice input[type=range]');
    const next = Number(slider.value) + (key === 'up' ? 1 : -1);
    const start = performance.now();
    const look = () => {
      if (document.querySelector('canvas[data-view="heatmap"]').dataset.painted === before) window.requestAnimationFrame(look);
      else resolve(performance.now() - start);
    };
    Object.getOwnPropertyDescriptor(window.HTMLInputElement.prototype, 'value').set.call(slider, String(next));
    slider.dispatchEvent(new window.Event('input', { bubbles: true }));
    window.requestAnimationFrame(look);
  });
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

export async function benchPanel(out) {
  const directory = join(out, 'panel');
  mkdirSync(directory, { recursive: true });
  const { file: vsix } = await packageExtension();
  const folder = makeWorkspace(directory);
  const { image: path } = plant(folder);
  writeFileSync(path, npy(image(), [1, SIDE, SIDE, CHANNELS]));
  const server = await startServer({
    codeServer: ensureCodeServer(Object.keys(CODE_SERVERS)[0]),
    vsix,
    directory: join(directory, 'server'),
  });
  const browser = await chromium.launch({
    executablePath: ensureChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  const bench = await Workbench.open(browser, server, folder, { width: 1600, height: 1200 });
  try {
    const panel = bench.panel();
    await runPlanted(bench, { image: path }, 180_000);
    const frame = await panel
      .locator('body')
      .elementHandle()
      .then((body) => body.ownerFrame());
    await frame.evaluate(watch);
    await panel.locator('.layer', { hasText: 'output picture' }).first().click();
    await panel.locator('canvas[data-view="maps"][data-painted]').waitFor({ timeout: 60_000 });
    await bench.page.waitForTimeout(1000);
    const first = await frame.evaluate(() => window.lens.bytes);
    await panel.getByRole('tab', { name: 'Heatmap' }).click();
    await panel.locator('canvas[data-view="heatmap"][data-painted]').waitFor({ timeout: 60_000 });
    await bench.page.waitForTimeout(1500);
    await frame.evaluate(() => {
      window.lens.tasks = [];
      window.lens.bytes = 0;
    });
    const times = [];
    for (let i = 0; i < MOVES; i++) {
      times.push(await frame.evaluate(move, Math.floor(i / (CHANNELS - 1)) % 2 === 0 ? 'up' : 'down'));
      await bench.page.waitForTimeout(250);
    }
    const { bytes, tasks } = await frame.evaluate(() => window.lens);
    const spread = [...times].sort((a, b) => a - b);
    return [
      ['(g) bytes to the page for the first picture of a 64 MB tensor', `${(first / 1000).toFixed(0)} kB`, '< 1,000 kB'],
      [
        '(g) slider moved until the canvas is painted, median',
        `${median(times).toFixed(0)} ms (${spread[0].toFixed(0)} to ${spread.at(-1).toFixed(0)})`,
        '≤ 100 ms',
      ],
      ['(g) bytes to the page for each move', `${(bytes / MOVES / 1000).toFixed(0)} kB`, ''],
      [
        '(g) long tasks in our frame over all moves, the longest',
        tasks.length === 0 ? 'none' : `${tasks.length}, ${Math.max(...tasks).toFixed(0)} ms`,
        '≤ 50 ms',
      ],
    ];
  } finally {
    await bench.close();
    await browser.close();
    await server.stop();
  }
}
