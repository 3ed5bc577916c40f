// The side bar: marks and statistics after a run, 26,000 layers by pages, filter, loops, history, a model that changes and goes away.
import assert from 'node:assert/strict';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../scripts/setup/common.mjs';
import { writeLargeModel, writeMarkedModel } from '../madeModels.mjs';
import { startServer } from '../server.mjs';
import { Workbench } from '../workbench.mjs';
import { makeWorkspace } from '../workspace.mjs';

const PATIENCE = { timeout: 60_000 };

export async function tour({ browser, codeServer, vsix, directory, screenshots, step }) {
  const folder = makeWorkspace(directory);
  writeMarkedModel(join(folder, 'marked'));
  writeLargeModel(join(folder, 'large'), 1000, 25);
  cpSync(join(ROOT, 'test', 'fixtures', 'models', 'nested_control_flow'), join(folder, 'loops'), { recursive: true });
  cpSync(join(ROOT, 'test', 'fixtures', 'models', 'several_signatures'), join(folder, 'signatures'), { recursive: true });
  const server = await startServer({ codeServer, vsix, directory: join(directory, 'server') });
  const bench = await Workbench.open(browser, server, folder);
  const { page } = bench;
  const shoot = (name) => page.screenshot({ path: join(screenshots, `tree-${name}.png`) });
  const row = (start) => page.locator(`.sidebar .monaco-list-row[aria-label^="${start}"]`).first();
  const unfold = (locator) => locator.locator('.monaco-tl-twistie').click(PATIENCE);
  const input = page.locator('.quick-input-widget .quick-input-box input');
  const title = page.locator('.quick-input-widget .quick-input-title');
  const inspect = async (name) => {
    await bench.openExplorer();
    await bench.contextMenu(bench.explorerRow(name), 'Inspect SavedModel');
    await bench.panel().locator('h1', { hasText: name }).waitFor({ timeout: 120_000 });
    await bench.openSideBar();
    // The icon's tooltip would cover rows.
    await page.mouse.move(700, 20);
  };
  try {
    await step('one run for all checked layers puts statistics and marks on their rows, for ears too', async () => {
      await inspect('marked');
      for (const name of ['fine', 'dead', 'same', 'broken']) await bench.check(name);
      await page.locator('.sidebar a.action-label[aria-label^="Show Activations of the Checked Layers"]').first().click();
      await row('broken, Group, output shape [?, 4], last run').waitFor({ timeout: 90_000 });
      for (const [name, word, badge] of [
        ['broken', 'NaN', '!'],
        ['dead', 'dead', '○'],
        ['same', 'constant', '○'],
        ['fine', 'mean', '●'],
      ]) {
        assert.match(await row(`${name},`).getAttribute('aria-label'), new RegExp(word));
        // Decorations come a moment after the row.
        let marks = '';
        for (let tries = 0; tries < 50 && !marks.includes(badge); tries++) {
          marks = await row(`${name},`).evaluate((element) =>
            [...element.querySelectorAll('*')].map((each) => window.getComputedStyle(each, '::after').content).join(' '),
          );
          await page.waitForTimeout(100);
        }
        assert.ok(marks.includes(badge), `${name}: ${marks}`);
      }
      assert.match(await bench.treeRow('fine').locator('.label-description').textContent(), /mean/);
      await shoot('marks');
    });
    await step('the tooltip is the full card', async () => {
      const text = await bench.hover(bench.treeRow('broken').locator('.label-name'));
      assert.match(text, /Output[\s\S]*float32[\s\S]*Last run[\s\S]*NaN/);
    });
    await step('the history tells inputs, tensors and checks of the run, and gives its command line', async () => {
      await page.locator('.pane-header[aria-label^="Runs"]').click();
      await unfold(row('Run of marked'));
      await bench.treeRow('Tensors').waitFor(PATIENCE);
      await bench.treeRow('Inputs').waitFor(PATIENCE);
      await row('Run of marked').hover();
      await row('Run of marked').locator('a.action-label[aria-label^="Copy as Command Line"]').click();
      await page.waitForTimeout(500);
      const copied = await page.evaluate(() => window.navigator.clipboard.readText());
      assert.match(copied, /^savedmodel-lens run .*marked .*--select/);
      await shoot('runs');
    });
    await step('a model that changes on disk makes its runs stale and keeps their values', async () => {
      writeMarkedModel(join(folder, 'marked'), 2);
      await page.locator('.sidebar .monaco-list-row[aria-label*="stale"]').first().waitFor(PATIENCE);
      await bench.treeRow('fine').waitFor(PATIENCE);
      await shoot('stale');
      await page.locator('.pane-header[aria-label^="Runs"]').click();
    });
    await step('values inside a loop in a branch are listed below it, with the iterations as first axis', async () => {
      await inspect('loops');
      // A graph without layers is unfolded to its ops.
      await bench.treeRow('TensorListStack').waitFor(PATIENCE);
      const op = (kind) =>
        page
          .locator('.sidebar .monaco-list-row')
          .filter({ has: page.locator('.label-description', { hasText: new RegExp(`^(Stateless)?${kind} `) }) })
          .first();
      await unfold(op('If'));
      await unfold(bench.treeRow('if true'));
      await unfold(op('While'));
      await unfold(bench.treeRow('each iteration'));
      await page.locator('.sidebar .label-description', { hasText: '[iteration' }).first().waitFor(PATIENCE);
      await shoot('loop');
    });
    await step('a thousand rows come by pages', async () => {
      await page.locator('.sidebar a.action-label[aria-label^="Collapse All"]').first().click({ force: true });
      await inspect('large');
      await bench.treeRow('block_0').click(PATIENCE);
      await page.waitForTimeout(1000);
      await page.keyboard.press('End');
      await bench.treeRow('Show more (500 of 1,000)').click(PATIENCE);
      await page.waitForTimeout(1000);
      await page.keyboard.press('End');
      await bench.treeRow('block_999').waitFor(PATIENCE);
      await shoot('large');
    });
    await step('a filter unfolds to what it means, and says what it is', async () => {
      await page.locator('.sidebar a.action-label[aria-label^="Filter Layers"]').first().click();
      await input.fill('block_321/dense_7');
      await page.keyboard.press('Enter');
      await bench.treeRow('block_321').waitFor(PATIENCE);
      await bench.treeRow('dense_7').waitFor(PATIENCE);
      await bench.treeRow('block_999').waitFor({ state: 'hidden', ...PATIENCE });
      await page.locator('.sidebar .message', { hasText: 'Filter: block_321/dense_7' }).waitFor();
      await shoot('filter');
      await page.locator('.sidebar a.action-label[aria-label^="Clear Filter"]').first().click();
    });
    await step('every question of the palette can be gone back', async () => {
      await bench.command('SavedModel Lens: Show Activations…');
      await bench.pick('signatures');
      await title.filter({ hasText: 'Signature (2/4)' }).waitFor(PATIENCE);
      await bench.pick('regress');
      await title.filter({ hasText: 'Layers (3/4)' }).waitFor(PATIENCE);
      await page.locator('.quick-input-titlebar a.action-label[aria-label^="Back"]').click();
      await title.filter({ hasText: 'Signature (2/4)' }).waitFor(PATIENCE);
      await page.locator('.quick-input-titlebar a.action-label[aria-label^="Back"]').click();
      await title.filter({ hasText: '(1/4)' }).waitFor(PATIENCE);
      await page.keyboard.press('Escape');
    });
    await step('open models, their folding and checked layers are there after a reload', async () => {
      await page.reload();
      await page.locator('.activitybar a[aria-label^="SavedModel Lens"]').waitFor({ timeout: 60_000 });
      // Until the workbench has settled, its icon does not tell whether the side bar is open, and a click would close it.
      await page.waitForTimeout(3000);
      await bench.openSideBar();
      // As they were folded, too: “Collapse All” had closed them.
      await unfold(bench.treeRow('marked'));
      await unfold(page.locator('.sidebar .monaco-list-row[data-index="1"]').filter({ hasText: 'serving_default' }).first());
      await bench.treeRow('fine').waitFor(PATIENCE);
      assert.equal(
        await bench.treeRow('fine').locator('[role="checkbox"], .monaco-custom-toggle').first().getAttribute('aria-checked'),
        'true',
      );
    });
    await step('a model that is deleted says so in its row', async () => {
      rmSync(join(folder, 'marked'), { recursive: true });
      await row('Error: There is no file or folder').waitFor(PATIENCE);
      await shoot('gone');
    });
    await step('nothing was logged as an error', () => assert.deepEqual(bench.errors, []));
  } finally {
    await shoot('last');
    await bench.close();
    await server.stop();
  }
}
