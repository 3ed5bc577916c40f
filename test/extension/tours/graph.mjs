// The layers as a graph: order, folding, colours, selection, keyboard, neighbourhood; and the layer list beside it.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { writeLargeModel } from '../largeModel.mjs';
import { startServer } from '../server.mjs';
import { THEMES, Workbench } from '../workbench.mjs';
import { linkCorpusModel, makeWorkspace } from '../workspace.mjs';

const CORPUS = ['basic-pitch-nmp', 'mlperf-kws-dscnn', 'rust-keras-multi-input', 'tf1-word-segmentation'];

/** The graph of the visible panel, as it stands on the screen. */
function graphOf(bench) {
  const panel = bench.panel();
  const box = (id) => panel.locator(`.react-flow__node[data-id="${id}"]`);
  return {
    panel,
    box,
    open: async () => {
      await panel.getByRole('tab', { name: 'Graph' }).click();
      await panel.locator('.react-flow__node').first().waitFor({ timeout: 60_000 });
    },
    fit: () => panel.locator('.react-flow__controls-fitview').click(),
    ids: () => panel.locator('.react-flow__node').evaluateAll((nodes) => nodes.map((node) => node.dataset.id)),
    top: async (id) => (await box(id).boundingBox()).y,
    choose: async (label, option) => {
      const dropdown = panel.locator(`vscode-dropdown[aria-label="${label}"]`);
      await dropdown.click();
      await dropdown.locator('vscode-option', { hasText: option }).click();
    },
    /** colour of a box's stripe, read from the screen */
    stripe: (id) =>
      box(id)
        .locator('.box')
        .evaluate((element) => window.getComputedStyle(element, '::before').backgroundColor),
  };
}

