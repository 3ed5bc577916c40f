// Right-click on the model folder, tree, two check boxes, run, pictures of both; hover; dump; three themes.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Workbench, THEMES } from '../workbench.mjs';
import { makeWorkspace } from '../workspace.mjs';
import { startServer } from '../server.mjs';

export async function tour({ browser, codeServer, vsix, directory, screenshots, step }) {
  const folder = makeWorkspace(directory);
  const server = await startServer({ codeServer, vsix, directory: join(directory, 'server') });
  const bench = await Workbench.open(browser, server, folder);
  const { page } = bench;
  const shoot = (name) => page.screenshot({ path: join(screenshots, `${name}.png`) });
  try {
    await step('right-click on the model folder offers “Inspect SavedModel” and opens tree and panel', async () => {
      await bench.contextMenu(bench.explorerRow('digits'), 'Inspect SavedModel');
      await bench.panel().locator('h1', { hasText: 'digits' }).waitFor({ timeout: 60_000 });
    });
    await step('a folder without a model does not offer it', async () => {
      await page.waitForTimeout(500);
      const titles = await bench.menuTitles(bench.explorerRow('plain'));
      assert.ok(!titles.includes('Inspect SavedModel'), titles.join(', '));
    });
    await step('the tree lists signature and layers with type, shape and parameters', async () => {
      await bench.openSideBar();
      await bench.treeRow('strokes').waitFor({ timeout: 30_000 });
      const description = await bench.treeRow('strokes').locator('.label-description').textContent();
      assert.match(description ?? '', /Conv2D.*\[\?, 28, 28, 8\].*208/);
    });
    await step('a layer opens to its ops', async () => {
      await bench.treeRow('curves').locator('.monaco-tl-twistie').click();
      await bench.treeRow('Relu').waitFor({ timeout: 30_000 });
      await bench.treeRow('curves').locator('.monaco-tl-twistie').click();
    });
    await step('two checked layers run at once and the panel shows the first', async () => {
      await bench.check('strokes');
      await bench.check('curves');
      await page.locator('.sidebar a.action-label[aria-label^="Show Activations of the Checked Layers"]').first().click();
      await bench.panel().locator('h2', { hasText: 'strokes' }).waitFor({ timeout: 90_000 });
      assert.ok((await bench.canvasColours('maps')) > 50, 'the feature maps have colours');
      await bench.panel().locator('.verdict', { hasText: 'outputs unchanged' }).waitFor();
      await shoot('1-two-layers');
    });
    await step('the boxes of tree and panel are the same ones', async () => {
      const panel = bench.panel();
      await panel.locator('vscode-button', { hasText: 'Run 2 layers' }).waitFor();
      await panel.locator('.layer', { hasText: 'curves' }).first().locator('.check').click();
      await panel.locator('vscode-button', { hasText: 'Run 1 layer' }).waitFor();
      await bench.treeRow('curves').locator('[role=checkbox][aria-checked=false]').waitFor({ timeout: 10_000 });
      await bench.check('curves');
      await panel.locator('vscode-button', { hasText: 'Run 2 layers' }).waitFor();
    });
    await step('the second layer has its picture too', async () => {
      await bench.panel().locator('.layer', { hasText: 'curves' }).first().click();
      await bench.panel().locator('h2', { hasText: 'curves' }).waitFor();
      assert.ok((await bench.canvasColours('maps')) > 50);
    });
    await step('the input comes from a file, all layers run, and the outputs are classes', async () => {
      const panel = bench.panel();
      await panel.locator('.input-row vscode-dropdown').first().click();
      await panel.locator('vscode-option', { hasText: 'File…' }).first().click();
      await bench.fileDialog(join(folder, 'digit.png'));
      await panel.locator('canvas.thumb').first().waitFor({ timeout: 30_000 });
      for (const name of ['strokes', 'curves']) {
        const box = panel.locator('.layer', { hasText: name }).first().locator('.check');
        if (await box.evaluate((element) => element.classList.contains('on'))) await box.click();
      }
      await panel.locator('vscode-button', { hasText: 'Run all layers' }).first().click();
      // The outputs have no row while a run goes on.
      await panel.locator('.layer', { hasText: 'output digit' }).click();
      await panel.locator('[data-view="classes"]').waitFor({ timeout: 90_000 });
      await shoot('2-classes');
    });
    for (const [view, title] of [
      ['heatmap', 'Heatmap'],
      ['line', 'Line'],
    ]) {
      await step(`view “${title}” draws`, async () => {
        await bench.panel().locator('.layer', { hasText: 'shapes' }).first().click();
        await bench.panel().getByRole('tab', { name: title }).click();
        await bench.panel().locator(`[data-view="${view}"]`).waitFor();
      });
    }
    await step('values are exact numbers, and the histogram counts them', async () => {
      await bench.panel().getByRole('tab', { name: 'Values' }).click();
      await bench.panel().locator('.values .cell').nth(3).waitFor();
      await bench.panel().getByRole('tab', { name: 'Histogram' }).click();
      await bench.panel().locator('[data-view="histogram"] rect').first().waitFor();
      await bench.panel().locator('.layer', { hasText: 'strokes' }).first().click();
      await bench.panel().getByRole('tab', { name: 'Feature maps' }).click();
    });
    for (const theme of Object.keys(THEMES)) {
      await step(`the panel follows the theme “${theme}”`, async () => {
        await bench.theme(theme);
        await bench.panel().locator(`body.${THEMES[theme][2]}`).waitFor({ timeout: 30_000 });
        assert.ok((await bench.canvasColours('maps')) > 20);
        await page.waitForTimeout(400);
        await shoot(`3-${theme}`);
      });
      await step(`axe finds nothing in the theme “${theme}”`, async () =>
        assert.deepEqual(await bench.accessibilityFindings(), []),
      );
    }
    await bench.theme('dark');
    await step('hover on a layer name in Python shows its card with the last statistics', async () => {
      await bench.openExplorer();
      await bench.explorerRow('net.py').dblclick();
      const word = page.locator('.monaco-editor[data-uri*="net.py"] .view-line span span', { hasText: '"curves"' }).first();
      await word.waitFor({ timeout: 30_000 });
      const text = await bench.hover(word);
      assert.match(text, /curves/);
      assert.match(text, /Conv2D/);
      assert.match(text, /\[\?,\s12,\s12,\s16\]/);
      assert.match(text, /mean/);
      await shoot('4-hover');
    });
    await step('the palette dumps chosen layers', async () => {
      await page.keyboard.press('Escape');
      const target = join(directory, 'dumps');
      mkdirSync(target, { recursive: true });
      await bench.command('SavedModel Lens: Dump Activations…');
      await bench.pick('digits');
      await bench.pick('features');
      await page
        .locator('.quick-input-widget .quick-input-action .monaco-button, .quick-input-widget .monaco-text-button')
        .filter({ hasText: 'OK' })
        .first()
        .click();
      await bench.pick('Zeros');
      await bench.pick('Choose a folder…');
      await bench.fileDialog(`${target}/`);
      await bench.notification('Activations were dumped to').waitFor({ timeout: 90_000 });
      const [dump] = readdirSync(target);
      assert.ok(existsSync(join(target, dump, 'activations.npz')));
      const manifest = JSON.parse(readFileSync(join(target, dump, 'manifest.json'), 'utf8'));
      assert.ok(manifest.tensors.some(({ layer }) => layer === 'features'));
    });
    await step('nothing was logged as an error', () => assert.deepEqual(bench.errors, []));
  } finally {
    await shoot('9-last');
    await bench.close();
    await server.stop();
  }
}
