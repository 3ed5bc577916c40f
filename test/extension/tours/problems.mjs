// What goes wrong is said where the action was, in the command line's own words, and nothing else breaks.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../scripts/setup/common.mjs';
import { startServer } from '../server.mjs';
import { Workbench } from '../workbench.mjs';
import { makeWorkspace } from '../workspace.mjs';

/** The sentence that the command line says. */
function cliSentence(...args) {
  const { stderr, status } = spawnSync(process.execPath, [join(ROOT, 'dist', 'cli.js'), ...args], { encoding: 'utf8' });
  assert.equal(status, 2, stderr);
  return stderr
    .replace(/^error: /, '')
    .trim()
    .replace(/\s+/g, ' ');
}

/** Process ids of our workers below this server. */
function workers(pid) {
  const children = new Map();
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    try {
      const stat = readFileSync(join('/proc', name, 'stat'), 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      /* it ended meanwhile */
    }
  }
  const below = (at) => (children.get(at) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(pid).filter((child) => {
    try {
      return readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('dist/worker.js');
    } catch {
      return false;
    }
  });
}

export async function tour({ browser, codeServer, vsix, directory, screenshots, step }) {
  const folder = makeWorkspace(directory);
  const server = await startServer({ codeServer, vsix, directory: join(directory, 'server') });
  const bench = await Workbench.open(browser, server, folder);
  const { page } = bench;
  const panel = bench.panel();
  try {
    await step('a file that is no model: the same sentence as the command line', async () => {
      await bench.contextMenu(bench.explorerRow('broken'), 'Inspect SavedModel');
      const sentence = cliSentence('show', join(folder, 'broken'));
      const shown = (await bench.notification('HTML').first().textContent({ timeout: 30_000 })).replace(/\s+/g, ' ');
      assert.ok(shown.includes(sentence), `${shown}\n≠ ${sentence}`);
      await bench.clearNotifications();
    });
    await step('double-click on saved_model.pb opens the panel', async () => {
      await bench.explorerRow('digits').click();
      await bench.explorerRow('saved_model.pb').first().waitFor({ timeout: 20_000 });
      await bench.explorerRow('saved_model.pb').first().dblclick();
      await panel.locator('h1', { hasText: 'digits' }).waitFor({ timeout: 60_000 });
    });
    await step('a wrong filter is refused with the same sentence as the command line', async () => {
      await bench.openSideBar();
      await bench.treeRow('strokes').waitFor({ timeout: 30_000 });
      await page.locator('.sidebar a.action-label[aria-label^="Filter Layers"]').first().click();
      await page.locator('.quick-input-widget .quick-input-box input').fill('strokez');
      const message = page.locator('.quick-input-widget .quick-input-message');
      await message.filter({ hasText: 'strokez' }).waitFor({ timeout: 20_000 });
      const sentence = cliSentence('layers', join(folder, 'digits'), '--select', 'strokez');
      assert.ok(
        (await message.textContent()).replace(/\s+/g, ' ').includes(sentence),
        `${await message.textContent()}\n≠ ${sentence}`,
      );
      await page.keyboard.press('Escape');
    });
    await step('an index out of range names the range', async () => {
      await page.locator('.sidebar a.action-label[aria-label^="Filter Layers"]').first().click();
      await page.locator('.quick-input-widget .quick-input-box input').fill('layers[99]');
      const sentence = cliSentence('layers', join(folder, 'digits'), '--select', 'layers[99]');
      await page
        .locator('.quick-input-widget .quick-input-message')
        .filter({ hasText: sentence.slice(0, 40) })
        .waitFor({ timeout: 20_000 });
      await page.keyboard.press('Escape');
    });
    await step('a filter leaves the layers it means', async () => {
      await page.locator('.sidebar a.action-label[aria-label^="Filter Layers"]').first().click();
      await page.locator('.quick-input-widget .quick-input-box input').fill('type:Dense');
      await page.keyboard.press('Enter');
      await bench.treeRow('features').waitFor();
      await bench.treeRow('strokes').waitFor({ state: 'hidden' });
      await page.locator('.sidebar a.action-label[aria-label^="Clear Filter"]').first().click();
      await bench.treeRow('strokes').waitFor();
    });
    await step('killing the worker in mid-run says what happened, and the next run works', async () => {
      // A batch this large keeps the library busy long enough to be killed.
      await panel.locator('.size vscode-text-field').first().locator('input').fill('20000');
      await panel.locator('.size vscode-text-field').first().locator('input').press('Tab');
      await panel.locator('vscode-button', { hasText: 'Run all layers' }).first().click();
      await panel.locator('.activity', { hasText: /Running|Loading/ }).waitFor({ timeout: 60_000 });
      const [worker] = workers(server.pid);
      assert.ok(worker !== undefined, 'a worker runs');
      process.kill(worker, 'SIGKILL');
      await panel.locator('.problem', { hasText: 'SIGKILL' }).waitFor({ timeout: 30_000 });
      await page.screenshot({ path: join(screenshots, '5-worker-died.png') });
      await panel.locator('.size vscode-text-field').first().locator('input').fill('1');
      await panel.locator('.size vscode-text-field').first().locator('input').press('Tab');
      await panel.locator('vscode-button', { hasText: 'Run all layers' }).first().click();
      // The verdict of the run before is shown again until the new one has begun.
      await panel.locator('.problem', { hasText: 'SIGKILL' }).waitFor({ state: 'hidden', timeout: 30_000 });
      await panel.locator('.verdict', { hasText: 'outputs unchanged' }).waitFor({ timeout: 90_000 });
    });
    await step('a run can be cancelled', async () => {
      await panel.locator('.size vscode-text-field').first().locator('input').fill('20000');
      await panel.locator('.size vscode-text-field').first().locator('input').press('Tab');
      await panel.locator('vscode-button', { hasText: 'Run all layers' }).first().click();
      await panel.locator('.activity vscode-button', { hasText: 'Cancel' }).click({ timeout: 30_000 });
      await panel.locator('.activity').waitFor({ state: 'hidden', timeout: 30_000 });
    });
    await step('runs are kept over a reload of the window', async () => {
      await page.reload();
      await page.locator('.activitybar a[aria-label^="SavedModel Lens"]').waitFor({ timeout: 60_000 });
      await bench.panel().locator('.verdict', { hasText: 'outputs unchanged' }).waitFor({ timeout: 60_000 });
    });
    await step('nothing was logged as an error', () =>
      assert.deepEqual(
        bench.errors.filter((text) => !text.includes('is an HTML or XML page')),
        [],
      ),
    );
  } finally {
    await page.screenshot({ path: join(screenshots, '5-last.png') });
    await bench.close();
    await server.stop();
  }
}
