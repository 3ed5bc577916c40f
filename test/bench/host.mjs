// How long our own calls keep the extension host, in a real VS Code: a model of 26,000 layers and 100,002 ops, written here, is
// opened, unfolded and filtered. Answers, from the extension's own log, the longest block while each list of rows was asked for, by the
// clock and of processor time: all that went on meanwhile is in it, the panel's opening too.
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { ensureCodeServer } from '../../scripts/setup/codeServer.mjs';
import { ROOT } from '../../scripts/setup/common.mjs';
import { ensureChromium } from '../../scripts/setup/systemPackages.mjs';
import { packageExtension } from '../../scripts/package.mjs';
import { writeLargeModel } from '../extension/madeModels.mjs';
import { startServer } from '../extension/server.mjs';
import { Workbench } from '../extension/workbench.mjs';

const LINE = /(tree|opening): (\d+) (?:rows|layers) below (\w+): (\d+) ms, longest block (\d+) ms, of processor time (\d+) ms/;

/** Every line of the extension's log about its own calls. */
function measured(userData) {
  const logs = readdirSync(join(userData, 'logs'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.includes('savedmodel-lens') && name.endsWith('.log'),
  );
  return logs
    .flatMap((name) => readFileSync(join(userData, 'logs', name), 'utf8').split('\n'))
    .flatMap((line) => {
      const [, what, rows, kind, total, clock, processor] = LINE.exec(line) ?? [];
      return rows === undefined
        ? []
        : [
            {
              kind: what === 'tree' ? `rows below a ${kind}` : 'opening model and panel',
              rows: Number(rows),
              total: Number(total),
              clock: Number(clock),
              processor: Number(processor),
            },
          ];
    });
}

/** Opens and unfolds the large model; answers what was measured, and its size. */
export async function measureHost() {
  const directory = join(ROOT, 'out', 'bench', 'host');
  const folder = join(directory, 'workspace');
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const size = writeLargeModel(join(folder, 'large'), 1000, 25);
  const { file: vsix } = await packageExtension();
  const codeServer = ensureCodeServer('newest');
  const server = await startServer({ codeServer, vsix, directory: join(directory, 'server'), args: ['--log', 'trace'] });
  const browser = await chromium.launch({
    executablePath: ensureChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  try {
    const bench = await Workbench.open(browser, server, folder);
    await bench.contextMenu(bench.explorerRow('large'), 'Inspect SavedModel');
    await bench.panel().locator('h1', { hasText: 'large' }).waitFor({ timeout: 120_000 });
    await bench.openSideBar();
    for (const [row, inside] of [
      ['block_0', 'dense_0'],
      ['dense_0', 'Relu'],
    ]) {
      await bench.treeRow(row).locator('.monaco-tl-twistie').click({ timeout: 60_000 });
      await bench.treeRow(inside).waitFor({ timeout: 60_000 });
    }
    await bench.page.locator('.sidebar a.action-label[aria-label^="Filter Layers"]').first().click();
    await bench.page.locator('.quick-input-widget .quick-input-box input').fill('dense_7');
    await bench.page.keyboard.press('Enter');
    await bench.treeRow('dense_0').waitFor({ state: 'hidden', timeout: 60_000 });
    await bench.page.waitForTimeout(1000);
    await bench.close();
    return { ...size, calls: measured(server.userData) };
  } finally {
    await browser.close();
    await server.stop();
  }
}