export async function tour({ browser, codeServer, vsix, directory, screenshots, step }) {
  const folder = makeWorkspace(directory);
  const models = CORPUS.filter((name) => linkCorpusModel(folder, name));
  writeLargeModel(folder, 'tower', 3000);
  const server = await startServer({ codeServer, vsix, directory: join(directory, 'server') });
  const bench = await Workbench.open(browser, server, folder);
  const { page } = bench;
  const shoot = (name) => page.screenshot({ path: join(screenshots, `graph-${name}.png`) });
  const inspect = async (name) => {
    await bench.contextMenu(bench.explorerRow(name), 'Inspect SavedModel');
    await bench.panel().locator('h1', { hasText: name }).waitFor({ timeout: 60_000 });
  };
  try {
    const graph = graphOf(bench);
    await step('boxes stand in order of the data flow', async () => {
      await inspect('digits');
      await graph.open();
      await graph.fit();
      const names = [
        'image',
        'strokes',
        'strokes_pool',
        'curves',
        'curves_pool',
        'shapes',
        'flatten',
        'features',
        'dropout',
        'digit',
      ];
      const tops = [];
      for (const name of names) tops.push(await graph.top(`layer:${name}`));
      tops.push(await graph.top('output:digit'));
      assert.deepEqual(
        tops,
        [...tops].sort((a, b) => a - b),
        'sources above targets',
      );
      assert.equal(new Set(tops).size, tops.length);
    });
    await step('a click shows the tensor, with its statistics on the box after a run', async () => {
      await bench.panel().locator('vscode-button', { hasText: 'Run all layers' }).first().click();
      await bench.panel().locator('.verdict').waitFor({ timeout: 90_000 });
      await graph.box('layer:curves').click();
      await bench.panel().locator('h2', { hasText: 'curves' }).waitFor();
      assert.equal(await graph.box('layer:curves').getAttribute('aria-pressed'), 'true');
      assert.match(await graph.box('layer:curves').getAttribute('aria-label'), /curves Conv2D.*\[1, 12, 12, 16\].*±/);
    });
    await step('colours follow the statistic', async () => {
      const byType = await graph.stripe('layer:strokes');
      assert.equal(byType, await graph.stripe('layer:shapes'), 'both are convolutions');
      await graph.choose('Colour by', 'Zeros');
      const zeros = [await graph.stripe('layer:image'), await graph.stripe('layer:shapes')];
      assert.notEqual(zeros[0], zeros[1]);
      assert.notEqual(zeros[1], byType);
      await graph.panel.locator('.graph-legend .legend-bar').waitFor();
      await graph.choose('Colour by', 'Type');
    });
    await step('the keyboard walks along edges, Enter shows, Enter again opens and folds', async () => {
      await graph.box('layer:curves').focus();
      await page.keyboard.press('ArrowDown');
      await graph.panel.locator('.react-flow__node[data-id="layer:curves_pool"]:focus').waitFor();
      await page.keyboard.press('ArrowDown');
      await graph.panel.locator('.react-flow__node[data-id="layer:shapes"]:focus').waitFor();
      await page.keyboard.press('Enter');
      await graph.panel.locator('h2', { hasText: 'shapes' }).waitFor();
      await page.keyboard.press('Enter');
      await graph.panel.locator('.react-flow__node[data-id="layer:shapes"] .frame').waitFor({ timeout: 30_000 });
      assert.ok(
        (await graph.ids()).some((id) => id.startsWith('op:') && id.endsWith('shapes/Relu')),
        'its ops are shown',
      );
      await shoot('1-open');
      await graph.box('layer:shapes').locator('.fold').click();
      await graph.panel.locator('.react-flow__node[data-id="layer:shapes"] .box').waitFor({ timeout: 30_000 });
    });
    for (const theme of Object.keys(THEMES)) {
      await step(`axe finds nothing in the graph in the theme “${theme}”`, async () => {
        await bench.theme(theme);
        await graph.panel.locator(`body.${THEMES[theme][2]}`).waitFor({ timeout: 30_000 });
        await page.waitForTimeout(400);
        assert.deepEqual(await bench.accessibilityFindings(), []);
        await shoot(`2-${theme}`);
      });
    }
    await bench.theme('dark');
    await step('the list unfolds a layer to its ops, takes selectors, and goes by keys', async () => {
      await graph.panel.getByRole('tab', { name: 'List' }).click();
      const rows = graph.panel.locator('.rows');
      await rows.focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowRight');
      await graph.panel.locator('.layer.op', { hasText: 'Relu' }).waitFor({ timeout: 30_000 });
      await page.keyboard.press('ArrowLeft');
      await graph.panel.locator('.layer.op').first().waitFor({ state: 'detached' });
      await page.keyboard.press('Space');
      await graph.panel.locator('.layer', { hasText: 'strokes' }).first().locator('.check.on').waitFor();
      await page.keyboard.press('Space');
      await graph.panel.getByRole('textbox', { name: 'Search layers' }).fill('type:MaxPooling2D');
      await graph.panel.locator('.layers [role=status]', { hasText: '2 of' }).waitFor({ timeout: 30_000 });
    });
    if (models.length > 0) {
      await step('a nested model folds to one box and opens again', async () => {
        await inspect('rust-keras-multi-input');
        await graph.open();
        await graph.box('layer:functional_1/dense').waitFor();
        const [frame, inner] = [
          await graph.box('layer:functional_1').boundingBox(),
          await graph.box('layer:functional_1/dense').boundingBox(),
        ];
        assert.ok(
          inner.x > frame.x &&
            inner.y > frame.y &&
            inner.x + inner.width < frame.x + frame.width &&
            inner.y + inner.height < frame.y + frame.height,
          'inside its frame',
        );
        await graph.box('layer:functional_1').locator('.fold').click();
        await graph.box('layer:functional_1/dense').waitFor({ state: 'detached' });
        assert.ok((await graph.top('layer:functional_1')) < (await graph.top('layer:concatenate')));
        await graph.box('layer:functional_1').locator('.fold').click();
        await graph.box('layer:functional_1/dense').waitFor();
      });
      for (const name of ['basic-pitch-nmp', 'mlperf-kws-dscnn', 'tf1-word-segmentation']) {
        await step(`${name} is drawn`, async () => {
          await inspect(name);
          await graph.open();
          await graph.fit();
          assert.ok((await graph.ids()).length > 20);
          await shoot(`3-${name}`);
        });
      }
    }
    await step('a graph too large to draw shows a neighbourhood, and says so', async () => {
      await inspect('tower');
      await graph.open();
      const sentence = await graph.panel.locator('.graph-legend [role=status]').textContent();
      assert.match(sentence, /of 3,00\d boxes: those within \d+ steps/);
      assert.ok((await graph.ids()).length <= 300);
      const last = (await graph.ids()).filter((id) => id.startsWith('layer:')).at(-1);
      await graph.fit();
      await graph.box(last).locator('.more.after').click();
      await graph.panel
        .locator('.graph-legend [role=status]', { hasText: `steps of “${last.slice('layer:'.length)}”` })
        .waitFor({ timeout: 30_000 });
      await shoot('4-neighbourhood');
    });
    await step('nothing was logged as an error', () => assert.deepEqual(bench.errors, []));
  } finally {
    await shoot('9-last');
    await bench.close();
    await server.stop();
  }
}
